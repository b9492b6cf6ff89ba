//! The catalogue as the running centre holds it, its search, and what was looked for and found.

mod library;

pub use library::{Library, fingerprint};
