//! The questions of a service as attributes, and attributes that were sent as the fields of a form: the same file drives both.

use std::collections::BTreeMap;

use catalogue::{Ask, AskKind, Service};
use model::Lang;

use super::answer::Node;
use super::asked::Asked;

/// The questions that are attributes: places, pictures and who reports are said in parameters of their own.
pub fn of(service: &Service) -> Vec<(usize, &Ask)> {
    service.asks.iter().filter(|ask| !matches!(ask.kind, AskKind::Address | AskKind::Place | AskKind::Photo | AskKind::File)).enumerate().collect()
}

/// The type that the standard has for a question.
fn datatype(kind: AskKind) -> &'static str {
    match kind {
        AskKind::YesNo | AskKind::Consent | AskKind::Choice => "singlevaluelist",
        AskKind::Several => "multivaluelist",
        AskKind::Number | AskKind::Money => "number",
        AskKind::Date => "datetime",
        AskKind::LongText => "text",
        _ => "string",
    }
}

/// A question as the standard defines an attribute. One that is asked only sometimes cannot be required: whether it is follows from the others.
pub fn definition((order, ask): (usize, &Ask)) -> Node {
    let value = |key: &str, name: &str| Node::Object(vec![("key", Node::text(key)), ("name", Node::text(name))]);
    let values = match ask.kind {
        AskKind::YesNo | AskKind::Consent => vec![value("yes", "Yes"), value("no", "No")],
        _ => ask.options.iter().map(|choice| value(&choice.key, choice.words.get(Lang::En))).collect(),
    };
    let mut parts = vec![
        ("variable", Node::Flag(true)),
        ("code", Node::text(ask.id.clone())),
        ("datatype", Node::text(datatype(ask.kind))),
        ("required", Node::Flag(!ask.optional && ask.when.is_none())),
        ("datatype_description", Node::text(ask.hint.as_ref().map_or("", |hint| hint.get(Lang::En)))),
        ("order", Node::Number(i64::try_from(order + 1).unwrap_or(i64::MAX))),
        ("description", Node::text(ask.label.get(Lang::En))),
    ];
    if !values.is_empty() {
        parts.push(("values", Node::List("value", values)));
    }
    Node::Object(parts)
}

/// What a report says of where it is.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// In words.
    pub words: String,
    /// With its space.
    pub postcode: String,
    /// The Unique Property Reference Number, when it was looked up.
    pub uprn: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
}

/// The fields of a form for a question, from what was sent.
pub fn fields(ask: &Ask, asked: &Asked, place: &Location, description: &mut Option<String>) -> BTreeMap<String, Vec<String>> {
    let mut fields = BTreeMap::new();
    let mut set = |end: &str, value: String| {
        let name = if end.is_empty() { ask.id.clone() } else { format!("{}-{end}", ask.id) };
        fields.insert(name, vec![value]);
    };
    let attribute = asked.get(&format!("attribute[{}]", ask.id)).map(str::to_owned);
    let point = place.point.map(|(lat, lon)| (lat.to_string(), lon.to_string()));
    match ask.kind {
        AskKind::Address => {
            set("line", place.words.clone());
            set("postcode", place.postcode.clone());
            set("uprn", place.uprn.clone());
            if let Some((lat, lon)) = point {
                set("lat", lat);
                set("lon", lon);
            }
        }
        AskKind::Place => {
            // A place has no postcode of its own, so it stays among the words.
            let parts = [place.words.as_str(), place.postcode.as_str()];
            set("words", parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "));
            if let Some((lat, lon)) = point {
                set("lat", lat);
                set("lon", lon);
            }
        }
        AskKind::Several => {
            let mut keys = asked.all(&format!("attribute[{}][]", ask.id));
            keys.extend(asked.all(&format!("attribute[{}]", ask.id)).iter().flat_map(|keys| keys.split(',')).map(|key| key.trim().to_owned()));
            fields.insert(ask.id.clone(), keys);
        }
        AskKind::Date => {
            // A day, or the day of a date and time.
            let text = attribute.unwrap_or_default();
            let day: String = text.chars().take(10).collect();
            for (end, part) in ["year", "month", "day"].into_iter().zip(day.split('-')) {
                set(end, part.to_owned());
            }
        }
        AskKind::YesNo | AskKind::Consent => {
            let word = match attribute.as_deref().map(str::to_lowercase).as_deref() {
                Some("true" | "1" | "y") => "yes".to_owned(),
                Some("false" | "0" | "n") => "no".to_owned(),
                other => other.unwrap_or_default().to_owned(),
            };
            set("", word);
        }
        AskKind::LongText => set("", attribute.or_else(|| description.take()).unwrap_or_default()),
        AskKind::Email => set("", attribute.or_else(|| asked.get("email").map(str::to_owned)).unwrap_or_default()),
        AskKind::Phone => set("", attribute.or_else(|| asked.get("phone").map(str::to_owned)).unwrap_or_default()),
        AskKind::Name => set("", attribute.unwrap_or_else(|| name(asked))),
        _ => set("", attribute.unwrap_or_default()),
    }
    fields
}

/// Who reports, as one name.
pub fn name(asked: &Asked) -> String {
    [asked.get("first_name"), asked.get("last_name")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
