//! The record as auditors and administrators read it: ids and facts, newest first, and whether it is whole.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use model::Lang;
use serde::Deserialize;

use crate::app::App;
use crate::platform::page::html;
use crate::platform::words::day_and_time;
use crate::platform::{Page, Result, record};
use crate::staff::{Act, SignedIn, staff_page, store::members};

/// How many entries a page shows.
const ROWS_MAX: i64 = 100;

/// What is asked for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    before: Option<i64>,
    #[serde(default)]
    kind: String,
}

struct Row {
    seq: i64,
    when: String,
    kind: String,
    subject: String,
    actor: String,
    facts: String,
}

#[derive(Template)]
#[template(path = "record/page.html")]
struct RecordPage {
    page: Page,
    kind: String,
    rows: Vec<Row>,
    next: Option<i64>,
}

/// `GET /record`.
pub async fn page(State(app): State<App>, who: SignedIn, Query(asked): Query<Asked>) -> Result<Response> {
    who.may(Act::ReadRecord)?;
    let kind = Some(asked.kind.as_str()).filter(|kind| !kind.is_empty());
    let entries = record::before(app.db.read(), &who.authority, asked.before, kind, ROWS_MAX).await?;
    let staff = members(&app.db, &who.scope()).await?;
    let next = entries.last().filter(|_| entries.len() as i64 == ROWS_MAX).map(|entry| entry.seq);
    let rows = entries.into_iter().map(|entry| Row {
        seq: entry.seq,
        when: day_and_time(Lang::En, entry.at),
        kind: entry.kind,
        subject: entry.subject,
        actor: match entry.actor.strip_prefix("staff:").and_then(|id| staff.iter().find(|member| member.id.as_str() == id)) {
            Some(member) => member.name.clone(),
            None => entry.actor,
        },
        facts: entry.facts,
    });
    html(&RecordPage { page: staff_page(&app, &who, "/record", "Record")?, kind: asked.kind, rows: rows.collect(), next })
}
