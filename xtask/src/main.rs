//! The commands of the house: `cargo demo`, `cargo verify`, `cargo xtask …`.

mod bench;
mod clients;
mod demo;
mod install;
mod postgres;
mod run;
mod tidy;
mod verify;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
cargo demo [--data DIR] [--listen ADDR] [--port N] [--no-open]
    sets everything up and serves the demonstration county
cargo verify
    format, clippy, tidy, every test on SQLite and PostgreSQL, browser walks
cargo xtask tidy
    the house's rules, from the text
cargo xtask web
    builds the styles and scripts that the server embeds
cargo xtask postgres COMMAND...
    runs a command beside a throw-away PostgreSQL, named in ANSWERABLE_TEST_POSTGRES
cargo xtask bench intake|pages [--json] [--quick]
    measures beside something that does the least that could be done";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("demo") => demo::demo(rest),
        Some("verify") => verify::verify(),
        Some("tidy") => tidy::command(),
        Some("web") => web::build().map(|()| ExitCode::SUCCESS),
        Some("postgres") => postgres::command(rest),
        Some("bench") => bench::command(rest),
        _ => {
            println!("{HELP}");
            Ok(ExitCode::from(2))
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("xtask: {error:#}");
        ExitCode::FAILURE
    })
}
