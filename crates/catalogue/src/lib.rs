//! Service files and knowledge articles: what they say, what is wrong with them, and what to ask next. Pure.

mod value;

pub use value::{Address, Answers, FileRef, Place, Value};
