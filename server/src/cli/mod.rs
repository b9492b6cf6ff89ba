//! The commands: one file each. Exit codes: 0 done, 1 could not be done, 2 done and something is wrong with what was looked at.

mod authority;
mod check;
mod demo;
mod import;
mod kpi;
mod record;
mod serve;
mod token;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use server::{App, Clock, Db, Settings};

/// The contact centre that a public authority can own.
#[derive(Parser)]
#[command(name = "answerable", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes the demonstration county, or goes on with it, and serves it.
    Demo(demo::Demo),
    /// Serves a centre.
    Serve(serve::Serve),
    /// Looks after the centre's authorities.
    #[command(subcommand)]
    Authority(authority::Authority),
    /// Checks service files and articles; says every mistake with file, line and column.
    Check(check::Check),
    /// Takes data of other systems in.
    #[command(subcommand)]
    Import(import::Import),
    /// Says the measures of a time.
    Kpi(kpi::Kpi),
    /// Looks after the keys of other systems.
    #[command(subcommand)]
    Token(token::Token),
    /// Looks after the record.
    #[command(subcommand)]
    Record(record::Record),
}

/// Which centre.
#[derive(Args, Clone)]
pub struct Where {
    /// The folder that holds the centre's database file.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// A PostgreSQL database instead: postgres://user@host/name.
    #[arg(long, env = "ANSWERABLE_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// The folder of the service files.
    #[arg(long, default_value = "catalogue")]
    catalogue: PathBuf,
    /// A file of bank holidays by nation.
    #[arg(long, default_value = "demo/bank-holidays.toml")]
    holidays: PathBuf,
}

impl Where {
    /// Opens a database that must be there: a slip in a path is no empty centre.
    async fn db_there(&self) -> anyhow::Result<Db> {
        let file = self.data.join("answerable.sqlite");
        anyhow::ensure!(self.database.is_some() || file.exists(), "there is no centre in {}: {} is missing", self.data.display(), file.display());
        self.db().await
    }

    /// Opens the centre, which must be there.
    async fn app_there(&self) -> anyhow::Result<App> {
        let holidays = server::read_holidays(&self.holidays)?;
        let settings = Settings { base: String::new(), demo: false, catalogue: self.catalogue.clone() };
        Ok(App::open(self.db_there().await?, Clock::System, settings, holidays).await?)
    }

    /// Opens the database, which is made when it is not there.
    async fn db(&self) -> anyhow::Result<Db> {
        let url = match &self.database {
            Some(url) => url.clone(),
            None => {
                std::fs::create_dir_all(&self.data)?;
                format!("sqlite:{}", self.data.join("answerable.sqlite").display())
            }
        };
        Db::open(&url, &Clock::System).await
    }

    /// Opens the centre.
    async fn app(&self, base: &str, demo: bool) -> anyhow::Result<App> {
        let holidays = server::read_holidays(&self.holidays)?;
        let settings = Settings { base: base.to_owned(), demo, catalogue: self.catalogue.clone() };
        Ok(App::open(self.db().await?, Clock::System, settings, holidays).await?)
    }
}

/// Does what was asked.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Demo(demo) => demo.run().await,
        Command::Serve(serve) => serve.run().await,
        Command::Authority(authority) => authority.run().await,
        Command::Check(check) => check.run(),
        Command::Import(import) => import.run().await,
        Command::Kpi(kpi) => kpi.run().await,
        Command::Token(token) => token.run().await,
        Command::Record(record) => record.run().await,
    }
}
