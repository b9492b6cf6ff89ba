//! What every slice stands on and no slice owns: database, clock, chance, the record, pages, web rules. Knows no slice.

pub mod assets;
pub mod chance;
pub mod clock;
pub mod csrf;
pub mod db;
pub mod error;
pub mod form;
pub mod page;
pub mod record;
pub mod scope;
pub mod words;
pub mod writer;

pub use chance::Chance;
pub use clock::Clock;
pub use db::{Backend, Db};
pub use error::{Error, Result};
pub use page::{Brand, NavItem, Page, StaffBar};
pub use record::Entry;
pub use scope::{Actor, Scope};
pub use writer::Tx;
