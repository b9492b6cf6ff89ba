//! The front door, an authority's home page, and what stands still: brand, wards, statements.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use catalogue::{Audience, Service};
use model::Lang;

use super::visit::Visit;
use crate::admin::{Authority, Disruption};
use crate::app::App;
use crate::platform::page::html;
use crate::platform::{Page, Result};

/// How many services the home page shows: the most asked.
const POPULAR_MAX: usize = 8;

#[derive(Template)]
#[template(path = "resident/front_door.html")]
struct FrontDoor {
    page: Page,
    authorities: Vec<Arc<Authority>>,
}

/// `GET /`: the authorities that share this centre.
pub async fn front_door(State(app): State<App>) -> Result<Response> {
    let page = Page { title: "Choose your council or police force".to_owned(), lang: "en", here: "/".to_owned(), ..Page::default() };
    html(&FrontDoor { page, authorities: app.authorities().values().cloned().collect() })
}

/// A link to a service or an article.
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub words: String,
    /// The language of these words.
    pub lang: &'static str,
}

impl Link {
    /// To a service of an authority.
    pub fn to_service(authority: &Authority, service: &Service, lang: Lang) -> Self {
        Self {
            href: format!("/{}/{}", authority.id, service.id),
            title: service.title.get(lang).to_owned(),
            words: service.description.get(lang).to_owned(),
            lang: service.title.lang(lang).tag(),
        }
    }
}

/// Services under the heading that the catalogue gives them.
pub struct Group {
    /// The heading.
    pub title: String,
    /// The services, by title.
    pub links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "resident/home.html")]
struct Home {
    page: Page,
    popular: Vec<Link>,
    groups: Vec<Group>,
    disruptions: Vec<Disruption>,
}

/// The services that an authority gives to residents, by title.
pub fn services_of(app: &App, authority: &Authority, audience: Audience) -> Vec<Arc<Service>> {
    let library = app.library();
    let mut services: Vec<_> =
        library.catalogue.services.values().filter(|service| service.audience == audience && authority.gives(service)).cloned().collect();
    services.sort_by(|one, other| one.title.en.cmp(&other.title.en));
    services
}

/// Services under their headings, headings by name.
pub fn grouped(authority: &Authority, services: &[Arc<Service>], lang: Lang) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for service in services {
        let title = service.category.get(lang);
        let link = Link::to_service(authority, service, lang);
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.links.push(link),
            None => groups.push(Group { title: title.to_owned(), links: vec![link] }),
        }
    }
    groups.sort_by(|one, other| one.title.cmp(&other.title));
    groups
}

/// `GET /{authority}`: search, the services most asked for, what is disrupted today, and everything by heading.
pub async fn home(State(app): State<App>, visit: Visit) -> Result<Response> {
    let services = services_of(&app, &visit.authority, Audience::Residents);
    let popular = services.iter().filter(|service| service.popular).take(POPULAR_MAX);
    html(&Home {
        page: visit.page(visit.authority.name.get(visit.lang)).with(&["search.js"], &[]),
        popular: popular.map(|service| Link::to_service(&visit.authority, service, visit.lang)).collect(),
        groups: grouped(&visit.authority, &services, visit.lang),
        disruptions: visit.authority.disruptions.clone(),
    })
}

/// `GET /{authority}/brand.css`: the authority's colour.
pub async fn brand_css(visit: Visit) -> Response {
    let css = format!(":root{{--brand:{};--brand-ink:#ffffff}}", visit.authority.brand.colour);
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=60")], css).into_response()
}

/// `GET /{authority}/logo`: the picture in the header, a JPEG.
pub async fn logo(State(app): State<App>, visit: Visit) -> Result<Response> {
    let id = visit.authority.brand.logo.clone().ok_or(crate::platform::Error::NotFound)?;
    let bytes = crate::files::store::get(&app.db, &visit.scope(), &id).await?;
    Ok(([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "public, max-age=300")], bytes).into_response())
}

/// `GET /{authority}/wards.geojson`: the shapes under the map.
pub async fn wards(State(app): State<App>, visit: Visit) -> Result<Response> {
    let geojson = crate::places::store::wards(&app.db, &visit.scope()).await?;
    Ok(([(CONTENT_TYPE, "application/geo+json"), (CACHE_CONTROL, "public, max-age=300")], geojson).into_response())
}

#[derive(Template)]
#[template(path = "resident/statement.html")]
struct Statement {
    page: Page,
    key: &'static str,
}

/// `GET /{authority}/accessibility`.
pub async fn accessibility(visit: Visit) -> Result<Response> {
    let page = visit.page("");
    let title = page.t("accessibility-title");
    html(&Statement { page: page.titled(title), key: "accessibility" })
}

/// `GET /{authority}/privacy`.
pub async fn privacy(visit: Visit) -> Result<Response> {
    let page = visit.page("");
    let title = page.t("privacy-title");
    html(&Statement { page: page.titled(title), key: "privacy" })
}

/// `GET /health/ready`: whether the database answers.
pub async fn ready(State(app): State<App>) -> Result<&'static str> {
    app.db.write(|_| Box::pin(async { Ok(()) })).await?;
    Ok("ready")
}
