//! `answerable import requests`: a file of another system's requests.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use model::AuthorityId;
use server::import::{Mapping, import};
use server::platform::Scope;

use super::Where;

/// Takes data of other systems in.
#[derive(Subcommand)]
pub enum Import {
    /// Requests from a CSV or XLSX file.
    Requests(Requests),
}

/// Requests from a file. Nothing is imported when a row is bad, unless --keep-good is given.
#[derive(Args)]
pub struct Requests {
    /// The file: .csv, .csv.gz or .xlsx.
    file: PathBuf,
    /// Whose requests they are.
    #[arg(long)]
    authority: String,
    /// A TOML file that says which column is what; see docs/imports.md.
    #[arg(long)]
    mapping: PathBuf,
    /// One JSON object instead of words.
    #[arg(long)]
    json: bool,
    /// Imports the good rows even when others are bad.
    #[arg(long)]
    keep_good: bool,
    #[command(flatten)]
    place: Where,
}

/// How many bad rows are said one by one; --json says all.
const SAID_MAX: usize = 50;

impl Import {
    /// 0 when everything was imported, 2 when rows were bad.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Requests(asked) = self;
        let app = asked.place.app_there().await?;
        let id = AuthorityId::from(asked.authority.as_str());
        anyhow::ensure!(app.authority(&id).is_ok(), "there is no authority {id}");
        let mapping = Mapping::read(&asked.mapping)?;
        let bar = if asked.json { ProgressBar::hidden() } else { ProgressBar::no_length() };
        bar.set_style(ProgressStyle::with_template("{spinner} {human_pos} rows, {elapsed}")?);
        let shown = bar.clone();
        let report = import(&app.db, &Scope::system(id), &asked.file, &mapping, asked.keep_good, move |row| {
            if row % 1000 == 0 {
                shown.set_position(row);
            }
        })
        .await?;
        bar.finish_and_clear();
        if asked.json {
            println!("{}", serde_json::json!({ "rows": report.rows, "imported": report.imported, "bad": report.bad }));
        } else {
            for bad in report.bad.iter().take(SAID_MAX) {
                println!("row {}: {}", bad.row, bad.why);
            }
            if report.bad.len() > SAID_MAX {
                println!("and {} more; --json says all of them", report.bad.len() - SAID_MAX);
            }
            println!("{} rows read, {} requests imported, {} rows not taken", report.rows, report.imported, report.bad.len());
            if report.imported == 0 && !report.bad.is_empty() {
                println!("Nothing was imported. Mend these rows, or take the good ones with --keep-good.");
            }
        }
        Ok(if report.bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}
