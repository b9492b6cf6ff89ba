//! The licences of everything that is built in: each must allow distribution under MIT.

use std::path::Path;

use super::Broken;
use crate::run::cargo;

/// The licences that we may build on.
const GOOD: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "MPL-2.0",
    "CC0-1.0",
    "0BSD",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "Unlicense",
];

/// Whether a licence expression (SPDX) can be met with good licences alone.
fn is_good(expression: &str) -> bool {
    let flat = expression.replace('/', " OR ").replace(['(', ')'], " ");
    // Brackets only ever stand around alternatives in what we depend on, so every AND part needs one good alternative.
    flat.split(" AND ").all(|part| part.split(" OR ").any(|one| GOOD.contains(&one.trim())))
}

/// Asks cargo for every package and complains of each that may not be built in.
pub fn check(root: &Path) -> anyhow::Result<Vec<Broken>> {
    let output = cargo().args(["metadata", "--format-version", "1", "--locked"]).output()?;
    anyhow::ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let mut broken = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let licence = package["license"].as_str().unwrap_or("none named");
        if !is_good(licence) {
            broken.push(("Cargo.lock".to_owned(), 1, format!("{}: its licence is {licence}", package["name"])));
        }
    }
    for lock in ["web/package-lock.json", "tests/package-lock.json"] {
        broken.extend(packages(lock, &serde_json::from_str(&std::fs::read_to_string(root.join(lock))?)?));
    }
    Ok(broken)
}

/// The packages of an npm lock file whose licence does not fit.
fn packages(path: &str, lock: &serde_json::Value) -> Vec<Broken> {
    let all = lock["packages"].as_object().into_iter().flatten().filter(|(name, _)| !name.is_empty());
    let bad = all.filter_map(|(name, package)| {
        let licence = package["license"].as_str().unwrap_or("none named");
        (!is_good(licence)).then(|| (path.to_owned(), 1, format!("{name}: its licence is {licence}")))
    });
    bad.collect()
}

#[cfg(test)]
mod tests {
    use super::{is_good, packages};

    #[test]
    fn packages_of_npm_are_read() {
        let lock = serde_json::json!({ "packages": { "": {}, "node_modules/a": { "license": "MIT" }, "node_modules/b": { "license": "GPL-3.0" }, "node_modules/c": {} } });
        let found: Vec<String> = packages("web/package-lock.json", &lock).into_iter().map(|(_, _, why)| why).collect();
        assert_eq!(found, ["node_modules/b: its licence is GPL-3.0", "node_modules/c: its licence is none named"]);
    }

    #[test]
    fn expressions_are_read() {
        for good in ["MIT", "MIT OR GPL-3.0", "Apache-2.0/MIT", "(MIT OR Apache-2.0) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception OR MIT"] {
            assert!(is_good(good), "{good}");
        }
        for bad in ["GPL-3.0", "none named", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND AGPL-3.0-only"] {
            assert!(!is_good(bad), "{bad}");
        }
    }
}
