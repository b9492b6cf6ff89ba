//! Making a request: the one way in for every channel.

use catalogue::Answers;
use model::{ContactId, Lang, Millis, PersonId, RequestId, TeamId};

use super::store;
use crate::platform::chance::hash_of;
use crate::platform::{Result, Scope, Tx};

/// A request before it is made.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// The service's id.
    pub service: String,
    /// Its title in English, as it was then.
    pub service_title: String,
    /// The version of the file that asked the questions.
    pub version: String,
    /// What was answered.
    pub answers: Answers,
    /// One line for lists.
    pub summary: String,
    /// Whose it is to do.
    pub team: TeamId,
    /// `low`, `normal`, `high` or `urgent`.
    pub priority: String,
    /// How it came: `web`, `phone`, `desk`, …
    pub channel: String,
    /// The language it was asked in.
    pub lang: Lang,
    /// Who asks, if they said.
    pub person: Option<PersonId>,
    /// For whom they ask, if for another.
    pub represented: Option<PersonId>,
    /// The contact it came from.
    pub contact: Option<ContactId>,
    /// Where it is, in words.
    pub place: String,
    /// The place's postcode.
    pub postcode: String,
    /// Degrees north and east (WGS 84).
    pub point: Option<(f64, f64)>,
    /// Whether only its team and supervisors may read it.
    pub sensitive: bool,
    /// When it should be done.
    pub due_at: Option<Millis>,
    /// The secret of its tracking link; the database keeps only the hash.
    pub secret: String,
}

/// A request that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its id.
    pub id: RequestId,
    /// What the resident is told.
    pub reference: String,
}

/// Makes a request, its first event, its words for search and its entry on the record.
pub async fn create(tx: &mut Tx, scope: &Scope, new: &NewRequest) -> Result<Created> {
    let id = RequestId::from(tx.id());
    let reference = store::insert(tx, scope, &id, &hash_of(&new.secret), new).await?;
    store::index_words(tx, scope, &id, &[&new.summary, &new.place, &new.service_title, &new.postcode]).await?;
    store::add_event(tx, scope, &id, "received", true, "", &serde_json::json!({ "channel": new.channel })).await?;
    let facts = serde_json::json!({
        "service": new.service, "version": new.version, "team": new.team, "channel": new.channel,
        "priority": new.priority, "due_at": new.due_at, "contact": new.contact, "sensitive": new.sensitive,
    });
    tx.record(scope, "request.created", id.as_str(), facts);
    Ok(Created { id, reference })
}
