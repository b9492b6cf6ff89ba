//! Addresses and wards: where things are.

pub mod store;

pub use store::{Found, find, put};
