//! Where a request is, and how it ended.

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has begun it.
    New,
    /// Somebody works on it.
    InProgress,
    /// It waits for something or somebody.
    Waiting,
    /// It has ended; the outcome says how.
    Done,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Fixed,
    /// It will not be done, for a reason that is told.
    NotFixed,
    /// It is another authority's.
    NotOurs,
    /// The resident took it back.
    Withdrawn,
    /// It was settled when it was asked.
    Resolved,
}

impl State {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [Self::New, Self::InProgress, Self::Waiting, Self::Done];

    /// As the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InProgress => "in_progress",
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }

    /// From the database or a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// As staff read it.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::InProgress => "In progress",
            Self::Waiting => "Waiting",
            Self::Done => "Done",
        }
    }
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [Self::Fixed, Self::NotFixed, Self::NotOurs, Self::Withdrawn, Self::Resolved];

    /// As the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::NotFixed => "not_fixed",
            Self::NotOurs => "not_ours",
            Self::Withdrawn => "withdrawn",
            Self::Resolved => "resolved",
        }
    }

    /// From the database or a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }

    /// As staff read it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Fixed => "Fixed",
            Self::NotFixed => "Not fixed",
            Self::NotOurs => "Not ours",
            Self::Withdrawn => "Withdrawn",
            Self::Resolved => "Resolved at first contact",
        }
    }
}
