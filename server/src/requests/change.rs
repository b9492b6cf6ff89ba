//! Changes to requests: each is on the timeline and on the record, and the resident is told of what concerns them.

use model::{Lang, RequestId, StaffId, TeamId};

use super::state::{Outcome, State};
use super::store::write::{Standing, stand};
use super::store::{self, Request};
use crate::app::App;
use crate::messages::{self, Carrier, Message};
use crate::people;
use crate::platform::words::say;
use crate::platform::{Result, Scope, Tx};

/// Something that staff do to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Words for colleagues.
    Note(String),
    /// Words for the resident.
    Message(String),
    /// Who works on it.
    Assign(Option<StaffId>),
    /// Another team.
    Team(TeamId),
    /// An open state.
    State(State),
    /// Its end; the reason is what the resident reads.
    Done(Outcome, Option<String>),
}

impl Change {
    /// Whether it changes where a request stands; a note or a message only adds to the timeline.
    pub fn moves(&self) -> bool {
        !matches!(self, Self::Note(_) | Self::Message(_))
    }

    /// What a list or an undo says of it.
    pub fn words(&self) -> String {
        match self {
            Self::Note(_) => "note added".to_owned(),
            Self::Message(_) => "message sent".to_owned(),
            Self::Assign(Some(_)) => "assigned".to_owned(),
            Self::Assign(None) => "given back".to_owned(),
            Self::Team(team) => format!("moved to {team}"),
            Self::State(state) => state.words().to_lowercase(),
            Self::Done(outcome, _) => outcome.words().to_lowercase(),
        }
    }
}

/// Makes a change to a request as it stood at `edition`.
pub async fn apply(tx: &mut Tx, app: &App, scope: &Scope, id: &RequestId, edition: i64, change: &Change) -> Result<()> {
    let request = store::by_id_in(tx, scope, id).await?;
    let now = tx.now;
    let standing = request.standing();
    let (standing, kind, public, words, data) = match change {
        Change::Note(words) => (None, "note", false, words.clone(), serde_json::json!({})),
        Change::Message(words) => (None, "message", true, words.clone(), serde_json::json!({})),
        Change::Assign(staff) => {
            (Some(Standing { assigned: staff.clone(), ..standing }), "assigned", false, String::new(), serde_json::json!({ "to": staff }))
        }
        Change::Team(team) => {
            let data = serde_json::json!({ "from": request.team, "to": team });
            (Some(Standing { team: team.clone(), assigned: None, ..standing }), "team", true, String::new(), data)
        }
        Change::State(state) => (Some(standing.open(*state)), "state", true, String::new(), serde_json::json!({ "state": state.as_str() })),
        Change::Done(outcome, reason) => {
            let data = serde_json::json!({ "state": "done", "outcome": outcome.as_str() });
            (Some(standing.done(*outcome, reason.clone(), now)), "state", true, reason.clone().unwrap_or_default(), data)
        }
    };
    if let Some(standing) = &standing {
        stand(tx, scope, id, edition, standing).await?;
    }
    store::add_event(tx, scope, id, kind, public, &words, &data).await?;
    if let Change::Done(Outcome::Fixed | Outcome::NotFixed | Outcome::NotOurs, _) | Change::Message(_) | Change::State(State::InProgress) = change {
        tell(tx, app, scope, &request, change).await?;
    }
    tx.record(scope, &format!("request.{kind}"), id.as_str(), data);
    Ok(())
}

/// Puts a request back to how it stood before a bulk action, unless somebody changed it since.
pub async fn put_back(tx: &mut Tx, scope: &Scope, id: &RequestId, edition: i64, before: &Standing) -> Result<()> {
    stand(tx, scope, id, edition, before).await?;
    let data = serde_json::json!({ "state": before.state, "outcome": before.outcome, "undone": true });
    store::add_event(tx, scope, id, "state", true, "", &data).await?;
    tx.record(scope, "request.undone", id.as_str(), data);
    Ok(())
}

/// Tells the person who asked, by the way they left, in their language. One message, one recipient.
async fn tell(tx: &mut Tx, app: &App, scope: &Scope, request: &Request, change: &Change) -> Result<()> {
    let Some(person) = &request.person else { return Ok(()) };
    let Some((carrier, to)) = people::store::reached_by(tx, scope, person).await? else { return Ok(()) };
    let lang: Lang = request.lang;
    let authority = app.authority(&scope.authority)?;
    let library = app.library();
    let title = library.catalogue.service(&request.service).map_or(request.service_title.as_str(), |service| service.title.get(lang));
    let (what, more) = match change {
        Change::Message(words) => (say(lang, "update-message", &[]), words.clone()),
        Change::State(_) => (say(lang, "track-state-in_progress", &[]), String::new()),
        Change::Done(outcome, reason) => (say(lang, &format!("track-state-{}", outcome.as_str()), &[]), reason.clone().unwrap_or_default()),
        _ => return Ok(()),
    };
    let link = format!("{}/{}/track?reference={}", app.settings.base, scope.authority, request.reference);
    let words = [
        ("reference", request.reference.as_str()),
        ("service", title),
        ("what", &what),
        ("more", &more),
        ("link", &link),
        ("phone", &authority.brand.phone),
        ("authority", authority.name.get(lang)),
    ];
    let message = Message {
        carrier,
        to,
        subject: if carrier == Carrier::Text { String::new() } else { say(lang, "update-subject", &words) },
        body: say(lang, if carrier == Carrier::Text { "update-text" } else { "update-email" }, &words),
        lang,
        person: Some(person.clone()),
        request: Some(request.id.clone()),
        sensitive: request.sensitive,
    };
    messages::send(tx, scope, &message).await?;
    Ok(())
}
