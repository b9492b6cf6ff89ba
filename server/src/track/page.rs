//! The page of a request: where it is, when the next step is expected, who has it, what happened.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use model::RequestId;
use serde::Deserialize;

use super::store;
use crate::app::App;
use crate::people;
use crate::platform::chance::hash_of;
use crate::platform::page::html;
use crate::platform::words::{day, day_and_time};
use crate::platform::{Error, Page, Result};
use crate::requests::store::Event;
use crate::requests::{self, Outcome, Request, State as Standing};
use crate::resident::Visit;

/// The key of the request's page, and whether something was just sent.
#[derive(Deserialize)]
pub struct Key {
    #[serde(default)]
    pub(super) key: String,
    #[serde(default)]
    thanks: String,
}

struct Step {
    words: String,
    class: &'static str,
}

struct Past {
    when: String,
    title: String,
    words: String,
    file: String,
}

#[derive(Template)]
#[template(path = "track/show.html")]
struct ShowPage {
    page: Page,
    request: Request,
    title: String,
    title_lang: &'static str,
    key: String,
    steps: Vec<Step>,
    state: String,
    due: String,
    late: bool,
    team: String,
    reason: String,
    past: Vec<Past>,
    reads: Vec<String>,
    is_done: bool,
    may_answer: bool,
    may_withdraw: bool,
}

/// A request, for whoever holds its key; without a key that fits it looks missing.
pub(super) async fn open(app: &App, visit: &Visit, reference: &str, key: &str) -> Result<Request> {
    let request = requests::store::by_reference(&app.db, &visit.scope(), reference).await?;
    let fits =
        !key.is_empty() && (hash_of(key) == request.secret_hash || store::is_key(&app.db, &visit.scope(), &request.id, key, app.clock.now()).await?);
    if fits { Ok(request) } else { Err(Error::NotFound) }
}

/// `GET /{authority}/track/{reference}?key=…`.
pub async fn show(State(app): State<App>, visit: Visit, Path((_, reference)): Path<(String, String)>, Query(key): Query<Key>) -> Result<Response> {
    let request = open(&app, &visit, &reference, &key.key).await?;
    let (lang, now, scope) = (visit.lang, app.clock.now(), visit.scope());
    let library = app.library();
    let service = library.catalogue.service(&request.service);
    let mut page = visit.page("");
    page.title = format!("{} {}", page.t("track-title"), request.reference);
    page.exit = request.sensitive;
    page.flash = (!key.thanks.is_empty()).then(|| page.t("track-thanks"));
    let state = page.t(&state_key(&request));
    let events = requests::store::events(&app.db, &scope, &request.id).await?;
    let past = events
        .iter()
        .rev()
        .filter(|event| event.public || event.actor_kind != "staff" && event.kind != "joined")
        .map(|event| told(event, &page))
        .collect();
    let reads = match &request.person {
        Some(person) => people::reads(&app.db, &scope, person).await?,
        None => Vec::new(),
    };
    html(&ShowPage {
        title: service.map_or(request.service_title.as_str(), |service| service.title.get(lang)).to_owned(),
        title_lang: service.map_or("en", |service| service.title.lang(lang).tag()),
        steps: steps(&request, &page),
        state,
        due: request.due_at.map_or_else(String::new, |due| day(lang, due.date())),
        late: request.state != Standing::Done && request.due_at.is_some_and(|due| due < now),
        team: visit.authority.team_name(&request.team, lang),
        reason: request.reason.clone().unwrap_or_default(),
        past,
        reads: reads.iter().map(|read| read.words(lang)).collect(),
        is_done: request.state == Standing::Done,
        may_answer: matches!(request.outcome, Some(Outcome::Fixed | Outcome::NotFixed)),
        may_withdraw: request.state != Standing::Done,
        key: key.key,
        request,
        page,
    })
}

fn state_key(request: &Request) -> String {
    format!("track-state-{}", request.outcome.map_or(request.state.as_str(), Outcome::as_str))
}

/// The steps of a parcel: received, in progress, done.
fn steps(request: &Request, page: &Page) -> Vec<Step> {
    let at = match request.state {
        Standing::New => 0,
        Standing::InProgress | Standing::Waiting => 1,
        Standing::Done => 2,
    };
    let middle = if request.state == Standing::Waiting { "track-state-waiting" } else { "track-state-in_progress" };
    let last = if request.state == Standing::Done { state_key(request) } else { "track-state-fixed".to_owned() };
    let step = |(n, key): (usize, &str)| Step {
        words: page.t(key),
        class: if n < at {
            "app-steps__step--past"
        } else if n == at {
            "app-steps__step--now"
        } else {
            ""
        },
    };
    ["track-state-new", middle, &last].into_iter().enumerate().map(step).collect()
}

fn told(event: &Event, page: &Page) -> Past {
    let text = |key: &str| event.data[key].as_str().unwrap_or_default().to_owned();
    let title = match event.kind.as_str() {
        "state" => {
            let outcome = text("outcome");
            page.t(&format!("track-state-{}", if outcome.is_empty() { text("state") } else { outcome }))
        }
        "passed" => page.t2("track-event-passed", "to", text("name"), "reference", text("reference")),
        kind => page.t(&format!("track-event-{kind}")),
    };
    Past { when: day_and_time(page.language(), event.at), title, words: event.words.clone(), file: text("file") }
}

/// `GET /{authority}/track/{reference}/files/{file}?key=…`: a picture that the resident added.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference, id)): Path<(String, String, String)>,
    Query(key): Query<Key>,
) -> Result<Response> {
    let request = open(&app, &visit, &reference, &key.key).await?;
    let request_id: RequestId = request.id;
    let ours = requests::store::events(&app.db, &visit.scope(), &request_id).await?.iter().any(|event| event.data["file"] == id.as_str());
    if !ours {
        return Err(Error::NotFound);
    }
    let bytes = crate::files::store::get(&app.db, &visit.scope(), &id).await?;
    Ok(([(CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}
