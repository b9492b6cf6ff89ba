//! Authorities, teams, brand, and the state of the catalogue: what an administrator looks after.

mod authority;
pub mod store;

pub use authority::{Authority, BrandData, Disruption, Team};
