//! The session cookie, and the bar that every staff page carries.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::COOKIE as COOKIE_HEADER;
use axum::http::request::Parts;
use model::Lang;

use super::role::{Act, SignedIn};
use super::store;
use crate::app::App;
use crate::platform::form::inside;
use crate::platform::{Error, NavItem, Page, Result, StaffBar};

/// The name of the session's cookie.
pub const COOKIE: &str = "answerable_session";

/// The value of one of our cookies.
pub fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE_HEADER).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

/// The page that a form was on, which can be shown again after signing in: browsers tell it to their own site.
fn page_before(headers: &HeaderMap) -> Option<String> {
    let page: axum::http::Uri = headers.get(axum::http::header::REFERER)?.to_str().ok()?.parse().ok()?;
    inside(page.path_and_query()?.as_str()).map(str::to_owned)
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let asked = if parts.method == axum::http::Method::GET {
            parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned()
        } else {
            page_before(&parts.headers).unwrap_or_else(|| "/".to_owned())
        };
        let Some(secret) = cookie_of(&parts.headers, COOKIE) else {
            return Err(Error::SignIn(asked));
        };
        store::session(&app.db, &secret, app.clock.now()).await?.ok_or(Error::SignIn(asked))
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        match cookie_of(&parts.headers, COOKIE) {
            Some(secret) => store::session(&app.db, &secret, app.clock.now()).await,
            None => Ok(None),
        }
    }
}

/// Where each part of the staff pages is, and who may go there.
const NAV: [(&str, &str, Act); 8] = [
    ("/desk", "Desk", Act::HandleContacts),
    ("/requests", "Requests", Act::ReadRequests),
    ("/people", "People", Act::ReadPeople),
    ("/knowledge", "Knowledge", Act::ReadRequests),
    ("/performance", "Performance", Act::ReadPerformance),
    ("/outbox", "Outbox", Act::ReadOutbox),
    ("/record", "Record", Act::ReadRecord),
    ("/admin", "Admin", Act::Administer),
];

/// A page for somebody signed in; `part` is the address of the navigation's entry it belongs to.
pub fn staff_page(app: &App, who: &SignedIn, part: &str, title: impl Into<String>) -> Result<Page> {
    let authority = app.authority(&who.authority)?;
    let nav = NAV.into_iter().filter(|(_, _, act)| who.role.may(*act));
    Ok(Page {
        title: title.into(),
        lang: "en",
        brand: authority.brand(Lang::En),
        here: part.to_owned(),
        staff: Some(StaffBar {
            name: who.name.clone(),
            role_words: who.role.words().to_owned(),
            authority_name: authority.name.en.clone(),
            nav: nav.map(|(href, words, _)| NavItem { href, words, current: href == part }).collect(),
        }),
        ..Page::default()
    })
}
