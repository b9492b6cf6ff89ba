//! How long pages take: for 200 residents at once, and for a team whose list holds a quarter of a million requests.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use model::AuthorityId;
use server::import::{Mapping, import};
use server::platform::Scope;

use crate::{Client, Figure, Place, now, percentile, serve};

/// How many residents are on the pages at once; each turns one page a second.
const RESIDENTS: usize = 200;
/// The pages that residents turn.
const PAGES: [&str; 5] = ["/oxmoor", "/oxmoor/missed-bin", "/oxmoor/search?q=bin+not+emptied", "/oxmoor/track", "/oxmoor/accessibility"];
/// The page that does nothing.
const BARE: &str = "/health/live";
/// What a team asks of its list.
const LISTS: [(&str, &str); 6] = [
    ("open", "/requests?team=any"),
    ("all", "/requests?team=any&state=any"),
    ("one service", "/requests?team=any&state=any&service=noise"),
    ("a common and a rare word", "/requests?team=any&state=any&q=noise+lamp4242"),
    ("two common words", "/requests?team=any&state=any&q=noise+street"),
    ("a reference that is not", "/requests?team=any&state=any&q=ZZZZ-9999"),
];

/// Page times beside a page that does nothing, and lists beside the goal of 100 ms.
pub async fn run(place: &Place, folder: &Path, rows: u64, seconds: u64) -> anyhow::Result<Vec<Figure>> {
    let (app, access, address) = serve(&place.centre).await?;
    let file = folder.join("casework.csv");
    std::fs::write(&file, casework(rows)?)?;
    let mapping = folder.join("casework.toml");
    std::fs::write(
        &mapping,
        "[columns]\nexternal_id = \"id\"\ncreated = \"made\"\nclosed = \"ended\"\nservice = \"type\"\nsummary = [\"type\", \"words\"]\n",
    )?;
    let report = import(&app.db, &Scope::system(AuthorityId::from("oxmoor")), &file, &Mapping::read(&mapping)?, false, |_| {}).await?;
    anyhow::ensure!(report.imported == rows, "{} of {rows} rows were imported", report.imported);

    let name = place.name;
    let bare_ms = residents(&address, BARE, seconds).await?;
    let mut figures = Vec::new();
    for page in PAGES {
        let page_ms = residents(&address, page, seconds.div_ceil(4)).await?;
        figures.push(Figure::new(
            format!("{page} on {name} for {RESIDENTS} residents, 95th percentile"),
            page_ms,
            "ms",
            "a page that does nothing",
            bare_ms,
        ));
    }
    let lead = access.people.iter().find(|one| one.role == "team_lead" && one.authority == "oxmoor").context("a team lead")?;
    let mut client = Client::new(&address).await?;
    let answer = client.ask("GET", lead.sign_in.trim_start_matches("http://bench.test")).await?.status;
    anyhow::ensure!(answer == 303, "signing in was answered with {answer}");
    for (what, path) in LISTS {
        let mut times_ms = Vec::new();
        for _ in 0..seconds * 2 {
            let asked = now();
            let answer = client.ask("GET", path).await?;
            anyhow::ensure!(answer.status == 200 && answer.bytes > 1000, "{path} was answered with {}", answer.status);
            times_ms.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
        figures.push(Figure::new(
            format!("list of {rows} requests on {name}, {what}, 95th percentile"),
            percentile(&mut times_ms, 95),
            "ms",
            "goal",
            100.0,
        ));
    }
    Ok(figures)
}

/// The 95th percentile of a page's time in milliseconds, with every resident turning a page a second, one after another.
async fn residents(address: &str, path: &'static str, seconds: u64) -> anyhow::Result<f64> {
    let begun = now();
    let mut all = Vec::new();
    for resident in 0..RESIDENTS {
        let address = address.to_owned();
        all.push(tokio::spawn(async move {
            let mut client = Client::new(&address).await?;
            let mut times_ms = Vec::new();
            for second in 0..seconds {
                let due = Duration::from_secs(second) + Duration::from_millis(1000 * resident as u64 / RESIDENTS as u64);
                tokio::time::sleep(due.saturating_sub(begun.elapsed())).await;
                let asked = now();
                let answer = client.ask("GET", path).await?;
                anyhow::ensure!(answer.status == 200, "{path} was answered with {}", answer.status);
                times_ms.push(asked.elapsed().as_secs_f64() * 1000.0);
            }
            anyhow::Ok(times_ms)
        }));
    }
    let mut times_ms = Vec::new();
    for resident in all {
        times_ms.extend(resident.await??);
    }
    Ok(percentile(&mut times_ms, 95))
}

/// A file of another system's requests: eight years, two in three ended.
fn casework(rows: u64) -> anyhow::Result<String> {
    let types = ["Noise", "Street light", "Housing", "Sanitation", "Graffiti", "Street tree", "Parking", "Water"];
    let mut text = String::from("id,made,ended,type,words\n");
    for n in 0..rows {
        let day = |n: u64| format!("20{:02}-{:02}-{:02}", 15 + n % 8, 1 + n / 8 % 12, 1 + n / 96 % 28);
        let ended = if n % 3 == 0 { String::new() } else { format!("20{:02}-01-01", 24 + n % 2) };
        writeln!(text, "R{n},{},{ended},{},Near lamp{} in the street by house {}", day(n), types[usize::try_from(n % 8)?], n % 5000, n % 700)?;
    }
    Ok(text)
}
