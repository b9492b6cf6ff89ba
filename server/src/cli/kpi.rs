//! `answerable kpi`: the measures for scripts, the same as on the pages.

use std::process::ExitCode;

use clap::Args;
use kpi::Period;
use model::AuthorityId;
use server::performance::{as_json, facts};
use server::platform::Scope;

use super::Where;

/// The measures of a time.
#[derive(Args)]
pub struct Kpi {
    #[command(flatten)]
    place: Where,
    /// The first day: 2026-03-01.
    #[arg(long)]
    from: jiff::civil::Date,
    /// The last day.
    #[arg(long)]
    to: jiff::civil::Date,
    /// One authority; every one when it is left out.
    #[arg(long)]
    authority: Option<String>,
    /// One JSON object a line instead of words.
    #[arg(long)]
    json: bool,
}

impl Kpi {
    /// Works out every measure.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let app = self.place.app_there().await?;
        let period = Period::new(self.from, self.to);
        anyhow::ensure!(self.from <= self.to, "the first day comes after the last");
        let authorities = app.authorities();
        let asked = self.authority.as_deref().map(AuthorityId::from);
        if let Some(asked) = &asked {
            anyhow::ensure!(authorities.contains_key(asked), "there is no authority {asked}");
        }
        for id in authorities.keys().filter(|id| asked.as_ref().is_none_or(|asked| asked == *id)) {
            let facts = facts(&app.db, &Scope::system(id.clone()), period).await?;
            for kpi in kpi::all() {
                let measure = (kpi.compute)(&facts, period);
                if self.json {
                    println!("{}", as_json(id.as_str(), kpi, &measure, period));
                } else {
                    let value = measure.value.map_or_else(|| "nothing to measure".to_owned(), |value| kpi.unit.words(value));
                    println!("{id:<18} {:<44} {value:>20}  of {}", kpi.title, measure.n);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
