//! Residents as one person across channels: found, made, merged and parted, and who read about them.

mod keys;
mod pages;
mod reads;
pub mod store;

pub use keys::{email_key, name_key, phone_key, postcode_key};
pub use pages::{act, create, find_and_record, list, one};
pub use reads::{Read, note_reads, reads};
pub use store::{Details, Person, find_or_create, read};
