//! Check answers, and send.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::RequestId;

use super::draft::{self, Draft, For, makes_request};
use super::form::{Told, back_href, told};
use super::start::see;
use super::visit::Visit;
use crate::app::App;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::day;
use crate::platform::{Page, Result, Scope};
use crate::requests;

/// How near an open request of the same service must be to be shown as perhaps the same, in metres.
const NEAR_M: f64 = 100.0;

/// One line of the list of answers.
pub struct Line {
    /// The question.
    pub label: String,
    /// The answer in words.
    pub words: String,
    /// Where to change it.
    pub change: String,
}

/// An open request nearby; nothing of whoever reported it.
pub struct Near {
    /// Its id.
    pub id: RequestId,
    /// How far it is, rounded up to tens.
    pub metres: u32,
    /// The day it was made.
    pub day: String,
}

#[derive(Template)]
#[template(path = "resident/check.html")]
struct Check {
    page: Page,
    service_title: String,
    back: String,
    lines: Vec<Line>,
    details: Vec<Line>,
    near: Vec<Near>,
    /// What is told when nothing needs to be sent.
    settled: Option<Told>,
    button: String,
}

/// The answers in words, each with the link that changes it.
pub fn lines(draft: &Draft, lang: model::Lang, href: impl Fn(&str) -> String) -> Vec<Line> {
    catalogue::read_out(&draft.service, &draft.answers, draft.today)
        .into_iter()
        .map(|line| Line { label: line.label.get(lang).to_owned(), words: line.words.get(lang).to_owned(), change: href(&line.ask) })
        .collect()
}

/// `GET /{authority}/form/{form}/check`.
pub async fn check(State(app): State<App>, visit: Visit, Path((authority, form)): Path<(String, String)>) -> Result<Response> {
    let draft = draft::load(&app, &visit.scope(), &form).await?;
    let here = format!("/{authority}/form/{form}");
    let Some(outcome) = draft.outcome() else {
        return Ok(see(here));
    };
    if draft.sent.is_some() {
        return Ok(see(format!("{here}/done")));
    }
    if draft.service.contact == catalogue::ContactDetails::Required && draft.asks_details() && draft.details.is_empty() {
        return Ok(see(format!("{here}/your-details")));
    }
    let sends = makes_request(outcome.kind);
    let mut page = visit.page("");
    page.title = page.t(if sends { "check-title" } else { "check-settled-title" });
    page.exit = draft.service.sensitive;
    let details = if draft.asks_details() { details_lines(&page, &draft, &here) } else { Vec::new() };
    let back = if draft.asks_details() { format!("{here}/your-details") } else { back_href(&draft, &authority, "check") };
    html(&Check {
        service_title: draft.service.title.get(visit.lang).to_owned(),
        back,
        lines: lines(&draft, visit.lang, |ask| format!("{here}/{ask}")),
        details,
        near: if sends { near(&app, &visit.scope(), &draft, visit.lang).await? } else { Vec::new() },
        settled: if sends { None } else { outcome.tell.map(|tell| told(&app, tell, visit.lang)) },
        button: page.t(if sends { "check-send" } else { "continue" }),
        page,
    })
}

fn details_lines(page: &Page, draft: &Draft, here: &str) -> Vec<Line> {
    let parts = [("details-name", &draft.details.name), ("details-phone", &draft.details.phone), ("details-email", &draft.details.email)];
    let line = |(key, words): (&str, &String)| Line {
        label: page.t(key),
        words: if words.is_empty() { page.t("not-given") } else { words.clone() },
        change: format!("{here}/your-details"),
    };
    parts.into_iter().map(line).collect()
}

/// Open requests of the same service that may tell of the same thing.
pub async fn near(app: &App, scope: &Scope, draft: &Draft, lang: model::Lang) -> Result<Vec<Near>> {
    let Some(point) = draft.point().filter(|_| !draft.service.sensitive) else {
        return Ok(Vec::new());
    };
    let found = requests::nearby(&app.db, scope, &draft.service.id, point, NEAR_M).await?;
    let near = |(id, metres, at): (RequestId, f64, model::Millis)| Near {
        id,
        // To the nearest ten: no nearer than a neighbour could see.
        metres: ((metres / 10.0).ceil() as u32 * 10).max(10),
        day: day(lang, at.date()),
    };
    Ok(found.into_iter().map(near).collect())
}

/// The request nearby that was picked, if it is one of those that were offered.
pub async fn same_as(app: &App, scope: &Scope, draft: &Draft, id: &str) -> Result<Option<RequestId>> {
    let offered = near(app, scope, draft, draft.lang).await?;
    Ok(offered.into_iter().map(|near| near.id).find(|near| near.as_str() == id))
}

/// `POST /{authority}/form/{form}/check`: sends, once.
pub async fn send(State(app): State<App>, visit: Visit, Path((authority, form)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let draft = draft::load(&app, &visit.scope(), &form).await?;
    let here = format!("/{authority}/form/{form}");
    if draft.service.contact == catalogue::ContactDetails::Required && draft.asks_details() && draft.details.is_empty() && draft.sent.is_none() {
        return Ok(see(format!("{here}/your-details")));
    }
    let same_as = match fields.given("same_as") {
        Some(id) => same_as(&app, &visit.scope(), &draft, id).await?,
        None => None,
    };
    match draft::send(&app, &visit.scope(), &draft, For { same_as, ..For::default() }).await? {
        Some(_) => Ok(see(format!("{here}/done"))),
        None => Ok(see(here)),
    }
}
