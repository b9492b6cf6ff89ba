//! The words of the product as types: ids, times, languages, working days. Pure: no clock, no chance, no files.

pub mod calendar;
mod id;
mod text;
mod time;

pub use id::{AuthorityId, ContactId, IncidentId, PersonId, RequestId, StaffId, TeamId};
pub use text::{Lang, Text};
pub use time::Millis;
