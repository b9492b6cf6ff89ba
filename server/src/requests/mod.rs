//! What residents want done: made once, worked by a team, followed by the resident.

mod bulk;
mod change;
mod incident;
mod intake;
mod list;
mod one;
mod pass_on;
mod state;
pub mod store;

pub use bulk::{bulk, undo};
pub use change::{Change, apply};
pub use incident::{join, nearby};
pub use intake::{Created, NewRequest, create};
pub use list::{age_words, list};
pub use one::{act, file, one};
pub use state::{Outcome, State};
pub use store::{Request, words_of};
