//! Debian's packages, installed when they are missing and we may.

use std::process::Command;

use crate::run::{is_there, shown};

/// Installs packages when we are root on a Debian; an error says what to do otherwise.
pub fn packages(names: &[&str]) -> anyhow::Result<()> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    anyhow::ensure!(root && is_there("apt-get"), "install these packages, then try again: {}", names.join(" "));
    eprintln!("installing {}", names.join(" "));
    shown(Command::new("apt-get").args(["update", "-qq"]))?;
    shown(
        Command::new("apt-get")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(names)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(std::process::Stdio::null()),
    )
}
