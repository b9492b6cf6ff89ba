//! `POST requests`: a report from another system, through the same service file as every other channel.

use catalogue::{Answers, Ask, AskKind, Service, Step, Value};
use model::Lang;

use super::Given;
use super::answer::{Fault, Node};
use super::asked::Asked;
use super::attributes::{self, Location};
use super::services::offered_one;
use crate::app::App;
use crate::files;
use crate::people::{Details, postcode_key};
use crate::places;
use crate::platform::Scope;
use crate::platform::form::Fields;
use crate::resident::draft::{self, For};
use crate::resident::read_details;

/// The longest description, in characters: the standard's own.
const DESCRIPTION_MAX: usize = 4000;

/// Makes a request and answers with its reference.
pub async fn report(app: &App, asked: &Asked, mut sent: Fields) -> Given {
    let authority = asked.authority(app)?;
    let scope = asked.known_client(app, &authority).await?;
    let code = asked.get("service_code").ok_or_else(|| Fault::bad("service_code was not provided."))?;
    let service = offered_one(app, &authority, code)?;
    let place = location(app, asked, &scope).await?;
    let mut description = asked.get("description").map(str::to_owned);
    if description.as_ref().is_some_and(|words| words.chars().count() > DESCRIPTION_MAX) {
        return Err(Fault::bad(format!("description: {DESCRIPTION_MAX} characters are the most.")));
    }
    let pictures = if service.asks.iter().any(|ask| ask.kind == AskKind::Photo) { keep(app, &scope, &mut sent).await? } else { Vec::new() };
    let today = app.clock.now().date();
    let answers = answers(&service, asked, &place, &pictures, &mut description, today)?;

    let form = draft::begin(app, &scope, &service, Lang::En, "open311", None).await?;
    let mut draft = draft::load(app, &scope, &form).await?;
    draft.answers = answers;
    draft.details = details(asked, today)?;
    draft::save(app, &scope, &draft).await?;
    // What the form has no question for goes onto the timeline as the resident's words.
    let picture = asked.get("media_url").map(|url| format!("Picture: {url}"));
    let comment = [description, picture].into_iter().flatten().chain(not_asked(&service, &draft.answers, asked)).collect::<Vec<_>>().join("\n");
    let sent = draft::send(app, &scope, &draft, For { comment, ..For::default() }).await?;
    let Some(reference) = sent.and_then(|sent| sent.reference) else {
        return Err(Fault::bad("These answers settle it without a request, so none was made. The service's own page says what to do."));
    };
    let notice = service.next.as_ref().map_or("", |next| next.get(Lang::En));
    let request =
        Node::Object(vec![("service_request_id", Node::text(reference)), ("service_notice", Node::text(notice)), ("account_id", Node::Nothing)]);
    Ok(("service_requests", Node::List("request", vec![request])))
}

/// Where it is: a number of the gazetteer, words, a point, or several of them.
async fn location(app: &App, asked: &Asked, scope: &Scope) -> Result<Location, Fault> {
    let point = asked.number::<f64>("lat")?.zip(asked.number::<f64>("long")?);
    if let Some((lat, lon)) = point
        && !(lat.abs() <= 90.0 && lon.abs() <= 180.0)
    {
        return Err(Fault::bad("lat, long: these are no degrees north and east (WGS 84)."));
    }
    if let Some(uprn) = asked.get("address_id") {
        let found = places::store::by_uprn(&app.db, scope, uprn).await?;
        let found = found.ok_or_else(|| Fault::bad("address_id: there is no such address; it is a UPRN."))?;
        return Ok(Location { words: found.line, postcode: found.postcode, uprn: found.uprn, point: point.or(found.point) });
    }
    let words = asked.get("address_string").unwrap_or_default();
    if words.is_empty() && point.is_none() {
        return Err(Fault::bad("lat and long, address_string or address_id were not provided; one of them is needed."));
    }
    let (line, postcode) = without_postcode(words);
    let words = match point {
        Some((lat, lon)) if line.is_empty() => format!("At {lat:.5}, {lon:.5}"),
        _ => line,
    };
    Ok(Location { words, postcode, uprn: String::new(), point })
}

/// An address without the postcode at its end, and the postcode.
fn without_postcode(words: &str) -> (String, String) {
    let parts: Vec<&str> = words.split_whitespace().collect();
    for n in [2, 1] {
        let Some(at) = parts.len().checked_sub(n) else { continue };
        let end = parts[at..].concat();
        let signs = end.as_bytes();
        // Outward code, then a digit and two letters (BS 7666).
        let fits = (5..=7).contains(&signs.len())
            && signs[0].is_ascii_alphabetic()
            && signs[signs.len() - 3].is_ascii_digit()
            && signs[signs.len() - 2..].iter().all(u8::is_ascii_alphabetic);
        if fits && !postcode_key(&end).is_empty() {
            let (outward, inward) = end.split_at(end.len() - 3);
            return (parts[..at].join(" ").trim_end_matches(',').to_owned(), format!("{outward} {inward}").to_uppercase());
        }
    }
    (words.to_owned(), String::new())
}

/// Keeps pictures that were sent along; what is no picture is said.
async fn keep(app: &App, scope: &Scope, sent: &mut Fields) -> Result<Vec<String>, Fault> {
    let mut kept = Vec::new();
    for upload in std::mem::take(&mut sent.files) {
        let picture = files::take_in_turn(upload.bytes).await?.ok_or_else(|| Fault::bad("media: this is no JPEG, PNG, WebP or GIF."))?;
        let scope = scope.clone();
        let file = app.db.write(move |tx| Box::pin(async move { files::store::put(tx, &scope, &upload.name, &picture).await })).await?;
        kept.push(serde_json::to_string(&file).map_err(crate::platform::Error::from)?);
    }
    Ok(kept)
}

/// Goes through the service with what was sent, as a resident would. At the first answer that is none, every other question that is
/// always asked is read too, so that all mistakes are said at once.
fn answers(
    service: &Service,
    asked: &Asked,
    place: &Location,
    pictures: &[String],
    description: &mut Option<String>,
    today: jiff::civil::Date,
) -> Result<Answers, Fault> {
    let mut read = |ask: &Ask| {
        let mut fields = attributes::fields(ask, asked, place, description);
        if ask.kind == AskKind::Photo {
            fields.insert(ask.id.clone(), pictures.to_vec());
        }
        let name = || if matches!(ask.kind, AskKind::Address | AskKind::Place) { "location".to_owned() } else { format!("attribute[{}]", ask.id) };
        catalogue::read_answer(ask, &fields, today).map_err(|error| format!("{}: {}.", name(), error.words.get(Lang::En)))
    };
    let mut answers = Answers::default();
    loop {
        let (id, value) = match catalogue::step(service, &answers, today) {
            Step::Ask(ask) => match read(ask) {
                Ok(value) => (ask.id.clone(), value),
                Err(first) => {
                    let after = service.asks.iter().skip_while(|other| other.id != ask.id).skip(1).filter(|other| other.when.is_none());
                    let others = after.filter_map(|other| read(other).err());
                    return Err(Fault::all_bad(std::iter::once(first).chain(others).collect()));
                }
            },
            Step::Tell { key, .. } => (key, Value::Skipped),
            Step::Outcome(_) => return Ok(answers),
        };
        let next = catalogue::change(service, &answers, &id, Some(value), today);
        // An answer that does not stay would be asked for again for ever.
        if !next.0.contains_key(&id) {
            return Err(Fault::bad(format!("attribute[{id}]: this answer cannot be used.")));
        }
        answers = next;
    }
}

/// Attributes of questions that were not asked, because the answers before them settled where it goes: nothing that was sent is dropped.
fn not_asked(service: &Service, answers: &Answers, asked: &Asked) -> Vec<String> {
    let left = attributes::of(service).into_iter().map(|(_, ask)| ask).filter(|ask| !answers.0.contains_key(&ask.id));
    left.filter_map(|ask| {
        let sent = [asked.all(&format!("attribute[{}]", ask.id)), asked.all(&format!("attribute[{}][]", ask.id))].concat();
        let words =
            |key: String| ask.options.iter().find(|choice| choice.key == key).map_or(key.clone(), |choice| choice.words.get(Lang::En).to_owned());
        let sent: Vec<String> = sent.into_iter().filter(|value| !value.is_empty()).map(words).collect();
        (!sent.is_empty()).then(|| format!("{}: {}", ask.label.get(Lang::En).trim_end_matches('?'), sent.join(", ")))
    })
    .collect()
}

/// Who reports.
fn details(asked: &Asked, today: jiff::civil::Date) -> Result<Details, Fault> {
    let mut fields = Fields::default();
    for (name, value) in [
        ("name", attributes::name(asked)),
        ("phone", asked.get("phone").unwrap_or_default().to_owned()),
        ("email", asked.get("email").unwrap_or_default().to_owned()),
    ] {
        fields.values.insert(name.to_owned(), vec![value]);
    }
    let (details, errors) = read_details(&fields, Lang::En, false, today);
    if errors.is_empty() { Ok(details) } else { Err(Fault::all_bad(errors.into_iter().map(|(field, words)| format!("{field}: {words}.")).collect())) }
}

#[cfg(test)]
mod tests {
    use super::without_postcode;

    #[test]
    fn postcodes_are_found_at_the_end() {
        let read = |words| without_postcode(words);
        assert_eq!(read("7 Larch Road, Oxmoor, lx1 1aa"), ("7 Larch Road, Oxmoor".to_owned(), "LX1 1AA".to_owned()));
        assert_eq!(read("7 Larch Road LX11AA"), ("7 Larch Road".to_owned(), "LX1 1AA".to_owned()));
        assert_eq!(read("Opposite number 12b"), ("Opposite number 12b".to_owned(), String::new()));
        assert_eq!(read(""), (String::new(), String::new()));
    }
}
