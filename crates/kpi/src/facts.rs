//! What measures are made of: facts from the record, nothing else.

use model::Millis;

/// Everything that was recorded for a period.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Contacts that began in the period.
    pub contacts: Vec<ContactFact>,
    /// Requests that were made or ended in the period, or were open in it.
    pub requests: Vec<RequestFact>,
    /// Searches and used articles of the period.
    pub knowledge: Vec<KnowledgeFact>,
}

/// A contact.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactFact {
    /// Its id.
    pub id: String,
    /// `phone`, `web`, `desk`, `email`, `chat`, `text`, `letter`, `api`, `open311`.
    pub channel: String,
    /// When it began.
    pub started: Millis,
    /// When it ended.
    pub ended: Option<Millis>,
    /// Whether everything was settled in it.
    pub resolved_first: Option<bool>,
    /// What caused it: `earlier_contact`, `letter`, `page`, `missed_job`; `none` when the person simply needed something.
    pub cause: Option<String>,
}

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestFact {
    /// Its id.
    pub id: String,
    /// The service's id.
    pub service: String,
    /// When it was made.
    pub created: Millis,
    /// When it should be done.
    pub due: Option<Millis>,
    /// When it ended.
    pub closed: Option<Millis>,
    /// How it ended.
    pub outcome: Option<String>,
    /// Whether the resident said that it was not done after all.
    pub reopened: bool,
}

/// A search, or an article that was used.
#[derive(Clone, Debug, PartialEq)]
pub struct KnowledgeFact {
    /// When.
    pub at: Millis,
    /// Whether anything was found.
    pub found: bool,
    /// Whether something was followed.
    pub followed: bool,
    /// Whether it helped, if anybody said.
    pub helped: Option<bool>,
}
