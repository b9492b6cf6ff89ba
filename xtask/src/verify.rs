//! `cargo verify`: everything that must hold, in one command. The last lines say what failed and what could not be run.

use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::postgres::Cluster;
use crate::run::{cargo, is_there, root, shown};
use crate::{bench, clients, install, tidy, web};

/// Runs every step; later ones run even when an earlier one failed.
pub fn verify() -> anyhow::Result<ExitCode> {
    let mut failed: Vec<String> = Vec::new();
    let mut step = |name: &str, run: &mut dyn FnMut() -> anyhow::Result<()>| {
        println!("\n== {name}");
        let begun = now();
        match run() {
            Ok(()) => println!("== {name}: good, {} s", begun.elapsed().as_secs()),
            Err(error) => {
                println!("== {name}: FAILED, {} s: {error:#}", begun.elapsed().as_secs());
                failed.push(format!("{name}: {error:#}"));
            }
        }
    };
    step("format", &mut || shown(cargo().args(["fmt", "--all", "--check"])));
    step("styles and scripts", &mut web::build);
    step("clippy", &mut || shown(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])));
    step("tidy", &mut tidy::run);
    step("tests on SQLite and PostgreSQL", &mut tests);
    step("examples in docs", &mut || shown(cargo().args(["test", "--doc", "--workspace", "--quiet"])));
    step("browser walks", &mut walks);
    step("clients of others", &mut clients::run);
    for name in ["intake", "pages"] {
        step(&format!("bench of {name}, a short run"), &mut || bench::command(&[name.to_owned(), "--quick".to_owned()]).map(|_| ()));
    }
    println!();
    let missing = missing();
    for line in &missing {
        println!("VERIFY: NOT RUN: {line}");
    }
    if failed.is_empty() {
        println!("VERIFY: {} passed", if missing.is_empty() { "everything ran and" } else { "what ran" });
        return Ok(ExitCode::SUCCESS);
    }
    println!("VERIFY: {} FAILED", failed.len());
    for line in failed {
        println!("  {line}");
    }
    Ok(ExitCode::FAILURE)
}

/// Tests over files that are not part of the repository.
fn missing() -> Vec<String> {
    let mut missing = Vec::new();
    if !real_data().exists() {
        missing.push(format!("the import of a real file; put it at {} or name its folder in ANSWERABLE_SHARED_DATA", real_data().display()));
    }
    if !shared_data().join("open311-georeport-schema").exists() {
        missing.push("the check against Open311's own schemas".to_owned());
    }
    missing
}

/// Where public files are that tests read when they are there.
fn shared_data() -> std::path::PathBuf {
    std::env::var("ANSWERABLE_SHARED_DATA").map_or_else(|_| root().join("../shared/data"), std::path::PathBuf::from)
}

/// A public file of another system's requests.
fn real_data() -> std::path::PathBuf {
    shared_data().join("nyc-council-casework/nycomplaints_2015-2020.csv.gz")
}

#[expect(clippy::disallowed_methods, reason = "how long a step takes is for people to read, nothing hangs on it")]
fn now() -> Instant {
    Instant::now()
}

/// Every test, beside a PostgreSQL; without nextest plain `cargo test` does the same more slowly.
fn tests() -> anyhow::Result<()> {
    let cluster = Cluster::start()?;
    let mut command = cargo();
    if is_there("cargo-nextest") {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail", "--final-status-level", "fail"]);
    } else {
        command.args(["test", "--workspace", "--no-fail-fast"]);
    }
    shown(command.env("ANSWERABLE_TEST_POSTGRES", &cluster.url).env("ANSWERABLE_REQUIRE_POSTGRES", "1"))
}

/// A walk through the real pages in headless Chromium.
fn walks() -> anyhow::Result<()> {
    if !is_there("chromium") {
        install::packages(&["chromium"])?;
    }
    let tests = root().join("tests");
    shown(cargo().args(["build", "--package", "server", "--bin", "answerable", "--quiet"]))?;
    shown(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&tests))?;
    let mut files: Vec<_> = std::fs::read_dir(tests.join("walks"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "mjs"))
        .collect();
    files.sort();
    shown(Command::new("node").args(["--test", "--test-concurrency=1"]).args(files).current_dir(&tests))
}
