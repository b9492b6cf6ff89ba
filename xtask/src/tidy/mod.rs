//! The house's rules, checked from the text. A rule without a failing example in its own test is no rule.

mod depends;
mod files;
mod licences;
mod sql;
mod words;

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::run::root;

/// A file of the repository.
pub struct File {
    /// Relative to the root, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl File {
    #[cfg(test)]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    fn is(&self, ends: &[&str]) -> bool {
        ends.iter().any(|end| self.path.ends_with(end))
    }
}

/// A place where a rule is broken: path, line, why.
pub type Broken = (String, usize, String);
type Rule = fn(&[File]) -> Vec<Broken>;

/// Every rule.
fn all() -> Vec<Rule> {
    vec![
        files::begin_with_a_sentence,
        files::are_rooms,
        files::have_no_space_at_line_ends,
        files::link_to_files,
        files::are_compiled,
        depends::direction,
        depends::pure,
        depends::platform_knows_no_slice,
        depends::only_exports,
        sql::only_in_stores,
        sql::own_tables,
        sql::scoped,
        sql::portable_types,
        words::no_watching,
        words::no_hosts,
        words::no_sleeping_tests,
        words::no_inline_script,
    ]
}

fn read(root: &Path) -> anyhow::Result<Vec<File>> {
    let listed = Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).current_dir(root).output()?;
    anyhow::ensure!(listed.status.success(), "git could not list the files");
    let mut files = Vec::new();
    for path in String::from_utf8(listed.stdout)?.lines() {
        // What is no text (a picture) has no rules but that links may lead to it; what was just deleted is not there.
        match std::fs::read(root.join(path)) {
            Ok(bytes) => files.push(File { path: path.to_owned(), text: String::from_utf8(bytes).unwrap_or_default() }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(files)
}

/// Checks every rule; an error when one is broken, after all are said.
pub fn run() -> anyhow::Result<()> {
    let root = root();
    let files = read(&root)?;
    let mut broken: Vec<Broken> = all().iter().flat_map(|rule| rule(&files)).collect();
    broken.extend(licences::check(&root)?);
    broken.sort();
    for (path, line, why) in &broken {
        println!("{path}:{line}: {why}");
    }
    anyhow::ensure!(broken.is_empty(), "{} places break a rule", broken.len());
    Ok(())
}

/// `cargo xtask tidy`.
pub fn command() -> anyhow::Result<ExitCode> {
    run()?;
    println!("tidy: every rule holds");
    Ok(ExitCode::SUCCESS)
}
