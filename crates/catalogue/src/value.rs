//! Answers to questions, as every channel keeps them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The answers of one person to one service, by question id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Value>);

/// One answer. In JSON: `{"type": "choice", "value": "brown"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "kebab-case")]
pub enum Value {
    /// `text`, `long-text`, `name`, `phone`, `email`, `postcode`, `person`: the words, tidied.
    Text(String),
    /// `yes-no`.
    YesNo(bool),
    /// `choice`: the key of the option.
    Choice(String),
    /// `several`: the keys, in the order of the file.
    Several(Vec<String>),
    /// `number`.
    Number(f64),
    /// `money`, in pence.
    Money(i64),
    /// `date`: `2026-03-03`.
    Date(String),
    /// `time`: `14:30`.
    Time(String),
    /// `address`.
    Address(Address),
    /// `place`.
    Place(Place),
    /// `file` or `photo`; empty when none was added.
    Files(Vec<FileRef>),
    /// `consent`.
    Consent(bool),
    /// An optional question passed over, or a notice that was read.
    Skipped,
}

/// An address, from the gazetteer or typed in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Address {
    /// One line as people write it: `7 Larch Road, Oxmoor`.
    pub line: String,
    /// The postcode with its space, or nothing.
    pub postcode: String,
    /// The Unique Property Reference Number, when it came from the gazetteer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub uprn: Option<String>,
    /// WGS 84 degrees north, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lat: Option<f64>,
    /// WGS 84 degrees east, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lon: Option<f64>,
}

/// A place on the map, in words, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Where it is, in the resident's words.
    pub words: String,
    /// WGS 84 degrees north, when a point was chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lat: Option<f64>,
    /// WGS 84 degrees east, when a point was chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lon: Option<f64>,
}

/// A file that was taken in and checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileRef {
    /// Its id in the store of files.
    pub id: String,
    /// The name it had on the resident's machine.
    pub name: String,
}
