//! `answerable check`: for people who write service files.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use server::knowledge::Library;

/// Checks service files and articles.
#[derive(Args)]
pub struct Check {
    /// The folder of the catalogue.
    #[arg(default_value = "catalogue")]
    path: PathBuf,
    /// One JSON object a line instead of words.
    #[arg(long)]
    json: bool,
    /// Prints the JSON Schema of a service file instead.
    #[arg(long)]
    schema: bool,
}

impl Check {
    /// Reads every file and says what is wrong; 2 when something is.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.schema {
            println!("{}", serde_json::to_string_pretty(&catalogue::json_schema())?);
            return Ok(ExitCode::SUCCESS);
        }
        anyhow::ensure!(self.path.is_dir(), "there is no folder {}", self.path.display());
        let library = Library::read(&self.path, &Library::default(), model::Millis(0));
        for wrong in &library.diagnostics {
            if self.json {
                let line =
                    serde_json::json!({ "path": wrong.path, "line": wrong.line, "column": wrong.column, "what": wrong.what, "hint": wrong.hint });
                println!("{line}");
            } else {
                println!("{wrong}");
            }
        }
        if !self.json {
            let (services, articles) = (library.catalogue.services.len(), library.catalogue.articles.len());
            println!("{services} services and {articles} articles are good; {} mistakes", library.diagnostics.len());
        }
        Ok(if library.diagnostics.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}
