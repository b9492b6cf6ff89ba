//! Which column is what: a small TOML file that somebody writes once for each other system.

use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

/// A mapping.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Names of columns.
    pub columns: Columns,
    /// What the file does not say.
    #[serde(default)]
    pub defaults: Defaults,
    /// How days are written, as `strptime` names it; `2026-03-31` when left out.
    #[serde(default = "usual_dates")]
    pub dates: String,
}

fn usual_dates() -> String {
    "%Y-%m-%d".to_owned()
}

/// Names of columns; several are joined by a comma and a space.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The other system's id: one that is here already or comes twice is said, never merged.
    pub external_id: String,
    /// The day it was made.
    pub created: String,
    /// The day it ended.
    pub closed: Option<String>,
    /// What it is about.
    pub service: String,
    /// The line for lists.
    pub summary: Vec<String>,
    /// Where it is.
    #[serde(default)]
    pub place: Vec<String>,
    /// The place's postcode.
    pub postcode: Option<String>,
}

/// What the file does not say.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Defaults {
    /// Whose they are.
    pub team: String,
}

impl Default for Defaults {
    fn default() -> Self {
        Self { team: "customer-services".to_owned() }
    }
}

/// Where the columns stand in a file.
pub struct Places {
    pub(super) external_id: usize,
    pub(super) created: usize,
    pub(super) closed: Option<usize>,
    pub(super) service: usize,
    pub(super) summary: Vec<usize>,
    pub(super) place: Vec<usize>,
    pub(super) postcode: Option<usize>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// When the file is missing or is no mapping; the words say where.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("could not open {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is no mapping", path.display()))
    }

    /// Finds the columns in a file's head; one that is missing is said with the nearest that is there.
    pub(super) fn columns_of(&self, head: &[String]) -> anyhow::Result<Places> {
        let find = |name: &String| match head.iter().position(|other| other == name) {
            Some(at) => Ok(at),
            None => match catalogue::nearest(name, head.iter().map(String::as_str)) {
                Some(near) => bail!("the file has no column \"{name}\"; did you mean \"{near}\"?"),
                None => bail!("the file has no column \"{name}\"; it has {}", head.join(", ")),
            },
        };
        let maybe = |name: &Option<String>| name.as_ref().map(find).transpose();
        let all = |names: &[String]| names.iter().map(find).collect::<anyhow::Result<Vec<usize>>>();
        let columns = &self.columns;
        Ok(Places {
            external_id: find(&columns.external_id)?,
            created: find(&columns.created)?,
            closed: maybe(&columns.closed)?,
            service: find(&columns.service)?,
            summary: all(&columns.summary)?,
            place: all(&columns.place)?,
            postcode: maybe(&columns.postcode)?,
        })
    }
}
