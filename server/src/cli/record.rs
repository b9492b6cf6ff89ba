//! `answerable record verify`: whether the record is as it was written.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::Where;

/// Looks after the record.
#[derive(Subcommand)]
pub enum Record {
    /// Reads every authority's chain from its start and recomputes each seal.
    Verify(Verify),
}

/// Reads every chain.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    place: Where,
    /// One JSON object a line instead of words.
    #[arg(long)]
    json: bool,
}

impl Record {
    /// 0 when every chain is whole, 2 when one is not.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Verify(verify) = self;
        let db = verify.place.db_there().await?;
        let mut whole = true;
        for found in server::platform::record::verify(db.read()).await? {
            whole &= found.broken.is_none();
            if verify.json {
                let broken = found.broken.as_ref().map(|(seq, why)| serde_json::json!({ "seq": seq, "why": why }));
                println!("{}", serde_json::json!({ "authority": found.authority, "entries": found.entries, "head": found.head, "broken": broken }));
            } else {
                match &found.broken {
                    None => println!("{}: {} entries, whole; the last seal is {}", found.authority, found.entries, found.head),
                    Some((seq, why)) => println!("{}: BROKEN at entry {seq}: {why}", found.authority),
                }
            }
        }
        Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}
