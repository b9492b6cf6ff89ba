//! Installing what is missing from Debian's packages, when we may.

use std::process::Command;

use anyhow::Context;

use crate::process;

/// Installs packages.
///
/// # Errors
/// When we are not root, there is no `apt-get`, or it fails; each says what to do by hand.
pub fn install(packages: &[&str]) -> anyhow::Result<()> {
    let by_hand = format!("install it by hand: apt-get install {}", packages.join(" "));
    anyhow::ensure!(process::is_root() && process::exists("apt-get"), "{by_hand}");
    println!("      installing {}", packages.join(" "));
    let mut update = Command::new("apt-get");
    process::output(update.args(["update", "-qq"])).with_context(|| by_hand.clone())?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    process::output(&mut install).with_context(|| by_hand.clone())?;
    Ok(())
}
