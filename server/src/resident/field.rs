//! A question as a form shows it, with what was answered or typed before. The web page and the agent's desk share it.

use catalogue::{Answers, Ask, AskKind, Value};
use model::Lang;

use crate::platform::form::Fields;
use crate::platform::words::say;

/// A question as a form shows it.
#[derive(Clone, Debug)]
pub struct Field {
    /// The question's id, and the name of its field.
    pub id: String,
    /// The type as the service file writes it: `yes-no`, `choice` …
    pub kind: &'static str,
    /// The written question.
    pub label: String,
    /// What an agent says.
    pub spoken: String,
    /// Help under the question; empty for none.
    pub hint: String,
    /// The language these words really are in.
    pub lang: &'static str,
    /// Whether it may be passed over.
    pub optional: bool,
    /// The choices.
    pub options: Vec<Pick>,
    /// The parts of the answer by the field's name: `when-day`, `address-line` …; one value each.
    pub parts: Vec<(String, String)>,
    /// What is wrong, and at which field.
    pub error: Option<(String, String)>,
    /// Characters at most, where there is a limit.
    pub max: Option<u32>,
    /// Files that are there already: id and name.
    pub files: Vec<(String, String)>,
    /// Where those files can be seen; their id follows.
    pub file_href: String,
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Pick {
    /// What is sent.
    pub key: String,
    /// What it says.
    pub words: String,
    /// Whether it was chosen.
    pub chosen: bool,
}

impl Field {
    /// The question with its answer from a half-done form.
    pub fn of(ask: &Ask, answers: &Answers, lang: Lang) -> Self {
        let value = answers.0.get(&ask.id);
        let mut field = Self {
            id: ask.id.clone(),
            kind: ask.kind.as_str(),
            label: ask.label.get(lang).to_owned(),
            spoken: ask.spoken(lang).to_owned(),
            hint: ask.hint.as_ref().map_or("", |hint| hint.get(lang)).to_owned(),
            lang: ask.label.lang(lang).tag(),
            optional: ask.optional || matches!(ask.kind, AskKind::Photo | AskKind::File),
            options: options(ask, value, lang),
            parts: value.map_or_else(Vec::new, |value| parts(&ask.id, value)),
            error: None,
            max: matches!(ask.kind, AskKind::LongText).then_some(4000),
            files: Vec::new(),
            file_href: String::new(),
        };
        if let Some(Value::Files(files)) = value {
            field.files = files.iter().map(|file| (file.id.clone(), file.name.clone())).collect();
        }
        field
    }

    /// The same with what was typed and what is wrong with it: nothing typed is ever lost.
    #[must_use]
    pub fn typed(mut self, fields: &Fields, error: &catalogue::AnswerError, lang: Lang) -> Self {
        self.parts = fields.values.iter().filter_map(|(name, values)| Some((name.clone(), values.first()?.clone()))).collect();
        for option in &mut self.options {
            option.chosen = fields.all(&self.id).contains(&option.key);
        }
        self.error = Some((error.field.clone(), error.words.get(lang).to_owned()));
        self
    }

    /// The value of a part: `part("day")` for `when-day`, `part("")` for the field itself.
    pub fn part(&self, end: &str) -> &str {
        let name = if end.is_empty() { self.id.clone() } else { format!("{}-{end}", self.id) };
        self.parts.iter().find(|(part, _)| *part == name).map_or("", |(_, value)| value)
    }

    /// The id of the input to which an error leads.
    pub fn first(&self) -> String {
        match (&self.error, self.kind) {
            (Some((field, _)), "date" | "address" | "place") => field.clone(),
            (_, "date") => format!("{}-day", self.id),
            (_, "address") => format!("{}-line", self.id),
            (_, "place") => format!("{}-words", self.id),
            _ => self.id.clone(),
        }
    }

    /// Whether the error is about one part.
    pub fn is_wrong(&self, end: &str) -> bool {
        self.error.as_ref().is_some_and(|(field, _)| *field == format!("{}-{end}", self.id))
    }

    /// The words of the error, if there is one.
    pub fn wrong(&self) -> &str {
        self.error.as_ref().map_or("", |(_, words)| words)
    }
}

fn options(ask: &Ask, value: Option<&Value>, lang: Lang) -> Vec<Pick> {
    let yes_no = |key: &str, is: bool| {
        let chosen = matches!(value, Some(Value::YesNo(given) | Value::Consent(given)) if *given == is);
        Pick { key: key.to_owned(), words: say(lang, &format!("answer-{key}"), &[]), chosen }
    };
    match ask.kind {
        AskKind::YesNo | AskKind::Consent => vec![yes_no("yes", true), yes_no("no", false)],
        _ => ask
            .options
            .iter()
            .map(|choice| Pick {
                key: choice.key.clone(),
                words: choice.words.get(lang).to_owned(),
                chosen: match value {
                    Some(Value::Choice(key)) => *key == choice.key,
                    Some(Value::Several(keys)) => keys.contains(&choice.key),
                    _ => false,
                },
            })
            .collect(),
    }
}

fn parts(id: &str, value: &Value) -> Vec<(String, String)> {
    let part = |end: &str, value: String| (format!("{id}-{end}"), value);
    let degrees = |degrees: Option<f64>| degrees.map_or_else(String::new, |degrees| degrees.to_string());
    match value {
        Value::Text(text) | Value::Choice(text) | Value::Time(text) => vec![(id.to_owned(), text.clone())],
        Value::Number(number) => vec![(id.to_owned(), number.to_string())],
        Value::Money(pence) => vec![(id.to_owned(), format!("{}.{:02}", pence / 100, pence % 100))],
        Value::Date(date) => {
            let parts: Vec<&str> = date.split('-').collect();
            let number = |at: usize| parts.get(at).map_or_else(String::new, |part| part.trim_start_matches('0').to_owned());
            vec![part("day", number(2)), part("month", number(1)), part("year", number(0))]
        }
        Value::Address(address) => vec![
            part("line", address.line.clone()),
            part("postcode", address.postcode.clone()),
            part("uprn", address.uprn.clone().unwrap_or_default()),
        ],
        Value::Place(place) => vec![part("words", place.words.clone()), part("lat", degrees(place.lat)), part("lon", degrees(place.lon))],
        Value::YesNo(_) | Value::Consent(_) | Value::Several(_) | Value::Files(_) | Value::Skipped => Vec::new(),
    }
}
