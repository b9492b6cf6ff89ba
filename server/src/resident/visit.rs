//! A resident's visit: whose pages, in which language.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query, RawPathParams};
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use model::{AuthorityId, Lang};
use serde::Deserialize;

use crate::admin::Authority;
use crate::app::App;
use crate::platform::form::inside;
use crate::platform::{Error, Page, Result, Scope};
use crate::staff::cookie_of;

const LANG_COOKIE: &str = "answerable_lang";

/// Whose pages a resident is on, and in which language.
#[derive(Clone)]
pub struct Visit {
    /// Whose pages.
    pub authority: Arc<Authority>,
    /// In which language.
    pub lang: Lang,
    /// The path that was asked for, with its query.
    pub here: String,
}

impl Visit {
    /// A page of this visit.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let other = match self.lang {
            Lang::En => Lang::Cy,
            Lang::Cy => Lang::En,
        };
        let to = serde_urlencoded::to_string([("to", &self.here)]).unwrap_or_default();
        Page {
            title: title.into(),
            lang: self.lang.tag(),
            brand: self.authority.brand(self.lang),
            here: self.here.clone(),
            other_lang_href: format!("/{}/language/{}?{to}", self.authority.id, other.tag()),
            ..Page::default()
        }
    }

    /// The scope of a resident who is not known yet.
    pub fn scope(&self) -> Scope {
        Scope::resident(self.authority.id.clone())
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
        let id = params.iter().find(|(name, _)| *name == "authority").map(|(_, id)| AuthorityId::from(id)).ok_or(Error::NotFound)?;
        Ok(Self {
            authority: app.authority(&id)?,
            lang: lang_of(parts.uri.query(), &parts.headers),
            here: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        })
    }
}

/// The language that the address (`lang=cy`) or else the cookie asks for.
pub fn lang_of(query: Option<&str>, headers: &HeaderMap) -> Lang {
    let asked = query.into_iter().flat_map(|query| query.split('&')).find_map(|pair| pair.strip_prefix("lang="));
    match asked {
        Some(tag) => Lang::from_tag(tag),
        None => Lang::from_tag(&cookie_of(headers, LANG_COOKIE).unwrap_or_default()),
    }
}

/// Where to go back to.
#[derive(Deserialize)]
pub struct To {
    #[serde(default)]
    to: String,
}

/// `GET /{authority}/language/{lang}`: keeps the language and goes back, only ever to a page of this authority.
pub async fn set_language(visit: Visit, Path((_, tag)): Path<(String, String)>, Query(to): Query<To>) -> Response {
    let home = format!("/{}", visit.authority.id);
    let ours = to.to == home || to.to.starts_with(&format!("{home}/")) || to.to.starts_with(&format!("{home}?"));
    let back = inside(&to.to).filter(|_| ours).map_or(home, str::to_owned);
    let cookie = format!("{LANG_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", Lang::from_tag(&tag).tag());
    (StatusCode::SEE_OTHER, [(LOCATION, back), (SET_COOKIE, cookie)]).into_response()
}
