//! Photos from residents: their type is found by looking, the place is read, and only a fresh copy of the picture is kept.

mod picture;
pub mod store;

pub use picture::{Picture, take};
