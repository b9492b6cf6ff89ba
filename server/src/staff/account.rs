//! A member of staff's own page: their password, and where they are signed in.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::Lang;
use serde::Deserialize;

use super::role::SignedIn;
use super::session::{COOKIE, cookie_of, staff_page};
use super::{password, store};
use crate::app::App;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::day_and_time;
use crate::platform::{Error, Page, Result};
use crate::resident::see;

/// A place where somebody is signed in.
struct Place {
    since: String,
    seen: String,
    this: bool,
}

#[derive(Template)]
#[template(path = "staff/account.html")]
struct AccountPage {
    page: Page,
    wrong: String,
    places: Vec<Place>,
}

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /account`.
pub async fn page(State(app): State<App>, who: SignedIn, headers: HeaderMap, Query(done): Query<Done>) -> Result<Response> {
    show(&app, &who, &headers, done.done, String::new()).await
}

async fn show(app: &App, who: &SignedIn, headers: &HeaderMap, done: String, wrong: String) -> Result<Response> {
    let this = cookie_of(headers, COOKIE).unwrap_or_default();
    let sessions = store::sessions(&app.db, &who.scope(), &who.staff, &this, app.clock.now()).await?;
    let place = |(since, seen, this): (model::Millis, model::Millis, bool)| Place {
        since: day_and_time(Lang::En, since),
        seen: day_and_time(Lang::En, seen),
        this,
    };
    let mut page = staff_page(app, who, "/account", "Your account")?;
    page.flash = Some(done).filter(|done| !done.is_empty());
    page.error = !wrong.is_empty();
    html(&AccountPage { page, wrong, places: sessions.into_iter().map(place).collect() })
}

/// `POST /account`: a password of one's own, or the end of every other sign-in.
pub async fn act(State(app): State<App>, who: SignedIn, headers: HeaderMap, fields: Fields) -> Result<Response> {
    let this = cookie_of(&headers, COOKIE).unwrap_or_default();
    let done = match fields.get("act") {
        "others" => {
            app.db.write(move |tx| Box::pin(async move { store::end_others(tx, &who.scope(), &who.staff, &this).await })).await?;
            "You are signed in here alone now"
        }
        "password" => {
            let given = fields.values.get("password").and_then(|values| values.first()).cloned().unwrap_or_default();
            if let Err(wrong) = password::is_good(&given, &who.name) {
                let mut answer = show(&app, &who, &headers, String::new(), wrong.to_owned()).await?;
                *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(answer);
            }
            let hash = password::in_turn(move || password::hash(&given)).await??;
            app.db.write(move |tx| Box::pin(async move { store::set_password(tx, &who.scope(), &who.staff, &hash, &this).await })).await?;
            "Your password is kept, and every other sign-in of yours has ended"
        }
        _ => return Err(Error::NotFound),
    };
    let query = serde_urlencoded::to_string([("done", done)]).unwrap_or_default();
    Ok(see(format!("/account?{query}")))
}
