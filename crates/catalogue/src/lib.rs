//! Service files and knowledge articles: what they say, what is wrong with them, and what to ask next. Pure.

mod answer;
mod article;
mod condition;
mod diagnostic;
mod load;
mod reach;
mod schema;
mod service;
mod step;
mod synonyms;
mod table;
mod value;
mod whole;

pub use answer::{AnswerError, Line, read_answer, read_out, value_words};
pub use article::Article;
pub use condition::Condition;
pub use diagnostic::{Diagnostic, nearest};
pub use schema::json_schema;
pub use service::{Ask, AskKind, Audience, Choice, ContactDetails, OutcomeKind, Priority, Rule, Service, Target, Tell};
pub use step::{Outcome, Step, change, path_of, step};
pub use synonyms::Synonyms;
pub use value::{Address, Answers, FileRef, Place, Value};
pub use whole::{Catalogue, SourceFile};
