//! `cargo demo`: everything set up, then the county is served.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use crate::run::{cargo, root, shown};
use crate::web;

/// Builds and becomes `answerable demo` with the same arguments.
pub fn demo(arguments: &[String]) -> anyhow::Result<ExitCode> {
    web::build()?;
    shown(cargo().args(["build", "--release", "--package", "server", "--bin", "answerable"]))?;
    let error = Command::new(root().join("target/release/answerable")).arg("demo").args(arguments).current_dir(root()).exec();
    Err(error.into())
}
