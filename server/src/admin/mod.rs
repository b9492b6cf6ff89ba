//! Authorities, teams, brand, and the state of the catalogue: what an administrator looks after.

mod authority;
mod pages;
pub mod store;

pub use authority::{Authority, BrandData, Disruption, Team};
pub use pages::{act, page};
