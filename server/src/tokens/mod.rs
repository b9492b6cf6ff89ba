//! Keys of other systems: made for one authority and one kind of interface, shown once, revoked by their id.

pub mod store;

pub use store::{Kind, Token};
