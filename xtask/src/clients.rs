//! Clients that others wrote, against the real program: what they read and send must just work.

use std::process::Command;

use crate::install;
use crate::run::{cargo, root, shown};

/// Runs the Python tests in `tests/clients` in an environment of their own under `target`.
pub fn run() -> anyhow::Result<()> {
    shown(cargo().args(["build", "--package", "server", "--bin", "answerable", "--quiet"]))?;
    let (tests, home) = (root().join("tests/clients"), root().join("target/clients"));
    let make = || shown(Command::new("python3").args(["-m", "venv"]).arg(&home).stdout(std::process::Stdio::null()));
    if make().is_err() {
        install::packages(&["python3-venv"])?;
        make()?;
    }
    shown(Command::new(home.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", "-r"]).arg(tests.join("requirements.txt")))?;
    shown(Command::new(home.join("bin/python")).args(["-m", "unittest", "discover", "--start-directory"]).arg(tests))
}
