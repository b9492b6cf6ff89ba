//! Durable requests a second, beside the same rows written bare.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use model::AuthorityId;
use server::platform::{Backend, Scope};
use server::{App, Clock, Db};
use sqlx::{Connection, Executor};

use crate::{Client, Figure, Place, now, percentile, serve};

/// How many residents send at once.
const RESIDENTS: usize = 64;
/// How many rows bare databases write in one transaction: what group commit reaches with so many residents.
const BARE_BATCH: usize = 64;

/// Durable requests a second over HTTP, beside the same rows written to the bare database; and how long a page takes meanwhile.
pub async fn run(place: &Place, n: u64) -> anyhow::Result<Vec<Figure>> {
    let name = place.name;
    let (rate, page_ms) = served(&place.centre, n).await?;
    let beside = bare_rate(&place.bare, n).await?;
    Ok(vec![
        Figure::new(format!("requests sent by form on {name}"), rate, "a second", "the same rows written bare", beside),
        Figure::new(
            format!("home page on {name} with {RESIDENTS} residents sending, 95th percentile"),
            page_ms,
            "ms",
            "goal of a page at the server",
            20.0,
        ),
    ])
}

/// Sends forms that are filled in already, each by its own POST; how many a second were acknowledged.
async fn served(url: &str, n: u64) -> anyhow::Result<(f64, f64)> {
    let (app, _, address) = serve(url).await?;
    let forms = Arc::new(fill_forms(&app, n).await?);
    let next = Arc::new(AtomicU64::new(0));
    let begun = now();
    let mut residents = Vec::new();
    for _ in 0..RESIDENTS {
        let (forms, next, address) = (Arc::clone(&forms), Arc::clone(&next), address.clone());
        residents.push(tokio::spawn(async move {
            let mut client = Client::new(&address).await?;
            while let Some(form) = forms.get(usize::try_from(next.fetch_add(1, Ordering::SeqCst))?) {
                let answer = client.ask("POST", &format!("/oxmoor/form/{form}/check")).await?.status;
                anyhow::ensure!(answer == 303, "a form was answered with {answer}");
            }
            anyhow::Ok(())
        }));
    }
    let mut pages_ms = Vec::new();
    let mut client = Client::new(&address).await?;
    while next.load(Ordering::SeqCst) < n {
        let asked = now();
        client.ask("GET", "/oxmoor").await?;
        pages_ms.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    for resident in residents {
        resident.await??;
    }
    let rate = n as f64 / begun.elapsed().as_secs_f64();
    Ok((rate, percentile(&mut pages_ms, 95)))
}

/// Forms with every answer given, that wait to be sent.
async fn fill_forms(app: &App, n: u64) -> anyhow::Result<Vec<String>> {
    let scope = Scope::resident(AuthorityId::from("oxmoor"));
    let service = app.library().catalogue.service("dead-animal").cloned().ok_or_else(|| anyhow::anyhow!("no such service"))?;
    let mut forms = Vec::new();
    for _ in 0..n {
        let form = server::resident::draft::begin(app, &scope, &service, model::Lang::En, "web", None).await?;
        let mut draft = server::resident::draft::load(app, &scope, &form).await?;
        let place = catalogue::Place { words: "By the gate in Tinker Lane".to_owned(), lat: None, lon: None };
        draft.answers.0.insert("place".to_owned(), catalogue::Value::Place(place));
        draft.answers.0.insert("animal".to_owned(), catalogue::Value::Choice("wild".to_owned()));
        server::resident::draft::save(app, &scope, &draft).await?;
        forms.push(form);
    }
    Ok(forms)
}

/// Writes the rows of a sent form to a bare table of each kind, many a transaction: request, event, five words, contact, question, two of the record, draft.
async fn bare_rate(url: &str, n: u64) -> anyhow::Result<f64> {
    let db = Db::open(url, &Clock::System).await?;
    let full = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url.to_owned() };
    let mut bare = sqlx::AnyConnection::connect(&full).await?;
    if db.backend() == Backend::Sqlite {
        bare.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").await?;
    }
    bare.execute("CREATE TABLE bare (id TEXT NOT NULL PRIMARY KEY, authority TEXT NOT NULL, at BIGINT NOT NULL, words TEXT NOT NULL)").await?;
    let rows_each = 12;
    let begun = now();
    let mut written = 0u64;
    while written < n {
        bare.execute("BEGIN").await?;
        for _ in 0..BARE_BATCH.min(usize::try_from(n - written)?) {
            for row in 0..rows_each {
                sqlx::query("INSERT INTO bare (id, authority, at, words) VALUES ($1, $2, $3, $4)")
                    .bind(format!("{written:032}-{row}"))
                    .bind("oxmoor")
                    .bind(i64::try_from(written)?)
                    .bind("{\"place\":{\"type\":\"place\",\"value\":{\"words\":\"By the gate in Tinker Lane\"}},\"animal\":{\"type\":\"choice\",\"value\":\"wild\"}}")
                    .execute(&mut bare)
                    .await?;
            }
            written += 1;
        }
        bare.execute("COMMIT").await?;
    }
    Ok(n as f64 / begun.elapsed().as_secs_f64())
}
