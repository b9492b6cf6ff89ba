//! Rules of files: what they begin with, how long they are, where their links lead.

use super::{Broken, File};

/// The longest a file may be, in lines.
const LINES_MAX: usize = 500;
const SOURCES: &[&str] = &[".rs", ".ts", ".mjs", ".scss", ".html", ".ftl", ".sql"];

/// Each Rust module begins by saying what it is for.
pub fn begin_with_a_sentence(files: &[File]) -> Vec<Broken> {
    let silent = files.iter().filter(|file| file.is(&[".rs"]) && !file.text.starts_with("//!"));
    silent.map(|file| (file.path.clone(), 1, "begin with //! and what this room is for".to_owned())).collect()
}

/// A file has one purpose and can be read in one sitting.
pub fn are_rooms(files: &[File]) -> Vec<Broken> {
    let long = files.iter().filter(|file| file.is(SOURCES) && file.text.lines().count() > LINES_MAX);
    long.map(|file| (file.path.clone(), LINES_MAX, format!("{} lines: split it by purpose", file.text.lines().count()))).collect()
}

/// Spaces at line ends make changes that nobody made.
pub fn have_no_space_at_line_ends(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.is(SOURCES) || file.is(&[".md", ".toml"])) {
        for (n, _) in file.text.lines().enumerate().filter(|(_, line)| line.ends_with([' ', '\t'])) {
            broken.push((file.path.clone(), n + 1, "a space at the end of the line".to_owned()));
        }
    }
    broken
}

/// A link to a file leads to one.
pub fn link_to_files(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.is(&[".md"]) && !file.path.starts_with("catalogue/")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (n, line) in file.text.lines().enumerate() {
            for part in line.split("](").skip(1) {
                let link = part.split([')', '#']).next().unwrap_or_default();
                if link.is_empty() || link.contains("://") || link.starts_with("mailto:") {
                    continue;
                }
                let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
                for step in link.split('/') {
                    match step {
                        ".." => drop(path.pop()),
                        "." | "" => {}
                        step => path.push(step),
                    }
                }
                let path = path.join("/");
                let there = files.iter().any(|other| other.path == path || other.path.starts_with(&format!("{path}/")));
                if !there {
                    broken.push((file.path.clone(), n + 1, format!("there is no file {path}")));
                }
            }
        }
    }
    broken
}

/// A module that no other declares is never compiled, and its tests never run.
pub fn are_compiled(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.is(&[".rs"]) && (file.path.contains("/src/") || file.path.contains("/tests/"))) {
        let (folder, name) = file.path.rsplit_once('/').unwrap_or_default();
        let (folder, name) = match name.trim_end_matches(".rs") {
            "main" | "lib" | "build" => continue,
            "mod" => folder.rsplit_once('/').unwrap_or_default(),
            name => (folder, name),
        };
        // A test or program of its own is known to cargo by its place.
        if folder.ends_with("/tests") || folder.ends_with("/src/bin") {
            continue;
        }
        let parents = [format!("{folder}/mod.rs"), format!("{folder}/lib.rs"), format!("{folder}/main.rs"), format!("{folder}.rs")];
        let declared = files
            .iter()
            .filter(|other| parents.contains(&other.path))
            .any(|other| other.text.lines().any(|line| line.trim_start_matches("pub ").trim_start_matches("pub(crate) ") == format!("mod {name};")));
        if !declared {
            broken.push((file.path.clone(), 1, format!("nothing says \"mod {name};\", so this is never compiled")));
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_says_what_it_is_for() {
        assert_eq!(begin_with_a_sentence(&[File::new("a.rs", "fn main() {}")]).len(), 1);
        assert_eq!(begin_with_a_sentence(&[File::new("a.rs", "//! A room.\n")]).len(), 0);
    }

    #[test]
    fn a_long_file_is_no_room() {
        assert_eq!(are_rooms(&[File::new("a.rs", &"x\n".repeat(501))]).len(), 1);
        assert_eq!(are_rooms(&[File::new("a.rs", &"x\n".repeat(500))]).len(), 0);
    }

    #[test]
    fn spaces_at_line_ends_are_found() {
        assert_eq!(
            have_no_space_at_line_ends(&[File::new("a.md", "one \ntwo\n")]),
            [("a.md".to_owned(), 1, "a space at the end of the line".to_owned())]
        );
    }

    #[test]
    fn a_file_that_nobody_declares_is_found() {
        let main = || File::new("xtask/src/main.rs", "//! X.\nmod good;\npub mod folder;\n");
        let bad = |path: &str| are_compiled(&[main(), File::new(path, "")]).len();
        assert_eq!((bad("xtask/src/lost.rs"), bad("xtask/src/good.rs"), bad("xtask/src/folder/mod.rs")), (1, 0, 0));
    }

    #[test]
    fn a_link_to_nowhere_is_found() {
        let files = [File::new("docs/a.md", "[b](../b.md) [c](c.md) [d](https://d.example) ![e](e.png)"), File::new("b.md", "")];
        assert_eq!(link_to_files(&files).len(), 2);
    }
}
