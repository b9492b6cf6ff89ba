//! Styles and scripts: built by npm from `web/` into `web/dist`.

use std::process::Command;

use crate::run::{is_there, root, shown};

/// Installs what `web/` needs and builds it.
pub fn build() -> anyhow::Result<()> {
    anyhow::ensure!(is_there("npm"), "npm is missing: install Node.js 20 or newer, then try again");
    let web = root().join("web");
    shown(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&web))?;
    shown(Command::new("npm").args(["run", "--silent", "build"]).current_dir(&web))?;
    shown(Command::new("npm").args(["run", "--silent", "check"]).current_dir(&web))
}
