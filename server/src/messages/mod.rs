//! What is sent to residents. Each message has one recipient: no list can see itself. Until a carrier is connected it
//! waits in the outbox, which the demonstration shows.

mod pages;
pub mod store;

pub use pages::outbox;
pub use store::{Carrier, Message, send};
