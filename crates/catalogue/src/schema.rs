//! The JSON Schema of a service file, made from the same lists of keys that the reader checks with.

use serde_json::{Map, Value, json};

use crate::load::{ASK, HEAD, KINDS, RULE};
use crate::service::{AskKind, Audience, ContactDetails, OutcomeKind, Priority};

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Value {
    json!({ "enum": all.iter().map(|one| word(*one)).collect::<Vec<_>>() })
}

fn kind_of(key: &str) -> Value {
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let text = json!({ "type": "string", "minLength": 1 });
    match key {
        "audience" => words(Audience::ALL, Audience::as_str),
        "contact" => words(ContactDetails::ALL, ContactDetails::as_str),
        "type" => words(AskKind::ALL, AskKind::as_str),
        "outcome" => words(OutcomeKind::ALL, OutcomeKind::as_str),
        "priority" => words(Priority::ALL, Priority::as_str),
        "kinds" => json!({ "type": "array", "items": { "enum": KINDS } }),
        "need" | "need_cy" | "phrases" | "phrases_cy" => list,
        "popular" | "public" | "sensitive" | "optional" | "whole" => json!({ "type": "boolean" }),
        "lgsl" | "minutes" => json!({ "type": "integer", "minimum": 0 }),
        "min" | "max" => json!({ "type": "number" }),
        "options" | "options_cy" => json!({ "type": "object", "additionalProperties": text }),
        "resolve_within" => json!({ "type": "string", "pattern": "^[0-9]+ (working days?|hours?)$" }),
        "answer_within" => json!({ "type": "string", "pattern": "^[0-9]+[sm]$" }),
        "to" => json!({ "enum": KINDS.iter().copied().chain(["other"]).collect::<Vec<_>>() }),
        "id" => json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]*$" }),
        "link" => json!({ "type": "string", "pattern": "^https://" }),
        _ => text,
    }
}

fn object(keys: &[&str], required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), kind_of(key))).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// The schema (JSON Schema 2020-12), for editors that help while a file is written.
pub fn json_schema() -> Value {
    let mut schema = object(HEAD, &["title", "description", "team", "category", "phrases", "rule"]);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("A service of the Answerable catalogue");
    schema["properties"]["ask"] = json!({ "type": "array", "items": object(ASK, &["id", "type", "label"]) });
    schema["properties"]["rule"] = json!({ "type": "array", "minItems": 1, "items": object(RULE, &[]) });
    schema
}
