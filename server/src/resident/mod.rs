//! A resident's way from a question to an outcome: home, start, one question a page, check answers, confirmation.

mod check;
mod details;
pub mod draft;
pub mod field;
mod form;
mod home;
mod outcome;
mod start;
pub mod store;
mod visit;

pub use check::{Line, Near, check, lines, near, same_as, send};
pub use details::{details, read_details, save_details};
pub use form::{Told, answer, choose_address, escape, file, question, resume, told};
pub use home::{accessibility, brand_css, front_door, home, logo, privacy, ready, services_of, wards};
pub use outcome::done;
pub use start::{begin, see, start};
pub use visit::{Visit, lang_of, set_language};
