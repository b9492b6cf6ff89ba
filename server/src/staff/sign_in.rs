//! Coming in and going out: a one-time link, or e-mail address and password.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::password;
use super::role::{Act, Role};
use super::session::{COOKIE, cookie_of};
use super::store;
use crate::app::App;
use crate::platform::form::{Fields, inside};
use crate::platform::page::html;
use crate::platform::{Actor, Error, Page, Result, Scope};

/// Where to go once signed in.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "staff/sign_in.html")]
struct SignInPage {
    page: Page,
    next: String,
    email: String,
    wrong: &'static str,
}

fn plain(title: &str) -> Page {
    Page { title: title.to_owned(), lang: "en", here: "/sign-in".to_owned(), ..Page::default() }
}

/// `GET /sign-in`.
pub async fn page(Query(next): Query<Next>) -> Result<Response> {
    html(&SignInPage { page: plain("Sign in"), next: next.next, email: String::new(), wrong: "" })
}

/// The page that a role begins its day on.
pub fn first_page(role: Role) -> &'static str {
    if role.may(Act::HandleContacts) {
        "/desk"
    } else if role.may(Act::ReadRequests) {
        "/requests"
    } else if role.may(Act::Administer) {
        "/admin"
    } else {
        "/record"
    }
}

fn come_in(app: &App, secret: &str, next: &str) -> Response {
    let safe = if app.settings.base.starts_with("https://") { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{safe}", store::SESSION_MS / 1000);
    (StatusCode::SEE_OTHER, [(LOCATION, next.to_owned()), (SET_COOKIE, cookie)]).into_response()
}

/// `POST /sign-in`: e-mail address and password. Unknown people, wrong passwords and people who left are told the same, after the same work.
pub async fn with_password(State(app): State<App>, fields: Fields) -> Result<Response> {
    let email = fields.get("email").to_lowercase();
    let again = |wrong| {
        let mut page = plain("Sign in");
        page.error = true;
        let mut answer = html(&SignInPage { page, next: fields.get("next").to_owned(), email: email.clone(), wrong })?;
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(answer)
    };
    // The try counts before the password is looked at, so that many at once are not all looked at.
    let (tried, since) = (email.clone(), app.clock.now().plus(-password::TRIES_WITHIN_MS));
    let tries = app.db.write(move |tx| Box::pin(async move { store::note_try(tx, &tried, since).await })).await?;
    if tries > password::TRIES_MAX {
        return again("There were too many tries. Wait 15 minutes, or ask your administrator for a sign-in link.");
    }
    let found = store::by_email(&app.db, &email).await?;
    let hash = found.as_ref().and_then(|(_, hash)| hash.clone());
    let given = fields.values.get("password").and_then(|values| values.first()).cloned().unwrap_or_default();
    let right = password::in_turn(move || password::is_right(hash.as_deref(), &given)).await?;
    let Some((who, _)) = found.filter(|_| right) else {
        return again("The e-mail address or the password is not right. Check both and try again.");
    };
    let next = inside(fields.get("next")).unwrap_or_else(|| first_page(who.role)).to_owned();
    let known = email.clone();
    let secret = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::forget_tries(tx, &known).await?;
                store::start_session(tx, &who.scope(), &who.staff).await
            })
        })
        .await?;
    Ok(come_in(&app, &secret, &next))
}

/// `GET /sign-in/{secret}`: a one-time link. The page asks for a click, so that programs which look at links in letters do not use it up.
pub async fn link_page(State(app): State<App>, Path(secret): Path<String>, Query(next): Query<Next>) -> Result<Response> {
    if app.settings.demo {
        return use_link(&app, secret, &next.next).await;
    }
    #[derive(Template)]
    #[template(path = "staff/link.html")]
    struct LinkPage {
        page: Page,
        secret: String,
    }
    html(&LinkPage { page: plain("Sign in"), secret })
}

/// `POST /sign-in/{secret}`.
pub async fn with_link(State(app): State<App>, Path(secret): Path<String>) -> Result<Response> {
    use_link(&app, secret, "").await
}

async fn use_link(app: &App, secret: String, next: &str) -> Result<Response> {
    let used = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (authority, staff) = store::use_link(tx, &secret).await?;
                let scope = Scope { authority, actor: Actor::Staff(staff.clone()) };
                store::start_session(tx, &scope, &staff).await
            })
        })
        .await;
    let secret = match used {
        Err(Error::NotFound) => {
            return Err(Error::Bad("This sign-in link was used before or is too old. Ask your administrator for a new one.".to_owned()));
        }
        used => used?,
    };
    let who = store::session(&app.db, &secret, app.clock.now()).await?.ok_or(Error::NotFound)?;
    let next = inside(next).unwrap_or_else(|| first_page(who.role)).to_owned();
    Ok(come_in(app, &secret, &next))
}

/// `POST /sign-out`.
pub async fn out(State(app): State<App>, headers: axum::http::HeaderMap) -> Result<Response> {
    if let Some(secret) = cookie_of(&headers, COOKIE) {
        app.db.write(move |tx| Box::pin(async move { store::end_session(tx, &secret).await })).await?;
    }
    let gone = format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    Ok((StatusCode::SEE_OTHER, [(LOCATION, "/sign-in".to_owned()), (SET_COOKIE, gone)]).into_response())
}
