//! Reading rows as requests, and saying what is wrong with those that are none.

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, DateTime};
use model::Millis;
use serde::Serialize;

use super::mapping::{Mapping, Places};
use super::rows::Rows;
use crate::requests::store::import::Imported;

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bad {
    /// Its number in the file; the head is row 1.
    pub row: u64,
    /// What is wrong with it.
    pub why: String,
}

/// What a check found.
pub struct Checked {
    /// Rows after the head.
    pub rows: u64,
    /// How many are good.
    pub good: u64,
    /// The others.
    pub bad: Vec<Bad>,
}

/// Reads every row.
pub(super) fn check(rows: Rows, mapping: &Mapping, known: &HashSet<String>) -> anyhow::Result<Checked> {
    let places = mapping.columns_of(rows.head())?;
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut checked = Checked { rows: 0, good: 0, bad: Vec::new() };
    for (row, cells) in (2..).zip(rows) {
        checked.rows += 1;
        let why = match cells {
            Err(error) => Some(format!("{error:#}")),
            Ok(cells) => match read(&places, mapping, &cells) {
                Err(why) => Some(why),
                Ok(request) if known.contains(&request.external_id) => Some(format!("{} is here already", request.external_id)),
                Ok(request) => match seen.insert(request.external_id.clone(), row) {
                    Some(first) => {
                        let why = format!("{} stands in row {first} already", request.external_id);
                        seen.insert(request.external_id, first);
                        Some(why)
                    }
                    None => None,
                },
            },
        };
        match why {
            Some(why) => checked.bad.push(Bad { row, why }),
            None => checked.good += 1,
        }
    }
    Ok(checked)
}

/// Reads one row, or says what is wrong with it.
pub(super) fn read(places: &Places, mapping: &Mapping, cells: &[String]) -> Result<Imported, String> {
    let cell = |at: usize| -> String {
        let text = cells.get(at).map_or("", |cell| cell.trim());
        text.chars().filter(|sign| !sign.is_control()).take(300).collect()
    };
    let joined = |all: &[usize]| {
        let mut parts: Vec<String> = all.iter().map(|at| cell(*at)).filter(|part| !part.is_empty()).collect();
        parts.dedup();
        parts.join(", ")
    };
    let external_id = cell(places.external_id);
    if external_id.is_empty() {
        return Err(format!("\"{}\" is empty", mapping.columns.external_id));
    }
    let created = moment(&cell(places.created), mapping)?.ok_or_else(|| format!("\"{}\" is empty", mapping.columns.created))?;
    let closed = match places.closed {
        Some(at) => moment(&cell(at), mapping)?,
        None => None,
    };
    if closed.is_some_and(|closed| closed < created) {
        return Err("it ended before it was made".to_owned());
    }
    let service = cell(places.service);
    let summary = joined(&places.summary);
    Ok(Imported {
        external_id,
        service: slug(&service),
        service_title: if service.is_empty() { "Not said".to_owned() } else { service },
        summary: if summary.is_empty() { "Not said".to_owned() } else { summary },
        team: mapping.defaults.team.clone(),
        place: joined(&places.place),
        postcode: places.postcode.map_or_else(String::new, cell),
        created,
        closed,
    })
}

fn moment(text: &str, mapping: &Mapping) -> Result<Option<Millis>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = Date::strptime(&mapping.dates, text)
        .or_else(|_| text.parse::<DateTime>().map(DateTime::date))
        .map_err(|_| format!("\"{text}\" is no day"))?;
    if !(1900..=2100).contains(&day.year()) {
        return Err(format!("{text} cannot be"));
    }
    Ok(Some(Millis::start_of(day)))
}

/// Words as a service's id: small letters, digits and hyphens.
fn slug(words: &str) -> String {
    let key = crate::people::name_key(words).replace(' ', "-");
    let key: String = key.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-').take(60).collect();
    if key.is_empty() { "not-said".to_owned() } else { key }
}
