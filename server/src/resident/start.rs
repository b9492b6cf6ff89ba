//! The first page of a service: what it is, what to have ready, other ways; and the button that begins it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use catalogue::{Audience, Service};

use super::draft;
use super::visit::Visit;
use crate::app::App;
use crate::platform::page::html;
use crate::platform::{Error, Page, Result};
use crate::staff::SignedIn;

#[derive(Template)]
#[template(path = "resident/start.html")]
struct Start {
    page: Page,
    service: Arc<Service>,
    words_lang: &'static str,
}

/// A redirect after a form was taken.
pub fn see(place: String) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response()
}

/// A service of this authority; staff services are there for its staff alone, and look missing to others.
pub fn service_of(app: &App, visit: &Visit, who: Option<&SignedIn>, id: &str) -> Result<Arc<Service>> {
    let service = app.library().catalogue.service(id).cloned().ok_or(Error::NotFound)?;
    let ours = who.is_some_and(|who| who.authority == visit.authority.id);
    if !visit.authority.gives(&service) || (service.audience == Audience::Staff && !ours) {
        return Err(Error::NotFound);
    }
    Ok(service)
}

/// `GET /{authority}/{service}`.
pub async fn start(State(app): State<App>, visit: Visit, Path((_, id)): Path<(String, String)>, who: Option<SignedIn>) -> Result<Response> {
    let service = service_of(&app, &visit, who.as_ref(), &id)?;
    let mut page = visit.page(service.title.get(visit.lang));
    page.exit = service.sensitive;
    html(&Start { page, words_lang: service.title.lang(visit.lang).tag(), service })
}

/// `POST /{authority}/{service}`: begins a form.
pub async fn begin(State(app): State<App>, visit: Visit, Path((authority, id)): Path<(String, String)>, who: Option<SignedIn>) -> Result<Response> {
    let service = service_of(&app, &visit, who.as_ref(), &id)?;
    let secret = draft::begin(&app, &visit.scope(), &service, visit.lang, "web", None).await?;
    Ok(see(format!("/{authority}/form/{secret}")))
}
