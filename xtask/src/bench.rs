//! `cargo xtask bench`: runs the measuring program that stands beside the server.

use std::process::ExitCode;

use crate::postgres::Cluster;
use crate::run::{cargo, shown};

/// Runs `answerable-bench` in release beside a throw-away PostgreSQL.
pub fn command(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let cluster = Cluster::start()?;
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "server", "--bin", "answerable-bench"]);
    if !quick {
        command.arg("--release");
    }
    shown(command.arg("--").args(arguments).env("ANSWERABLE_TEST_POSTGRES", &cluster.url))?;
    Ok(ExitCode::SUCCESS)
}
