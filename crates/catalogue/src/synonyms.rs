//! Words that mean the same to residents: `synonyms.toml` of a pack.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Source, meant};

/// The keys of a file.
const KEYS: &[&str] = &["same", "same_cy"];

/// Groups of single words that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// In English.
    pub same: Vec<Vec<String>>,
    /// In Welsh.
    pub same_cy: Vec<Vec<String>>,
}

/// Reads a file of synonyms; `None` when something is wrong, which the source then holds.
pub(crate) fn synonyms(source: &mut Source<'_>) -> Option<Synonyms> {
    let parsed = match DeTable::parse(source.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            source.wrong(&error.span().unwrap_or(0..0), error.message().lines().next().unwrap_or("this is no TOML").to_owned(), None);
            return None;
        }
    };
    let mut read = Synonyms::default();
    for (key, value) in parsed.get_ref() {
        let name = key.get_ref().as_ref();
        match name {
            "same" => read.same = groups(source, value),
            "same_cy" => read.same_cy = groups(source, value),
            _ => source.wrong(&key.span(), format!("synonyms have no key \"{name}\""), meant(name, KEYS.iter().copied())),
        }
    }
    source.found.is_empty().then_some(read)
}

fn groups(source: &mut Source<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Vec<String>> {
    let DeValue::Array(groups) = value.get_ref() else {
        source.wrong(&value.span(), "a list of groups is needed", Some("[[\"rubbish\", \"refuse\"], …]".to_owned()));
        return Vec::new();
    };
    let mut seen = std::collections::BTreeSet::new();
    let mut read = Vec::new();
    for group in groups.iter() {
        let DeValue::Array(words) = group.get_ref() else {
            source.wrong(&group.span(), "a group is a list of words", Some("[\"rubbish\", \"refuse\"]".to_owned()));
            continue;
        };
        if words.len() < 2 {
            source.wrong(&group.span(), "a group needs two words or more", None);
        }
        let mut good = Vec::new();
        for word in words.iter() {
            match word.get_ref() {
                DeValue::String(text) if text.is_empty() || text.contains(char::is_whitespace) => {
                    source.wrong(&word.span(), format!("\"{text}\" is not one word"), Some("put longer sayings into a service's phrases".to_owned()));
                }
                DeValue::String(text) if !seen.insert(text.to_string()) => {
                    source.wrong(&word.span(), format!("\"{text}\" is in a group already"), Some("a word can be in one group".to_owned()));
                }
                DeValue::String(text) => good.push(text.to_string()),
                _ => source.wrong(&word.span(), "a word in quotes is needed", None),
            }
        }
        read.push(good);
    }
    read
}
