//! Answers: read from what a form sent, and said in words.

mod read;
mod words;

pub use read::{AnswerError, read_answer};
pub use words::{Line, read_out, value_words};
