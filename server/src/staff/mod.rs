//! Staff: who they are, how they come in, what they may do.

pub mod account;
mod password;
mod role;
mod session;
pub mod sign_in;
pub mod store;

pub use role::{Act, Role, SignedIn};
pub use session::{COOKIE, cookie_of, staff_page};
