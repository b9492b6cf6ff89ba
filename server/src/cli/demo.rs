//! `answerable demo`: a county on this machine, with people to be.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use server::App;
use tokio::net::TcpListener;

use super::{Where, serve};

/// Makes or goes on with the demonstration county.
#[derive(Args)]
pub struct Demo {
    /// Where its database and `demo-access.json` are.
    #[arg(long, default_value = "target/demo")]
    data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Another port.
    #[arg(long)]
    port: Option<u16>,
    /// The folder of the service files.
    #[arg(long, default_value = "catalogue")]
    catalogue: PathBuf,
    /// The folder of the demonstration's own data.
    #[arg(long, default_value = "demo")]
    county: PathBuf,
    /// A PostgreSQL database instead of a file.
    #[arg(long)]
    database: Option<String>,
    /// Does not open a browser.
    #[arg(long)]
    no_open: bool,
}

/// How often the demonstration looks whether a service file was changed.
const LOOK_EVERY: Duration = Duration::from_secs(2);

impl Demo {
    /// Serves until it is told to stop.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let mut listen = self.listen.clone();
        if let (Some(port), Some((host, _))) = (self.port, self.listen.rsplit_once(':')) {
            listen = format!("{host}:{port}");
        }
        let listener = TcpListener::bind(&listen).await?;
        let base = format!("http://{}", listener.local_addr()?);
        let place = Where {
            data: self.data.clone(),
            database: self.database,
            catalogue: self.catalogue.clone(),
            holidays: self.county.join("bank-holidays.toml"),
        };
        let app = place.app(&base, true).await?;
        let access = server::demo::make(&app, &self.county, &self.data).await?;
        println!("\nThe demonstration county is at {base}\n\nSign in as one of these people:\n");
        for person in &access.people {
            println!("  {:<15} {:<34} {}", person.role, format!("{} ({})", person.name, person.authority), person.sign_in);
        }
        println!("\nThese links are also in {}\n", self.data.join("demo-access.json").display());
        if !self.no_open && std::env::var_os("DISPLAY").is_some() {
            // A demonstration without a browser is no worse off: the address stands above.
            let _opened = std::process::Command::new("xdg-open").arg(&base).spawn();
        }
        watch(app.clone(), self.catalogue);
        serve::serve(listener, app).await
    }
}

/// Reads the catalogue again whenever one of its files changes.
fn watch(app: App, folder: PathBuf) {
    tokio::spawn(async move {
        let mut known = server::knowledge::fingerprint(&folder);
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let now = server::knowledge::fingerprint(&folder);
            if now != known {
                known = now;
                app.reload_library();
                println!("The catalogue was read again: {} mistakes", app.library().diagnostics.len());
            }
        }
    });
}
