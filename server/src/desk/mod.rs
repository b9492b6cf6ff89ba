//! The agent's desk: one contact, several questions, the same service files in spoken words, and what to write down at the end.

mod acts;
mod cause;
mod page;
mod script;

pub use acts::{act, begin};
pub use page::{contact, desk};
pub use script::{answer, question};
