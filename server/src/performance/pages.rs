//! The performance pages.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kpi::{Facts, Kpi, Measure, Period};
use serde::Deserialize;

use super::{chart, facts, last_month};
use crate::app::App;
use crate::knowledge::Library;
use crate::platform::page::html;
use crate::platform::words::day_and_time;
use crate::platform::{Error, Page, Result};
use crate::staff::{Act, SignedIn, staff_page};

/// The days that are asked for.
#[derive(Deserialize)]
pub struct Days {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// How many years one page may cover.
const DAYS_MAX: i32 = 3660;

/// Reads the days; the last 30 when none are given.
fn period(days: &Days, today: jiff::civil::Date) -> Result<Period> {
    let usual = last_month(today);
    let read = |text: &str, otherwise| {
        if text.is_empty() { Ok(otherwise) } else { text.parse().map_err(|_| Error::Bad("Write days as 2026-03-31.".to_owned())) }
    };
    let period = Period::new(read(&days.from, usual.from)?, read(&days.to, usual.to)?);
    let long = period.from.until(period.to).map_or(i32::MAX, |span| span.get_days());
    if period.to < period.from || long > DAYS_MAX {
        return Err(Error::Bad("The first day must come before the last, and ten years are the most.".to_owned()));
    }
    Ok(period)
}

/// A measure as a page shows it.
struct Shown {
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    value: String,
    interval: String,
    n: u64,
    chart: String,
    parts: Vec<(String, String, u64)>,
    trend: Vec<(String, String, u64)>,
}

/// What a part is called: a service by its title, anything else by its id as words.
fn part_name(library: &Library, part: &str) -> String {
    if let Some(service) = library.catalogue.service(part) {
        return service.title.en.clone();
    }
    // Imported services have no file; their ids are words.
    let mut words = part.replace(['-', '_'], " ").chars().collect::<Vec<char>>();
    if let Some(first) = words.first_mut() {
        *first = first.to_ascii_uppercase();
    }
    words.into_iter().collect()
}

fn shown(library: &Library, kpi: &Kpi, measure: &Measure) -> Shown {
    let mut parts: Vec<&kpi::Part> = measure.parts.iter().collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.n));
    let words = |value: Option<f64>| value.map_or_else(|| "nothing to measure".to_owned(), |value| kpi.unit.words(value));
    Shown {
        id: kpi.id,
        title: kpi.title,
        definition: kpi.definition,
        value: words(measure.value),
        interval: match (measure.low, measure.high) {
            (Some(low), Some(high)) => format!("95% sure that it is from {} to {}", kpi.unit.words(low), kpi.unit.words(high)),
            _ => String::new(),
        },
        n: measure.n,
        chart: chart::svg(&measure.trend, kpi.title),
        parts: parts.into_iter().map(|part| (part_name(library, &part.label), kpi.unit.words(part.value), part.n)).collect(),
        trend: measure.trend.iter().map(|point| (point.label.clone(), words(point.value), point.n)).collect(),
    }
}

#[derive(Template)]
#[template(path = "performance/page.html")]
struct PerformancePage {
    page: Page,
    period: Period,
    measures: Vec<Shown>,
}

/// `GET /performance`.
pub async fn page(State(app): State<App>, who: SignedIn, Query(days): Query<Days>) -> Result<Response> {
    who.may(Act::ReadPerformance)?;
    let period = period(&days, app.clock.now().date())?;
    let facts = facts(&app.db, &who.scope(), period).await?;
    let library = app.library();
    let measures = kpi::all().iter().map(|kpi| shown(&library, kpi, &(kpi.compute)(&facts, period))).collect();
    html(&PerformancePage { page: staff_page(&app, &who, "/performance", "Performance")?, period, measures })
}

#[derive(Template)]
#[template(path = "performance/one.html")]
struct OnePage {
    page: Page,
    period: Period,
    measure: Shown,
    behind: Vec<(String, String)>,
    more: usize,
}

/// How many of the contacts or requests behind a measure a page links to.
const BEHIND_MAX: usize = 200;

/// The link to one thing behind a measure, and its words.
fn behind(library: &Library, facts: &Facts, id: &str) -> Option<(String, String)> {
    let when = |at: model::Millis| day_and_time(model::Lang::En, at);
    let request = facts.requests.iter().find(|request| request.id == id);
    let request = request.map(|request| (format!("/requests/{id}"), format!("{}, {}", part_name(library, &request.service), when(request.created))));
    request.or_else(|| {
        let contact = facts.contacts.iter().find(|contact| contact.id == id)?;
        Some((format!("/desk/{id}"), format!("{}, {}", contact.channel, when(contact.started))))
    })
}

/// `GET /performance/{kpi}`: one measure with what is behind it.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<String>, Query(days): Query<Days>) -> Result<Response> {
    who.may(Act::ReadPerformance)?;
    let kpi = kpi::find(&id).ok_or(Error::NotFound)?;
    let period = period(&days, app.clock.now().date())?;
    let facts = facts(&app.db, &who.scope(), period).await?;
    let measure = (kpi.compute)(&facts, period);
    let library = app.library();
    let behind = measure.behind.iter().filter(|id| !id.is_empty()).take(BEHIND_MAX).filter_map(|id| behind(&library, &facts, id)).collect();
    html(&OnePage {
        page: staff_page(&app, &who, "/performance", kpi.title)?,
        period,
        more: measure.behind.len().saturating_sub(BEHIND_MAX),
        measure: shown(&library, kpi, &measure),
        behind,
    })
}

/// `GET /performance.csv`: every measure, its parts and its trend.
pub async fn csv(State(app): State<App>, who: SignedIn, Query(days): Query<Days>) -> Result<Response> {
    who.may(Act::ReadPerformance)?;
    let period = period(&days, app.clock.now().date())?;
    let facts = facts(&app.db, &who.scope(), period).await?;
    let head = ["measure", "row", "label", "value", "unit", "n", "low", "high"].map(str::to_owned).to_vec();
    let mut rows = vec![head];
    for kpi in kpi::all() {
        let measure = (kpi.compute)(&facts, period);
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.4}"));
        let unit = format!("{:?}", kpi.unit).to_lowercase();
        let mut row = |kind: &str, label: &str, value, n: u64, low, high| {
            rows.push(vec![
                kpi.id.to_owned(),
                kind.to_owned(),
                label.to_owned(),
                number(value),
                unit.clone(),
                n.to_string(),
                number(low),
                number(high),
            ]);
        };
        row("all", "", measure.value, measure.n, measure.low, measure.high);
        for part in &measure.parts {
            row("part", &part.label, Some(part.value), part.n, None, None);
        }
        for point in &measure.trend {
            row("trend", &point.label, point.value, point.n, None, None);
        }
    }
    let name = format!("attachment; filename=\"performance-{}-{}.csv\"", period.from, period.to);
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], kpi::to_csv(&rows)).into_response())
}
