//! Following a request: like a parcel. By the secret link, or by a one-time code sent to whoever asked.

mod acts;
mod code;
mod page;
pub mod store;

pub use acts::act;
pub use code::{ask, ask_page, enter};
pub use page::{file, show};
