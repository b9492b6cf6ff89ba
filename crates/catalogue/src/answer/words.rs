//! Answers in words, as residents and staff read them.

use jiff::civil::Date;
use model::{Lang, Text};

use crate::service::{Ask, Service};
use crate::step::{fits, path_of};
use crate::value::{Answers, Value};

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The question's id.
    pub ask: String,
    /// The question.
    pub label: Text,
    /// The answer.
    pub words: Text,
}

/// Every answered question in order.
pub fn read_out(service: &Service, answers: &Answers, today: Date) -> Vec<Line> {
    let answered = |ask: &&Ask| answers.0.get(&ask.id).filter(|value| fits(ask, value)).cloned();
    path_of(service, answers, today)
        .iter()
        .filter_map(|ask| {
            let value = answered(ask)?;
            let words = Text { en: value_words(ask, &value, Lang::En), cy: Some(value_words(ask, &value, Lang::Cy)) };
            Some(Line { ask: ask.id.clone(), label: ask.label.clone(), words })
        })
        .collect()
}

const WEEKDAYS: [[&str; 7]; 2] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul"],
];
const MONTHS: [[&str; 12]; 2] = [
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"],
];

/// The months' names, for reading.
pub(super) fn months(lang: Lang) -> &'static [&'static str; 12] {
    &MONTHS[usize::from(lang == Lang::Cy)]
}

/// An answer in words.
pub fn value_words(ask: &Ask, value: &Value, lang: Lang) -> String {
    let pick = |en: &str, cy: &str| if lang == Lang::Cy { cy.to_owned() } else { en.to_owned() };
    let option =
        |key: &str| ask.options.iter().find(|choice| choice.key == key).map_or_else(|| key.to_owned(), |choice| choice.words.get(lang).to_owned());
    match value {
        Value::Text(text) => text.clone(),
        Value::YesNo(true) | Value::Consent(true) => pick("Yes", "Ie"),
        Value::YesNo(false) | Value::Consent(false) => pick("No", "Na"),
        Value::Choice(key) => option(key),
        Value::Several(keys) if keys.is_empty() => pick("None", "Dim un"),
        Value::Several(keys) => keys.iter().map(|key| option(key)).collect::<Vec<_>>().join(", "),
        Value::Number(number) => number.to_string(),
        Value::Money(pence) => format!("{}£{}.{:02}", if *pence < 0 { "-" } else { "" }, pence.unsigned_abs() / 100, pence.unsigned_abs() % 100),
        Value::Date(date) => date.parse::<Date>().map_or_else(|_| date.clone(), |date| day_words(date, lang)),
        Value::Time(time) => time_words(time),
        Value::Address(address) if address.postcode.is_empty() => address.line.clone(),
        Value::Address(address) => format!("{}, {}", address.line, address.postcode),
        Value::Place(place) if place.words.is_empty() => pick("A point on the map", "Pwynt ar y map"),
        Value::Place(place) => place.words.clone(),
        Value::Files(files) if files.is_empty() => pick("None", "Dim un"),
        Value::Files(files) if files.len() == 1 => pick("1 picture", "1 llun"),
        Value::Files(files) => pick(&format!("{} pictures", files.len()), &format!("{} llun", files.len())),
        Value::Skipped => pick("Not given", "Heb ei roi"),
    }
}

/// `Tuesday 3 March 2026`.
fn day_words(date: Date, lang: Lang) -> String {
    let row = usize::from(lang == Lang::Cy);
    let weekday = WEEKDAYS[row][usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default()];
    let month = MONTHS[row][usize::try_from(date.month() - 1).unwrap_or_default()];
    format!("{weekday} {} {month} {}", date.day(), date.year())
}

/// `2:30pm` for `14:30`.
fn time_words(time: &str) -> String {
    let Some((hour, minute)) = time.split_once(':') else {
        return time.to_owned();
    };
    let Ok(hour) = hour.parse::<u32>() else {
        return time.to_owned();
    };
    let (shown, half) = match hour {
        0 => (12, "am"),
        1..=11 => (hour, "am"),
        12 => (12, "pm"),
        _ => (hour - 12, "pm"),
    };
    format!("{shown}:{minute}{half}")
}
