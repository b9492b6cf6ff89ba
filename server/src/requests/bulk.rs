//! One change to many requests at once, which can be undone for ten minutes.

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use model::RequestId;

use super::change::{apply, put_back};
use super::one::{change_of, who_can};
use super::store;
use super::store::write::{keep_undo, take_undo};
use crate::app::App;
use crate::platform::form::Fields;
use crate::platform::{Error, Result};
use crate::resident::see;
use crate::staff::{Act, SignedIn};

/// How long a bulk action can be undone.
const UNDO_MS: i64 = 10 * 60 * 1000;
/// How many requests one bulk action may touch.
const MANY_MAX: usize = 200;

/// `POST /requests/bulk`.
pub async fn bulk(Shared(app): Shared<App>, who: SignedIn, fields: Fields) -> Result<Response> {
    who.may(Act::WorkRequests)?;
    let ids: Vec<RequestId> = fields.all("id").iter().map(|id| RequestId::from(id.as_str())).collect();
    if ids.len() > MANY_MAX {
        return Err(Error::Bad(format!("At most {MANY_MAX} requests can be changed at once. Nothing was changed.")));
    }
    if ids.is_empty() {
        return Err(Error::Bad("Choose one request or more first. Nothing was changed.".to_owned()));
    }
    let change = change_of(&fields, &who)?;
    who_can(&app, &who, &change).await?;
    let (n, words) = (ids.len(), change.words());
    let (app_in, scope) = (app.clone(), who.scope());
    let undo = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut before = Vec::new();
                for id in ids {
                    let request = store::by_id_in(tx, &scope, &id).await?;
                    if !who.may_read_request(&request.team, request.sensitive) {
                        return Err(Error::NotFound);
                    }
                    apply(tx, &app_in, &scope, &id, request.edition, &change).await?;
                    if change.moves() {
                        before.push((id, request.edition + 1, request.standing()));
                    }
                }
                // What was written or sent cannot be taken back.
                if before.is_empty() {
                    return Ok(String::new());
                }
                keep_undo(tx, &scope, &who.staff, &change.words(), &before, UNDO_MS).await
            })
        })
        .await?;
    let done = if n == 1 { format!("1 request: {words}") } else { format!("{n} requests: {words}") };
    let query = serde_urlencoded::to_string([("done", done.as_str()), ("undo", undo.as_str())]).unwrap_or_default();
    Ok(see(format!("/requests?{query}")))
}

/// `POST /requests/undo/{id}`: puts back what nobody changed since; messages that were sent cannot be unsent.
pub async fn undo(Shared(app): Shared<App>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    who.may(Act::WorkRequests)?;
    let scope = who.scope();
    let (n, kept) = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (mut n, mut kept) = (0, 0);
                for (request, edition, before) in take_undo(tx, &scope, &who.staff, &id).await? {
                    match put_back(tx, &scope, &request, edition, &before).await {
                        Ok(()) => n += 1,
                        Err(Error::Conflict(_)) => kept += 1,
                        Err(error) => return Err(error),
                    }
                }
                Ok((n, kept))
            })
        })
        .await?;
    let mut words = format!("Undone for {n}");
    if kept > 0 {
        words.push_str(&format!("; {kept} were changed by somebody since and stay"));
    }
    let query = serde_urlencoded::to_string([("done", words)]).unwrap_or_default();
    Ok(see(format!("/requests?{query}")))
}
