//! Authorities, teams, brand, and the state of the catalogue: what an administrator looks after.

mod authority;
mod file;
mod pages;
pub mod store;

pub use authority::{Authority, BrandData, Disruption, Team};
pub use file::read as read_file;
pub use pages::{act, page};
