//! `servicerequestupdates`: what happened to requests, so that a report-it site can tell its people, and what its people say in turn.

use model::RequestId;

use super::Given;
use super::answer::{Fault, Node};
use super::asked::Asked;
use crate::app::App;
use crate::platform::{Scope, Tx};
use crate::requests::store::published::{Update, updates};
use crate::requests::store::write::{Standing, stand};
use crate::requests::{Outcome, State, store};

/// How far back updates are told when nothing is said: a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How many updates one answer holds.
const ROWS_MAX: i64 = 1000;
/// The longest words of an update, in characters.
const WORDS_MAX: usize = 2000;

/// `GET servicerequestupdates`.
pub async fn list(app: &App, asked: &Asked) -> Given {
    let authority = asked.authority(app)?;
    let scope = asked.known_client(app, &authority).await?;
    let to = asked.moment("end_date")?.unwrap_or_else(|| app.clock.now());
    let from = asked.moment("start_date")?.unwrap_or_else(|| to.plus(-DAY_MS));
    let found = updates(&app.db, &scope, from, to, ROWS_MAX).await?;
    let each = |update: Update| {
        let words = if update.words.is_empty() { update.outcome.map_or("", Outcome::words).to_owned() } else { update.words };
        Node::Object(vec![
            ("update_id", Node::text(update.id)),
            ("service_request_id", Node::text(update.reference)),
            ("status", Node::text(if update.done { "CLOSED" } else { "OPEN" })),
            ("updated_datetime", Node::moment(update.at)),
            ("description", Node::text(words)),
            ("media_url", Node::Nothing),
        ])
    };
    Ok(("service_request_updates", Node::List("request_update", found.into_iter().map(each).collect())))
}

/// `POST servicerequestupdates`: somebody's words about a request; `status=OPEN` for one that ended opens it again.
pub async fn add(app: &App, asked: &Asked) -> Given {
    let authority = asked.authority(app)?;
    let scope = asked.known_client(app, &authority).await?;
    let reference = asked.get("service_request_id").ok_or_else(|| Fault::bad("service_request_id was not provided."))?;
    let request = store::by_reference(&app.db, &scope, reference).await?;
    if request.sensitive {
        return Err(Fault::not_found("service_request_id: there is no such request."));
    }
    let words: String = asked.get("description").unwrap_or_default().chars().take(WORDS_MAX).collect();
    let again = match asked.get("status").map(str::to_uppercase).as_deref() {
        Some("OPEN") => request.state == State::Done,
        Some("CLOSED") | None => false,
        Some(_) => return Err(Fault::bad("status: OPEN and CLOSED are the only ones.")),
    };
    if words.is_empty() && !again {
        return Err(Fault::bad("description was not provided."));
    }
    // Their own id of the update, so that one that is sent again is not written twice.
    let theirs = asked.get("update_id").map(|id| id.chars().take(100).collect::<String>());
    let id = request.id;
    let key = app.db.write(move |tx| Box::pin(async move { write(tx, &scope, &id, &words, again, theirs).await })).await?;
    Ok(("service_request_updates", Node::List("request_update", vec![Node::Object(vec![("update_id", Node::text(key))])])))
}

async fn write(tx: &mut Tx, scope: &Scope, id: &RequestId, words: &str, again: bool, theirs: Option<String>) -> crate::platform::Result<String> {
    let request = store::by_id_in(tx, scope, id).await?;
    if let Some(theirs) = &theirs {
        let before = store::events_in(tx, scope, id).await?;
        if before.iter().any(|event| event.data["update_id"] == theirs.as_str()) {
            return Ok(theirs.clone());
        }
    }
    let key = theirs.unwrap_or_else(|| tx.id());
    let data = serde_json::json!({ "update_id": key });
    let again = again && matches!(request.outcome, Some(Outcome::Fixed | Outcome::NotFixed));
    if again {
        let standing = Standing { reopened_at: Some(tx.now), ..request.standing().open(State::New) };
        stand(tx, scope, id, request.edition, &standing).await?;
    }
    let kind = if again { "reopened" } else { "comment" };
    store::add_event(tx, scope, id, kind, true, words, &data).await?;
    tx.record(scope, &format!("request.{kind}"), id.as_str(), serde_json::json!({ "by": "open311" }));
    Ok(key)
}
