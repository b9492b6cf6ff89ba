//! Which crate may use which, and what a pure crate may never touch.

use super::{Broken, File};

/// What each crate may use of the house; a crate that is not here may be used by nobody.
const MAY_USE: &[(&str, &[&str])] = &[
    ("crates/model", &[]),
    ("crates/catalogue", &["model"]),
    ("crates/kpi", &["model"]),
    ("server", &["model", "catalogue", "kpi"]),
    ("xtask", &[]),
];
const OURS: &[&str] = &["model", "catalogue", "kpi", "server", "xtask"];

/// What touches the world: time, chance, files, the network, other tasks.
const IMPURE: &[&str] = &[
    "tokio",
    "sqlx",
    "axum",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "getrandom",
    "rand::",
    "async fn",
    "println!",
    "eprintln!",
];

/// Dependencies lead one way.
pub fn direction(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let crate_path = file.path.trim_end_matches("/Cargo.toml");
        let Some((_, may)) = MAY_USE.iter().find(|(path, _)| *path == crate_path) else {
            broken.push((file.path.clone(), 1, "say in xtask/src/tidy/depends.rs what this crate may use".to_owned()));
            continue;
        };
        for (n, line) in file.text.lines().enumerate() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if OURS.contains(&name) && !may.contains(&name) && line.contains("workspace") {
                broken.push((file.path.clone(), n + 1, format!("{crate_path} may not use {name}")));
            }
        }
    }
    broken
}

/// Pure crates are given what they need: facts in, decisions out.
pub fn pure(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("crates/") && file.path.contains("/src/") && file.is(&[".rs"])) {
        for (n, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for impure in IMPURE.iter().filter(|impure| line.contains(**impure)) {
                broken.push((file.path.clone(), n + 1, format!("a pure crate may not use {impure}: make it an argument")));
            }
        }
    }
    broken
}

/// The platform is what slices stand on; it knows none of them.
pub fn platform_knows_no_slice(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("server/src/platform/") && file.is(&[".rs"])) {
        for (n, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            if line.contains("crate::") && !line.contains("crate::platform") {
                broken.push((file.path.clone(), n + 1, "the platform may not use a slice".to_owned()));
            }
        }
    }
    broken
}

/// Of another slice only what its `mod.rs` exports: no private room of it, and of its store only what changes or reads whole things.
pub fn only_exports(files: &[File]) -> Vec<Broken> {
    let rooms: Vec<(String, String)> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix("server/src/")?.strip_suffix("/mod.rs").map(|slice| (slice.to_owned(), file.text.clone())))
        .filter(|(slice, _)| !slice.contains('/') && slice != "platform" && slice != "cli")
        .collect();
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("server/src/") && file.is(&[".rs"])) {
        let own = file.path["server/src/".len()..].split('/').next().unwrap_or_default();
        for (n, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (slice, exports) in rooms.iter().filter(|(slice, _)| slice != own) {
                for part in line.split(&format!("crate::{slice}::")).skip(1) {
                    let room: String = part.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
                    let hidden = exports.lines().any(|line| line == format!("mod {room};"));
                    if hidden {
                        broken.push((file.path.clone(), n + 1, format!("{slice}::{room} is {slice}'s own: ask what {slice} exports")));
                    }
                }
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_way_is_found() {
        let wrong = File::new("crates/model/Cargo.toml", "[dependencies]\nkpi.workspace = true\n");
        assert_eq!(direction(&[wrong]).len(), 1);
        assert_eq!(direction(&[File::new("crates/kpi/Cargo.toml", "model.workspace = true\n")]).len(), 0);
        assert_eq!(direction(&[File::new("crates/new/Cargo.toml", "")]).len(), 1);
    }

    #[test]
    fn a_platform_that_knows_a_slice_is_found() {
        assert_eq!(platform_knows_no_slice(&[File::new("server/src/platform/db.rs", "use crate::people;\n")]).len(), 1);
        assert_eq!(platform_knows_no_slice(&[File::new("server/src/platform/db.rs", "use crate::platform::Tx;\n// crate::people\n")]).len(), 0);
    }

    #[test]
    fn anothers_room_is_found() {
        let people = || File::new("server/src/people/mod.rs", "//! P.\nmod pages;\npub mod store;\n");
        let from = |line: &str| only_exports(&[people(), File::new("server/src/desk/acts.rs", line)]).len();
        assert_eq!((from("use crate::people::pages::show;"), from("use crate::people::store::peek;")), (1, 0));
    }

    #[test]
    fn an_impure_line_is_found() {
        assert_eq!(pure(&[File::new("crates/kpi/src/a.rs", "//! A.\nlet now = SystemTime::now();\n")]).len(), 1);
        assert_eq!(pure(&[File::new("crates/kpi/tests/a.rs", "let now = SystemTime::now();\n")]).len(), 0);
    }
}
