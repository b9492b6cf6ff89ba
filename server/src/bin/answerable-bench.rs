//! Measures beside something that does the least that could be done: ratios, never times that must hold.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use model::AuthorityId;
use server::platform::{Backend, Scope};
use server::{App, Clock, Db, Settings};
use sqlx::{Connection, Executor};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How many residents send at once.
const RESIDENTS: usize = 64;
/// How many rows bare databases write in one transaction: what group commit reaches with so many residents.
const BARE_BATCH: usize = 64;

#[expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]
fn now() -> Instant {
    Instant::now()
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    anyhow::ensure!(arguments.first().is_some_and(|name| name == "intake"), "there is one bench: intake");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(intake(has("--json"), if has("--quick") { 300 } else { 6000 }))
}

fn say(json: bool, what: &str, value: f64, unit: &str, beside: &str, beside_value: f64) {
    let ratio = value / beside_value;
    if json {
        let line = serde_json::json!({ "bench": "intake", "what": what, "value": value, "unit": unit, "beside": beside, "beside_value": beside_value, "ratio": ratio });
        println!("{line}");
    } else {
        println!("{what}: {value:.0} {unit}; {beside}: {beside_value:.0}; ratio {ratio:.2}");
    }
}

/// Durable requests a second over HTTP, beside the same rows written to the bare database; and how long a page takes meanwhile.
async fn intake(json: bool, n: u64) -> anyhow::Result<()> {
    let folder = tempfile_folder()?;
    let mut urls =
        vec![("SQLite", format!("sqlite:{}", folder.join("centre.sqlite").display()), format!("sqlite:{}", folder.join("bare.sqlite").display()))];
    if let Ok(postgres) = std::env::var("ANSWERABLE_TEST_POSTGRES") {
        let admin = |name: &'static str| {
            let postgres = postgres.clone();
            async move {
                sqlx::any::install_default_drivers();
                let mut admin = sqlx::AnyConnection::connect(&postgres).await?;
                admin.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
                anyhow::Ok(format!("{}/{name}", postgres.rsplit_once('/').map_or("", |(base, _)| base)))
            }
        };
        urls.push(("PostgreSQL", admin("bench_centre").await?, admin("bench_bare").await?));
    }
    for (name, centre, bare) in urls {
        let (rate, page_ms) = served(&centre, n).await?;
        let beside = bare_rate(&bare, n).await?;
        say(json, &format!("requests sent by form on {name}"), rate, "a second", "the same rows written bare", beside);
        say(
            json,
            &format!("home page on {name} with {RESIDENTS} residents sending, 95th percentile"),
            page_ms,
            "ms",
            "goal of a page at the server",
            20.0,
        );
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

fn tempfile_folder() -> anyhow::Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("answerable-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Sends forms that are filled in already, each by its own POST; how many a second were acknowledged.
async fn served(url: &str, n: u64) -> anyhow::Result<(f64, f64)> {
    let db = Db::open(url, &Clock::System).await?;
    let settings = Settings { base: "http://bench.test".to_owned(), demo: true, catalogue: "catalogue".into() };
    let holidays = server::read_holidays("demo/bank-holidays.toml".as_ref())?;
    let app = App::open(db, Clock::System, settings, holidays).await?;
    let data = std::env::temp_dir();
    server::demo::make(&app, "demo".as_ref(), &data).await?;
    let forms = Arc::new(fill_forms(&app, n).await?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move { axum::serve(listener, server::routes::router(app)).await });
    let next = Arc::new(AtomicU64::new(0));
    let begun = now();
    let mut residents = Vec::new();
    for _ in 0..RESIDENTS {
        let (forms, next, address) = (Arc::clone(&forms), Arc::clone(&next), address.clone());
        residents.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(&address).await?;
            while let Some(form) = forms.get(usize::try_from(next.fetch_add(1, Ordering::SeqCst))?) {
                let answer = exchange(&mut stream, &address, "POST", &format!("/oxmoor/form/{form}/check")).await?;
                anyhow::ensure!(answer == 303, "a form was answered with {answer}");
            }
            anyhow::Ok(())
        }));
    }
    let mut pages_ms = Vec::new();
    let mut stream = TcpStream::connect(&address).await?;
    while next.load(Ordering::SeqCst) < n {
        let asked = now();
        exchange(&mut stream, &address, "GET", "/oxmoor").await?;
        pages_ms.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    for resident in residents {
        resident.await??;
    }
    let rate = n as f64 / begun.elapsed().as_secs_f64();
    pages_ms.sort_by(f64::total_cmp);
    Ok((rate, pages_ms.get(pages_ms.len() * 95 / 100).copied().unwrap_or_default()))
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

/// One exchange over a kept connection; the status.
async fn exchange(stream: &mut TcpStream, address: &str, method: &str, path: &str) -> anyhow::Result<u16> {
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let (mut bytes, mut buffer) = (Vec::new(), [0u8; 16 * 1024]);
    loop {
        let n = stream.read(&mut buffer).await?;
        anyhow::ensure!(n > 0, "the server went away");
        bytes.extend_from_slice(&buffer[..n]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")).and_then(|length| length.parse().ok()).unwrap_or(0);
        if bytes.len() >= head.len() + 4 + length {
            return Ok(head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0));
        }
    }
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
