//! What can go wrong on the way to an answer. Pages turn it into words in `crate::error`.

/// Why there is no answer.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or it is not theirs to see: both look alike from outside.
    NotFound,
    /// Signed in, but this is not theirs to do.
    Forbidden,
    /// Not signed in; where to come back to.
    SignIn(String),
    /// What was sent cannot be used; words for the person who sent it.
    Bad(String),
    /// Somebody else changed it first; words that say what to do.
    Conflict(String),
    /// Too many at once; nothing was lost, try again.
    Busy,
    /// Too much was sent; words that say the limit.
    TooLarge(String),
    /// Our fault; the words go to the log, never to the page.
    Internal(String),
}

/// An answer, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Our fault; words for the log.
    pub fn internal(words: impl Into<String>) -> Self {
        Self::Internal(words.into())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Forbidden => f.write_str("not allowed"),
            Self::SignIn(_) => f.write_str("not signed in"),
            Self::Busy => f.write_str("too busy; try again"),
            Self::Bad(words) | Self::Conflict(words) | Self::TooLarge(words) | Self::Internal(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for Error {}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            error => Self::Internal(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(format!("{error:#}"))
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
