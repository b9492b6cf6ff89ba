//! The catalogue as the running centre holds it, its search, and what was looked for and found.

mod index;
mod library;
mod pages;
pub mod store;

pub use index::{Hit, SearchIndex};
pub use library::{Library, fingerprint};
pub use pages::{Found, article, find, for_staff, found, go, helped, note, schema, search, search_json};
