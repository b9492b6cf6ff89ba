//! Searching and reading, for residents and for staff.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Json, Response};
use catalogue::{Article, Audience};
use model::{AuthorityId, ContactId, Lang};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::index::Hit;
use super::store;
use crate::admin::Authority;
use crate::app::App;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::{Error, Page, Result, Scope};
use crate::resident::{Visit, see};
use crate::staff::{Act, SignedIn, staff_page};

/// How many hits a page shows.
const HITS_MAX: usize = 12;
/// How many are looked at: most may be other authorities'.
const SOUGHT_MAX: usize = 400;

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
    #[serde(default)]
    thanks: String,
    /// The search that led here.
    #[serde(default)]
    from: String,
}

/// Something found.
#[derive(Clone, Serialize)]
pub struct Found {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// The language of its words.
    pub lang: &'static str,
    /// One sentence.
    #[serde(skip)]
    pub words: String,
    /// Whether it is a service; else an article.
    #[serde(skip)]
    pub is_service: bool,
    /// Its id.
    #[serde(skip)]
    pub id: String,
}

/// What an authority has that fits what was typed.
pub fn find(app: &App, authority: &Authority, lang: Lang, typed: &str, staff: bool) -> Vec<Found> {
    let library = app.library();
    let found = library.search(lang, typed, SOUGHT_MAX).into_iter().filter_map(|hit| match hit {
        Hit::Service(id) => {
            let service = library.catalogue.service(&id)?;
            let shown = authority.gives(service) && (staff || service.audience == Audience::Residents);
            shown.then(|| Found {
                title: service.title.get(lang).to_owned(),
                href: format!("/{}/{id}", authority.id),
                lang: service.title.lang(lang).tag(),
                words: service.description.get(lang).to_owned(),
                is_service: true,
                id: id.clone(),
            })
        }
        Hit::Article(id) => {
            let article = library.catalogue.article(&id)?;
            shows(authority, article, staff).then(|| Found {
                title: article.title.get(lang).to_owned(),
                href: format!("/{}/knowledge/{id}", authority.id),
                lang: article.title.lang(lang).tag(),
                words: article.summary.get(lang).to_owned(),
                is_service: false,
                id: id.clone(),
            })
        }
    });
    found.take(HITS_MAX).collect()
}

/// Whether an authority shows an article: its pack is one of theirs, and the staff's own are for staff.
fn shows(authority: &Authority, article: &Article, staff: bool) -> bool {
    authority.packs.contains(&article.pack) && (staff || article.pack != "staff")
}

/// Notes a search, unless nothing was typed; gives its id, which what is followed carries.
pub async fn note(app: &App, scope: Scope, channel: &'static str, typed: &str, hits: usize, contact: Option<ContactId>) -> Result<String> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    let query = typed.to_owned();
    app.db.write(move |tx| Box::pin(async move { store::note(tx, &scope, channel, &query, hits, contact.as_ref()).await })).await
}

#[derive(Template)]
#[template(path = "knowledge/search.html")]
struct SearchPage {
    page: Page,
    typed: String,
    services: Vec<Found>,
    articles: Vec<Found>,
    from: String,
}

/// `GET /{authority}/search`: services first, then articles. What is looked for is kept without who looked.
pub async fn search(State(app): State<App>, visit: Visit, Query(typed): Query<Typed>) -> Result<Response> {
    let typed: String = typed.q.trim().chars().take(200).collect();
    let found = find(&app, &visit.authority, visit.lang, &typed, false);
    let from = note(&app, visit.scope(), "web", &typed, found.len(), None).await?;
    let page = visit.page("");
    let title = page.t("search-title");
    let (services, articles) = found.into_iter().partition(|found| found.is_service);
    html(&SearchPage { page: page.titled(title), typed, services, articles, from })
}

/// `GET /{authority}/search.json`: the same while typing; not noted until one is followed, since half a word is no question.
pub async fn search_json(State(app): State<App>, visit: Visit, Query(typed): Query<Typed>) -> Response {
    let typed: String = typed.q.chars().take(200).collect();
    let mut found = find(&app, &visit.authority, visit.lang, &typed, false);
    let query = serde_urlencoded::to_string([("q", &typed)]).unwrap_or_default();
    for one in &mut found {
        one.href = format!("/{}/found/{}/{}?{query}", visit.authority.id, if one.is_service { "service" } else { "article" }, one.id);
    }
    Json(found).into_response()
}

/// `GET /{authority}/found/{what}/{id}?q=…`: follows a hit of the list that comes while typing; only then it is known what was looked for.
pub async fn found(
    State(app): State<App>,
    visit: Visit,
    Path((authority, what, id)): Path<(String, String, String)>,
    Query(typed): Query<Typed>,
) -> Result<Response> {
    let typed: String = typed.q.trim().chars().take(200).collect();
    let hits = find(&app, &visit.authority, visit.lang, &typed, false).len();
    let search = note(&app, visit.scope(), "web", &typed, hits, None).await?;
    go(State(app), visit, Path((authority, search, what, id))).await
}

/// `GET /{authority}/go/{search}/{what}/{id}`: follows a hit, and notes that it was followed.
pub async fn go(
    State(app): State<App>,
    visit: Visit,
    Path((authority, search, what, id)): Path<(String, String, String, String)>,
) -> Result<Response> {
    let (place, key) = match what.as_str() {
        "service" => (format!("/{authority}/{id}"), format!("service:{id}")),
        "article" => (format!("/{authority}/knowledge/{id}?from={search}"), format!("article:{id}")),
        _ => return Err(Error::NotFound),
    };
    let scope = visit.scope();
    app.db.write(move |tx| Box::pin(async move { store::follow(tx, &scope, &search, &key).await })).await?;
    Ok(see(place))
}

#[derive(Template)]
#[template(path = "knowledge/article.html")]
struct ArticlePage {
    page: Page,
    article: Arc<Article>,
    services: Vec<Found>,
    from: String,
}

/// `GET /{authority}/knowledge/{article}`.
pub async fn article(
    State(app): State<App>,
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
    Query(typed): Query<Typed>,
    who: Option<SignedIn>,
) -> Result<Response> {
    let library = app.library();
    let staff = who.is_some_and(|who| who.authority == visit.authority.id);
    let article = library.catalogue.article(&id).filter(|article| shows(&visit.authority, article, staff)).ok_or(Error::NotFound)?;
    let services = article.services.iter().filter_map(|id| library.catalogue.service(id)).filter(|service| visit.authority.gives(service));
    let services = services
        .map(|service| Found {
            title: service.title.get(visit.lang).to_owned(),
            href: format!("/{}/{}", visit.authority.id, service.id),
            lang: service.title.lang(visit.lang).tag(),
            words: String::new(),
            is_service: true,
            id: service.id.clone(),
        })
        .collect();
    let mut page = visit.page(article.title.get(visit.lang));
    page.flash = (!typed.thanks.is_empty()).then(|| page.t("article-thanks"));
    html(&ArticlePage { page, article: Arc::clone(article), services, from: typed.from })
}

/// `POST /{authority}/knowledge/{article}`: whether it answered the question.
pub async fn helped(State(app): State<App>, visit: Visit, Path((authority, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    if app.library().catalogue.article(&id).is_none() {
        return Err(Error::NotFound);
    }
    let helped = fields.get("helped") == "yes";
    let (scope, article, search) = (visit.scope(), id.clone(), fields.given("from").map(str::to_owned));
    app.db.write(move |tx| Box::pin(async move { store::helped(tx, &scope, "web", &article, helped, None, search.as_deref()).await })).await?;
    Ok(see(format!("/{authority}/knowledge/{id}?thanks=yes")))
}

#[derive(Template)]
#[template(path = "knowledge/staff.html")]
struct StaffPage {
    page: Page,
    typed: String,
    found: Vec<Found>,
    /// The search's id, which what is followed carries.
    from: String,
    home: AuthorityId,
    misses: Vec<(String, i64)>,
    staff_services: Vec<Found>,
}

/// `GET /schemas/service.json`: the JSON Schema of a service file, for editors that help whoever writes one.
pub async fn schema() -> Response {
    Json(catalogue::json_schema()).into_response()
}

/// `GET /knowledge`: for staff, with what residents looked for and did not find.
pub async fn for_staff(State(app): State<App>, who: SignedIn, Query(typed): Query<Typed>) -> Result<Response> {
    who.may(Act::ReadRequests)?;
    const MONTH_MS: i64 = 30 * 24 * 60 * 60 * 1000;
    let authority = app.authority(&AuthorityId::from(who.authority.as_str()))?;
    let since = app.clock.now().plus(-MONTH_MS);
    let misses = store::misses(&app.db, &who.scope(), since).await?;
    let own = crate::resident::services_of(&app, &authority, Audience::Staff);
    let found = find(&app, &authority, Lang::En, &typed.q, true);
    html(&StaffPage {
        page: staff_page(&app, &who, "/knowledge", "Knowledge")?,
        from: note(&app, who.scope(), "staff", &typed.q, found.len(), None).await?,
        home: authority.id.clone(),
        found,
        typed: typed.q,
        misses,
        staff_services: own
            .iter()
            .map(|service| Found {
                title: service.title.en.clone(),
                href: format!("/{}/{}", authority.id, service.id),
                lang: "en",
                words: service.description.en.clone(),
                is_service: true,
                id: service.id.clone(),
            })
            .collect(),
    })
}
