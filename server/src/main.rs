//! The program `answerable`.

mod cli;

use clap::Parser;

fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let run = async { cli::run(cli::Cli::parse()).await };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("the machine can start threads");
    match runtime.block_on(run) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("answerable: {error:#}");
            std::process::ExitCode::from(1)
        }
    }
}
