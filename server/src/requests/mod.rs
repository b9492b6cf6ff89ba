//! What residents want done: made once, worked by a team, followed by the resident.

mod incident;
mod intake;
mod state;
pub mod store;

pub use incident::{join, nearby};
pub use intake::{Created, NewRequest, create};
pub use state::{Outcome, State};
pub use store::{Request, words_of};
