//! `answerable serve`: a centre over HTTP, until it is told to stop.

use std::process::ExitCode;

use clap::Args;
use server::App;
use tokio::net::TcpListener;

use super::Where;

/// Serves a centre.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Where,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Where people reach it; what links in messages begin with.
    #[arg(long)]
    base: Option<String>,
}

impl Serve {
    /// Serves until it is told to stop.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let listener = TcpListener::bind(&self.listen).await?;
        let base = self.base.unwrap_or_else(|| format!("http://{}", listener.local_addr().map_or(self.listen, |address| address.to_string())));
        let app = self.place.app(&base, false).await?;
        println!("Serving on {base}");
        serve(listener, app).await
    }
}

/// Answers requests until Ctrl-C or SIGTERM; requests that are being answered are answered to their end.
pub async fn serve(listener: TcpListener, app: App) -> anyhow::Result<ExitCode> {
    server::sweep::start(app.clone());
    let stop = async {
        let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).expect("signals can be heard");
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = term.recv() => {}
        }
    };
    axum::serve(listener, server::routes::router(app)).with_graceful_shutdown(stop).await?;
    Ok(ExitCode::SUCCESS)
}
