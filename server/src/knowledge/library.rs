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
    /// Reads every `.toml` and `.md` file under a folder. A folder that cannot be read leaves what was in use as it is.
    pub fn read(folder: &Path, last_good: &Self, now: Millis) -> Self {
        let (mut files, mut strange) = (Vec::new(), Vec::new());
        if let Err(error) = collect(folder, folder, &mut files, &mut strange) {
            let what = format!("the catalogue could not be read: {error}");
            tracing::error!(folder = %folder.display(), %error, "the catalogue could not be read");
            let lost = Diagnostic { path: folder.display().to_string(), line: 1, column: 1, what, hint: None };
            return Self { diagnostics: vec![lost], ..last_good.clone() };
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let (catalogue, mut diagnostics) = Catalogue::load(&files, &last_good.catalogue);
        diagnostics.extend(strange);
        diagnostics.sort();
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

/// Every file with its text; what is no text becomes an empty file, so that its last good version stays, and a mistake.
fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>, strange: &mut Vec<Diagnostic>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files, strange)?;
        } else if path.extension().is_some_and(|end| end == "toml" || end == "md") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let text = String::from_utf8(std::fs::read(&path)?).unwrap_or_else(|_| {
                let hint = Some("save it as UTF-8".to_owned());
                strange.push(Diagnostic { path: name.clone(), line: 1, column: 1, what: "this file is not UTF-8 text".to_owned(), hint });
                String::new()
            });
            files.push(SourceFile { path: name, text });
        }
    }
    Ok(())
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
