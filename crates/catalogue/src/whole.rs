//! The whole catalogue: every file read, what they say of each other checked, broken ones replaced by their last good version.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::{self, Article};
use crate::diagnostic::{Diagnostic, Source, meant};
use crate::load;
use crate::service::{Service, Tell};
use crate::synonyms::{self, Synonyms};

/// The largest file that is read, in bytes.
const FILE_BYTES_MAX: usize = 256 * 1024;

/// A file of the catalogue.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the catalogue's folder, with `/`: `council/missed-bin.toml`, `council/knowledge/bins.md`, `council/knowledge/bins.cy.md`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Services and articles by id.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The services.
    pub services: BTreeMap<String, Arc<Service>>,
    /// The articles.
    pub articles: BTreeMap<String, Arc<Article>>,
    /// Words that mean the same, by pack.
    pub synonyms: BTreeMap<String, Arc<Synonyms>>,
}

impl Catalogue {
    /// Reads files. What is wrong with any of them comes back with the catalogue; a broken file's service or article is the last good one, if there was one.
    pub fn load(files: &[SourceFile], last_good: &Self) -> (Self, Vec<Diagnostic>) {
        let mut whole = Self::default();
        let mut found = Vec::new();
        let mut paths: BTreeMap<String, String> = BTreeMap::new();
        for file in files {
            let parts: Vec<&str> = file.path.split('/').collect();
            let mut source = Source::new(&file.path, &file.text);
            if file.text.len() > FILE_BYTES_MAX {
                source.wrong(&(0..0), format!("a file can be {} KB at most", FILE_BYTES_MAX / 1024), None);
            }
            if let [pack, "synonyms.toml"] = parts.as_slice() {
                whole.read_synonyms(&mut source, pack, last_good);
                found.append(&mut source.found);
                continue;
            }
            let (kind, id, pack) = match parts.as_slice() {
                [pack, name] if name.ends_with(".toml") => ("service", name.trim_end_matches(".toml"), *pack),
                [_, "knowledge", name] if name.ends_with(".cy.md") => continue,
                [pack, "knowledge", name] if name.ends_with(".md") => ("article", name.trim_end_matches(".md"), *pack),
                _ => continue,
            };
            let good = !id.is_empty() && id.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-');
            if !good {
                source.wrong(&(0..0), format!("\"{id}\" cannot be a file's name"), Some("small letters, digits and - only".to_owned()));
            }
            if let Some(other) = paths.insert(format!("{kind} {id}"), file.path.clone()) {
                source.wrong(&(0..0), format!("{other} has the same id"), Some("rename one of them".to_owned()));
            }
            if source.found.is_empty() && kind == "service" {
                if let Some(service) = load::service(&mut source, id, pack) {
                    whole.services.insert(id.to_owned(), Arc::new(service));
                }
            } else if source.found.is_empty() {
                let welsh_path = file.path.replace(".md", ".cy.md");
                let welsh = files.iter().find(|other| other.path == welsh_path).map(|other| other.text.as_str());
                if let Some(article) = article::article(&mut source, id, pack, welsh) {
                    whole.articles.insert(id.to_owned(), Arc::new(article));
                }
            }
            if !source.found.is_empty() {
                whole.keep(last_good, kind, id);
            }
            found.append(&mut source.found);
        }
        whole.check_links(files, last_good, &paths, &mut found);
        found.sort();
        (whole, found)
    }

    fn read_synonyms(&mut self, source: &mut Source<'_>, pack: &str, last_good: &Self) {
        let read = if source.found.is_empty() { synonyms::synonyms(source).map(Arc::new) } else { None };
        if let Some(read) = read.or_else(|| last_good.synonyms.get(pack).cloned()) {
            self.synonyms.insert(pack.to_owned(), read);
        }
    }

    fn keep(&mut self, last_good: &Self, kind: &str, id: &str) {
        match kind {
            "service" => {
                if let Some(service) = last_good.services.get(id) {
                    self.services.insert(id.to_owned(), Arc::clone(service));
                }
            }
            _ => {
                if let Some(article) = last_good.articles.get(id) {
                    self.articles.insert(id.to_owned(), Arc::clone(article));
                }
            }
        }
    }

    /// What files say of each other: articles that rules tell, services that articles go with.
    fn check_links(&mut self, files: &[SourceFile], last_good: &Self, paths: &BTreeMap<String, String>, found: &mut Vec<Diagnostic>) {
        let text_of = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
        let mut broken = Vec::new();
        for service in self.services.values() {
            let Some(path) = paths.get(&format!("service {}", service.id)) else { continue };
            let mut source = Source::new(path, text_of(path));
            for rule in &service.rules {
                if let Some(Tell::Article(id)) = &rule.tell
                    && !self.articles.contains_key(id)
                {
                    let at = source.text.find(&format!("knowledge/{id}")).unwrap_or_default();
                    let hint = meant(id, self.articles.keys().map(String::as_str));
                    source.wrong(&(at..at), format!("there is no article \"{id}\""), hint);
                }
            }
            if !source.found.is_empty() {
                broken.push(service.id.clone());
            }
            found.append(&mut source.found);
        }
        for id in broken {
            self.services.remove(&id);
            self.keep(last_good, "service", &id);
        }
        for article in self.articles.values() {
            let Some(path) = paths.get(&format!("article {}", article.id)) else { continue };
            let mut source = Source::new(path, text_of(path));
            for id in &article.services {
                if !self.services.contains_key(id) {
                    let at = source.text.find("services:").unwrap_or_default();
                    let hint = meant(id, self.services.keys().map(String::as_str));
                    source.wrong(&(at..at), format!("there is no service \"{id}\""), hint);
                }
            }
            found.append(&mut source.found);
        }
    }

    /// A service by its id.
    pub fn service(&self, id: &str) -> Option<&Arc<Service>> {
        self.services.get(id)
    }

    /// An article by its id.
    pub fn article(&self, id: &str) -> Option<&Arc<Article>> {
        self.articles.get(id)
    }
}
