//! Coming to a request without its link: reference, then a code by the way that was left.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use model::Lang;
use serde::Deserialize;

use super::store;
use crate::app::App;
use crate::messages::{self, Carrier, Message};
use crate::people;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::say;
use crate::platform::{Error, Page, Result, Scope, Tx};
use crate::requests::{self, Request};
use crate::resident::{Visit, see};

/// The reference that a link brings.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    reference: String,
}

#[derive(Template)]
#[template(path = "track/ask.html")]
struct AskPage {
    page: Page,
    reference: String,
    /// Whether a code may be on its way.
    sent: bool,
    wrong: String,
}

/// `GET /{authority}/track`.
pub async fn ask_page(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let page = visit.page("");
    let title = page.t("track-title");
    html(&AskPage { page: page.titled(title), reference: asked.reference, sent: false, wrong: String::new() })
}

/// `POST /{authority}/track`: sends a code. The answer is the same whether there is such a request or not.
pub async fn ask(State(app): State<App>, visit: Visit, fields: Fields) -> Result<Response> {
    let typed: String = fields.get("reference").chars().take(20).collect::<String>().to_uppercase();
    let reference = requests::store::reference_key(&typed).unwrap_or(typed);
    match requests::store::by_reference(&app.db, &visit.scope(), &reference).await {
        Ok(request) => {
            let (scope, lang) = (visit.scope(), visit.lang);
            app.db.write(move |tx| Box::pin(async move { send_code(tx, &scope, &request, lang).await })).await?;
        }
        // The same work is queued for a reference that is none, so that the time says nothing.
        Err(Error::NotFound) => app.db.write(|_| Box::pin(async { Ok(()) })).await?,
        Err(error) => return Err(error),
    }
    let page = visit.page("");
    let title = page.t("track-sent-title");
    html(&AskPage { page: page.titled(title), reference, sent: true, wrong: String::new() })
}

async fn send_code(tx: &mut Tx, scope: &Scope, request: &Request, lang: Lang) -> Result<()> {
    let Some(person) = &request.person else { return Ok(()) };
    let Some((carrier, to)) = people::store::reached_by(tx, scope, person).await? else { return Ok(()) };
    let Some(code) = store::make_code(tx, scope, &request.id).await? else { return Ok(()) };
    let message = Message {
        carrier,
        to,
        subject: if carrier == Carrier::Text { String::new() } else { say(lang, "track-code-subject", &[]) },
        body: say(lang, "track-code-message", &[("code", &code)]),
        lang,
        person: Some(person.clone()),
        request: Some(request.id.clone()),
        sensitive: request.sensitive,
    };
    messages::send(tx, scope, &message).await?;
    Ok(())
}

/// `POST /{authority}/track/code`: the code gives a key for an hour.
pub async fn enter(State(app): State<App>, visit: Visit, fields: Fields) -> Result<Response> {
    let reference = fields.get("reference").to_uppercase();
    let code: String = fields.get("code").chars().filter(char::is_ascii_digit).collect();
    let key = match requests::store::by_reference(&app.db, &visit.scope(), &reference).await {
        Ok(request) => {
            let scope = visit.scope();
            app.db.write(move |tx| Box::pin(async move { store::use_code(tx, &scope, &request.id, &code).await })).await?
        }
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    if let Some(key) = key {
        return Ok(see(format!("/{}/track/{reference}?key={key}", visit.authority.id)));
    }
    let mut page = visit.page("");
    page.title = page.t("track-sent-title");
    page.error = true;
    let wrong = page.t("track-code-wrong");
    html(&AskPage { page, reference, sent: true, wrong })
}
