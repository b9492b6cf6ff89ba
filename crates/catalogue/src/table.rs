//! Reading a TOML table key by key, with every mistake noted where it stands.

use std::ops::Range;

use model::Text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Source, meant};

/// A table of a file.
pub(crate) struct Table<'t, 'a> {
    table: &'t DeTable<'a>,
    /// Where it stands, for what is missing in it.
    pub(crate) at: Range<usize>,
    what: &'static str,
}

impl<'t, 'a> Table<'t, 'a> {
    /// Takes a table and complains of every key that is not known.
    pub(crate) fn new(source: &mut Source<'_>, table: &'t DeTable<'a>, at: Range<usize>, what: &'static str, keys: &[&str]) -> Self {
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if !keys.contains(&name) {
                source.wrong(&key.span(), format!("{what} has no key \"{name}\""), meant(name, keys.iter().copied()));
            }
        }
        Self { table, at, what }
    }

    pub(crate) fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// Where a key's value stands; the table's own place when it is missing.
    pub(crate) fn place(&self, key: &str) -> Range<usize> {
        self.value(key).map_or(self.at.clone(), Spanned::span)
    }

    fn typed<T>(&self, source: &mut Source<'_>, key: &str, kind: &str, read: impl Fn(&'t DeValue<'a>) -> Option<T>) -> Option<T> {
        let value = self.value(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            source.wrong(&value.span(), format!("\"{key}\" must be {kind}, not {}", value.get_ref().type_str()), None);
        }
        read
    }

    pub(crate) fn text(&self, source: &mut Source<'_>, key: &str) -> Option<&'t str> {
        let text = self.typed(source, key, "words in quotes", |value| value.as_str())?;
        if text.trim().is_empty() {
            source.wrong(&self.place(key), format!("\"{key}\" is empty"), None);
            return None;
        }
        Some(text)
    }

    pub(crate) fn required(&self, source: &mut Source<'_>, key: &str) -> Option<&'t str> {
        if self.value(key).is_none() {
            source.wrong(&self.at, format!("{} has no \"{key}\"", self.what), Some(format!("add {key} = \"…\"")));
        }
        self.text(source, key)
    }

    /// Words with their Welsh twin.
    pub(crate) fn words(&self, source: &mut Source<'_>, key: &str) -> Option<Text> {
        let cy = self.text(source, &format!("{key}_cy")).map(str::to_owned);
        let en = self.text(source, key).map(str::to_owned);
        if en.is_none() && cy.is_some() && self.value(key).is_none() {
            source.wrong(&self.place(&format!("{key}_cy")), format!("\"{key}_cy\" stands without \"{key}\""), None);
        }
        en.map(|en| Text { en, cy })
    }

    pub(crate) fn required_words(&self, source: &mut Source<'_>, key: &str) -> Option<Text> {
        self.required(source, key)?;
        let cy = self.text(source, &format!("{key}_cy")).map(str::to_owned);
        self.value(key).and_then(|value| value.get_ref().as_str()).map(|en| Text { en: en.to_owned(), cy })
    }

    pub(crate) fn flag(&self, source: &mut Source<'_>, key: &str) -> bool {
        self.typed(source, key, "true or false", DeValue::as_bool).unwrap_or(false)
    }

    pub(crate) fn number(&self, source: &mut Source<'_>, key: &str) -> Option<f64> {
        self.typed(source, key, "a number", |value| {
            let digits = value.as_integer().map(|number| number.as_str()).or_else(|| value.as_float().map(|number| number.as_str()))?;
            digits.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite())
        })
    }

    pub(crate) fn whole(&self, source: &mut Source<'_>, key: &str) -> Option<u32> {
        self.typed(source, key, "a whole number", |value| value.as_integer().and_then(|number| number.as_str().replace('_', "").parse().ok()))
    }

    /// A list of words.
    pub(crate) fn list(&self, source: &mut Source<'_>, key: &str) -> Vec<(String, Range<usize>)> {
        let Some(items) = self.typed(source, key, "a list of words in quotes", |value| value.as_array()) else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() => list.push((text.trim().to_owned(), item.span())),
                _ => source.wrong(&item.span(), format!("\"{key}\" takes words in quotes only"), None),
            }
        }
        list
    }

    /// One of a closed list of words.
    pub(crate) fn one_of<T: Copy>(&self, source: &mut Source<'_>, key: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Option<T> {
        let given = self.text(source, key)?;
        let found = all.iter().copied().find(|one| word(*one) == given);
        if found.is_none() {
            let known: Vec<&str> = all.iter().map(|one| word(*one)).collect();
            let hint = meant(given, known.iter().copied()).unwrap_or_else(|| format!("it can be {}", known.join(", ")));
            source.wrong(&self.place(key), format!("\"{given}\" is no {key}"), Some(hint));
        }
        found
    }
}
