//! Measures beside something that does the least that could be done: ratios, never times that must hold.

mod client;
mod intake;
mod pages;

use std::path::Path;
use std::time::Instant;

use client::Client;
use server::demo::Access;
use server::{App, Clock, Db, Settings};
use sqlx::{Connection, Executor};
use tokio::net::TcpListener;

/// A measured figure beside another.
pub struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    beside: &'static str,
    beside_value: f64,
}

impl Figure {
    /// A figure; `beside` says what the other one is.
    pub fn new(what: String, value: f64, unit: &'static str, beside: &'static str, beside_value: f64) -> Self {
        Self { what, value, unit, beside, beside_value }
    }

    fn say(&self, bench: &str, json: bool) {
        let Self { what, value, unit, beside, beside_value } = self;
        let ratio = value / beside_value;
        if json {
            let line = serde_json::json!({ "bench": bench, "what": what, "value": value, "unit": unit, "beside": beside, "beside_value": beside_value, "ratio": ratio });
            println!("{line}");
        } else {
            println!("{what}: {value:.2} {unit}; {beside}: {beside_value:.2}; ratio {ratio:.2}");
        }
    }
}

/// Where a bench runs: two empty databases of one kind.
pub struct Place {
    /// `SQLite` or `PostgreSQL`.
    pub name: &'static str,
    /// The centre's database.
    pub centre: String,
    /// One with nothing in it.
    pub bare: String,
}

/// The moment, for measuring.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]
pub fn now() -> Instant {
    Instant::now()
}

/// The value below which so many of a hundred lie.
pub fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get((values.len() * percent / 100).min(values.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let name = arguments.first().map(String::as_str).unwrap_or_default();
    anyhow::ensure!(["intake", "pages"].contains(&name), "name a bench: intake or pages");
    let (json, quick) = (has("--json"), has("--quick"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = std::env::temp_dir().join(format!("answerable-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        for place in places(&folder).await? {
            let figures = match name {
                "intake" => intake::run(&place, if quick { 300 } else { 6000 }).await?,
                _ => pages::run(&place, &folder, if quick { 2_000 } else { 250_000 }, if quick { 2 } else { 20 }).await?,
            };
            for figure in figures {
                figure.say(name, json);
            }
        }
        std::fs::remove_dir_all(folder)?;
        Ok(())
    })
}

async fn places(folder: &Path) -> anyhow::Result<Vec<Place>> {
    let file = |name: &str| format!("sqlite:{}", folder.join(name).display());
    let mut places = vec![Place { name: "SQLite", centre: file("centre.sqlite"), bare: file("bare.sqlite") }];
    if let Ok(postgres) = std::env::var("ANSWERABLE_TEST_POSTGRES") {
        sqlx::any::install_default_drivers();
        let mut admin = sqlx::AnyConnection::connect(&postgres).await?;
        let base = postgres.rsplit_once('/').map_or("", |(base, _)| base);
        for name in ["bench_centre", "bench_bare"] {
            admin.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        }
        places.push(Place { name: "PostgreSQL", centre: format!("{base}/bench_centre"), bare: format!("{base}/bench_bare") });
    }
    Ok(places)
}

/// Serves the demonstration county from a new database on a free port of this machine.
pub async fn serve(url: &str) -> anyhow::Result<(App, Access, String)> {
    let db = Db::open(url, &Clock::System).await?;
    let settings = Settings { base: "http://bench.test".to_owned(), demo: true, catalogue: "catalogue".into() };
    let holidays = server::read_holidays("demo/bank-holidays.toml".as_ref())?;
    let app = App::open(db, Clock::System, settings, holidays).await?;
    let access = server::demo::make(&app, "demo".as_ref(), &std::env::temp_dir()).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let serving = app.clone();
    tokio::spawn(async move { axum::serve(listener, server::routes::router(serving)).await });
    Ok((app, access, address))
}
