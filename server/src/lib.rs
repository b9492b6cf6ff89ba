//! The contact centre: slices on a platform. A web address leads to its slice through `routes`.

pub mod admin;
pub mod app;
pub mod contacts;
pub mod demo;
pub mod desk;
mod error;
pub mod files;
pub mod import;
pub mod knowledge;
pub mod messages;
pub mod open311;
pub mod people;
pub mod performance;
pub mod places;
pub mod platform;
pub mod record;
pub mod requests;
pub mod resident;
pub mod routes;
pub mod staff;
pub mod sweep;
pub mod tokens;
pub mod track;

pub use app::{App, Settings};

/// Reads a file of bank holidays.
///
/// # Errors
/// When the file is missing or is no such file.
pub fn read_holidays(path: &std::path::Path) -> anyhow::Result<model::calendar::Holidays> {
    let text = std::fs::read_to_string(path).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    model::calendar::Holidays::from_toml(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))
}
pub use platform::{Clock, Db};
