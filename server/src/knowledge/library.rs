//! The catalogue, read from its folder; a broken file keeps its last good version in use.

use std::path::Path;
use std::sync::Arc;

use catalogue::{Catalogue, Diagnostic, SourceFile};
use model::{Lang, Millis};

use super::index::{Hit, SearchIndex};

/// Services and articles in use, and what is wrong with the files behind them.
#[derive(Clone, Default)]
pub struct Library {
    /// What is in use.
    pub catalogue: Catalogue,
    /// Every mistake in the files as they are now.
    pub diagnostics: Vec<Diagnostic>,
    /// When they were read.
    pub read_at: Millis,
    english: Option<Arc<SearchIndex>>,
    welsh: Option<Arc<SearchIndex>>,
}

impl Library {
    /// Reads every `.toml` and `.md` file under a folder.
    pub fn read(folder: &Path, last_good: &Self, now: Millis) -> Self {
        let mut files = Vec::new();
        collect(folder, folder, &mut files);
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let (catalogue, diagnostics) = Catalogue::load(&files, &last_good.catalogue);
        // Without an index search finds nothing, and everything else goes on.
        let index = |lang| SearchIndex::build(&catalogue, lang).map(Arc::new).inspect_err(|error| tracing::error!(%error, "no search")).ok();
        let (english, welsh) = (index(Lang::En), index(Lang::Cy));
        Self { catalogue, diagnostics, read_at: now, english, welsh }
    }

    /// What fits what was typed, best first.
    pub fn search(&self, lang: Lang, typed: &str, most: usize) -> Vec<Hit> {
        let index = if lang == Lang::Cy { &self.welsh } else { &self.english };
        index.as_ref().map_or_else(Vec::new, |index| index.search(typed, most))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|end| end == "toml" || end == "md") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            // What is no text becomes a file that the check complains of, with its path.
            let text = std::fs::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
            files.push(SourceFile { path: name, text });
        }
    }
}

/// Names, sizes and times of the catalogue's files: another fingerprint means that one of them was changed.
pub fn fingerprint(folder: &Path) -> Vec<(std::path::PathBuf, u64, Option<std::time::SystemTime>)> {
    let mut prints = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(data) if data.is_dir() => folders.push(entry.path()),
                Ok(data) => prints.push((entry.path(), data.len(), data.modified().ok())),
                Err(_) => {}
            }
        }
    }
    prints.sort();
    prints
}
