//! What is wrong with a file, said so that its author can put it right.

use std::fmt;
use std::ops::Range;

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file, relative to the catalogue's folder.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What might be meant.
    pub hint: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.path, self.line, self.column, self.what)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// A file that is being read, and the mistakes found in it so far.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) found: Vec<Diagnostic>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text, found: Vec::new() }
    }

    /// Notes a mistake at a place in bytes.
    pub(crate) fn wrong(&mut self, at: &Range<usize>, what: impl Into<String>, hint: Option<String>) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.found.push(Diagnostic { path: self.path.to_owned(), line, column, what: what.into(), hint });
    }
}

/// `did you mean "x"?` for the nearest known word.
pub(crate) fn meant<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean \"{near}\"?"))
}

/// The known word that is written most like another, if one is near: at most a third of its signs differ.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    known.map(|other| (distance(word, other), other)).filter(|(far, _)| *far <= limit).min_by_key(|(far, _)| *far).map(|(_, other)| other)
}

/// How many signs must be changed, put in, taken out or swapped with their neighbour (Damerau and Levenshtein's distance, restricted form).
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().take(60).collect(), other.chars().take(60).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, sign) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, against) in other.iter().enumerate() {
            let mut least = (last[j] + usize::from(sign != against)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *sign == other[j - 1] && one[i - 1] == *against {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["title", "team", "phrases"];
        assert_eq!(nearest("titel", known.into_iter()), Some("title"));
        assert_eq!(nearest("phrase", known.into_iter()), Some("phrases"));
        assert_eq!(nearest("colour", known.into_iter()), None);
    }
}
