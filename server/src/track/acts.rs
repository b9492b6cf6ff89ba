//! What residents do on their request's page: say whether it is fixed, add words or a picture, take it back.

use axum::extract::{Path, State};
use axum::response::Response;

use super::page::open;
use crate::app::App;
use crate::files;
use crate::platform::form::Fields;
use crate::platform::words::say;
use crate::platform::{Actor, Error, Result, Scope, Tx};
use crate::requests::store::write::{Standing, stand};
use crate::requests::{Outcome, Request, State as RequestState, store};
use crate::resident::{Visit, see};

/// The longest words a resident can add, in characters.
const WORDS_MAX: usize = 2000;

/// `POST /{authority}/track/{reference}`.
pub async fn act(State(app): State<App>, visit: Visit, Path((_, reference)): Path<(String, String)>, mut fields: Fields) -> Result<Response> {
    let key = fields.get("key").to_owned();
    let request = open(&app, &visit, &reference, &key).await?;
    let mut scope = visit.scope();
    if let Some(person) = &request.person {
        scope.actor = Actor::Person(person.clone());
    }
    let words: String = fields.get("words").chars().take(WORDS_MAX).collect();
    let act = fields.get("act").to_owned();
    let picture = match fields.files.pop() {
        Some(upload) => {
            let taken = files::take_in_turn(upload.bytes).await?;
            Some((upload.name, taken.ok_or_else(|| Error::Bad(say(visit.lang, "photo-not-a-picture", &[])))?))
        }
        None => None,
    };
    app.db.write(move |tx| Box::pin(async move { write(tx, &scope, &request, &act, &words, picture).await })).await?;
    let query = serde_urlencoded::to_string([("key", key.as_str()), ("thanks", "yes")]).unwrap_or_default();
    Ok(see(format!("/{}/track/{reference}?{query}", visit.authority.id)))
}

async fn write(tx: &mut Tx, scope: &Scope, request: &Request, act: &str, words: &str, picture: Option<(String, files::Picture)>) -> Result<()> {
    let now = tx.now;
    // Read again: staff may have changed it since the page was shown, and a resident is never told to start over for that.
    let request = store::by_id_in(tx, scope, &request.id).await?;
    let answerable = matches!(request.outcome, Some(Outcome::Fixed | Outcome::NotFixed));
    let data = serde_json::json!({});
    let kind = match act {
        "fixed" if answerable => "confirmed",
        "partly" | "not_fixed" if answerable => {
            let standing = Standing { reopened_at: Some(now), ..request.standing().open(RequestState::New) };
            stand(tx, scope, &request.id, request.edition, &standing).await?;
            if act == "partly" { "partly" } else { "reopened" }
        }
        "withdraw" if request.state != RequestState::Done => {
            let standing = request.standing().done(Outcome::Withdrawn, None, now);
            stand(tx, scope, &request.id, request.edition, &standing).await?;
            "withdrawn"
        }
        "comment" if !words.is_empty() || picture.is_some() => "comment",
        "comment" => return Err(Error::Bad(say(request.lang, "error-nothing-written", &[]))),
        // A second click on a button whose work is done.
        "fixed" | "partly" | "not_fixed" | "withdraw" => return Ok(()),
        _ => return Err(Error::NotFound),
    };
    if kind != "comment" || !words.is_empty() {
        store::add_event(tx, scope, &request.id, kind, true, words, &data).await?;
    }
    if let Some((name, picture)) = picture {
        let kept = files::store::put(tx, scope, &name, &picture).await?;
        store::add_event(tx, scope, &request.id, "photo", true, "", &serde_json::json!({ "file": kept.id })).await?;
    }
    tx.record(scope, &format!("request.{kind}"), request.id.as_str(), data);
    Ok(())
}
