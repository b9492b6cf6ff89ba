//! The contact centre: slices on a platform. A web address leads to its slice through `routes`.

pub mod admin;
pub mod app;
pub mod contacts;
mod error;
pub mod files;
pub mod knowledge;
pub mod messages;
pub mod people;
pub mod places;
pub mod platform;
pub mod requests;
pub mod resident;
pub mod routes;
pub mod staff;

pub use app::{App, Settings};
pub use platform::{Clock, Db};
