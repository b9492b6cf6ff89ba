//! What a form sent, read as an answer; what is wrong with it is said in the words of the GOV.UK patterns.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::{Lang, Text};

use super::words::months;
use crate::service::{Ask, AskKind, DayLimit};
use crate::value::{Address, FileRef, Place, Value};

/// Why a form's fields are no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerError {
    /// The field to point at.
    pub field: String,
    /// What to do.
    pub words: Text,
}

/// The fields of a form, by name.
type Fields = BTreeMap<String, Vec<String>>;
type Read = Result<Value, AnswerError>;

fn wrong(field: &str, en: impl Into<String>, cy: impl Into<String>) -> AnswerError {
    AnswerError { field: field.to_owned(), words: Text { en: en.into(), cy: Some(cy.into()) } }
}

/// A field's first value: without control signs, spaces at its ends, or two in a row; line ends stay in long text.
fn tidy(fields: &Fields, name: &str, lines: bool) -> String {
    let raw = fields.get(name).and_then(|values| values.first()).map_or("", String::as_str);
    let clean: String = raw.chars().filter(|sign| !sign.is_control() || *sign == '\n' || *sign == '\t').collect();
    if lines {
        return clean.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n").trim().to_owned();
    }
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the answer to a question from a form's fields, which are named by the question's id: `bin`; `when-day`, `when-month`, `when-year`;
/// `address-line`, `address-postcode`, `address-uprn`, `address-lat`, `address-lon`; `place-words`, `place-lat`, `place-lon`. Files come as JSON of [`FileRef`].
///
/// # Errors
/// What is missing or cannot be, with the field to point at.
pub fn read_answer(ask: &Ask, fields: &Fields, today: Date) -> Read {
    let id = ask.id.as_str();
    let text = tidy(fields, id, ask.kind == AskKind::LongText);
    let given = match ask.kind {
        AskKind::Date => ["day", "month", "year"].iter().any(|end| !tidy(fields, &format!("{id}-{end}"), false).is_empty()),
        AskKind::Address => ["line", "postcode", "uprn"].iter().any(|end| !tidy(fields, &format!("{id}-{end}"), false).is_empty()),
        AskKind::Place => ["words", "lat", "lon"].iter().any(|end| !tidy(fields, &format!("{id}-{end}"), false).is_empty()),
        AskKind::Photo | AskKind::File => return files(ask, fields),
        AskKind::Several => return several(ask, fields),
        _ => !text.is_empty(),
    };
    if !given {
        return if ask.optional { Ok(Value::Skipped) } else { Err(missing(ask)) };
    }
    match ask.kind {
        AskKind::Text | AskKind::LongText | AskKind::Name | AskKind::Person => long_enough(ask, text),
        AskKind::YesNo => yes_no(ask, &text).map(Value::YesNo),
        AskKind::Consent => yes_no(ask, &text).map(Value::Consent),
        AskKind::Choice if ask.options.iter().any(|choice| choice.key == text) => Ok(Value::Choice(text)),
        AskKind::Choice => Err(missing(ask)),
        AskKind::Number => number(ask, &text),
        AskKind::Money => money(ask, &text),
        AskKind::Date => date(ask, fields, today),
        AskKind::Time => time(ask, &text),
        AskKind::Phone => phone(ask, &text),
        AskKind::Email => email(ask, &text),
        AskKind::Postcode => postcode(&text).map(Value::Text).ok_or_else(|| bad_postcode(id)),
        AskKind::Address => address(ask, fields),
        AskKind::Place => place(ask, fields),
        AskKind::Photo | AskKind::File | AskKind::Several => Err(missing(ask)),
    }
}

/// The words for a question that was left without an answer.
fn missing(ask: &Ask) -> AnswerError {
    let id = ask.id.as_str();
    let (field, en, cy) = match ask.kind {
        AskKind::YesNo | AskKind::Consent => (id.to_owned(), "Select yes or no", "Dewiswch ie neu na"),
        AskKind::Choice | AskKind::Several => (id.to_owned(), "Select an answer", "Dewiswch ateb"),
        AskKind::Date => (format!("{id}-day"), "Enter a date", "Rhowch ddyddiad"),
        AskKind::Time => (id.to_owned(), "Enter a time", "Rhowch amser"),
        AskKind::Number => (id.to_owned(), "Enter a number", "Rhowch rif"),
        AskKind::Money => (id.to_owned(), "Enter an amount in pounds", "Rhowch swm mewn punnoedd"),
        AskKind::Name => (id.to_owned(), "Enter a name", "Rhowch enw"),
        AskKind::Phone => (id.to_owned(), "Enter a phone number", "Rhowch rif ffôn"),
        AskKind::Email => (id.to_owned(), "Enter an email address", "Rhowch gyfeiriad e-bost"),
        AskKind::Postcode => (id.to_owned(), "Enter a postcode", "Rhowch god post"),
        AskKind::Address => (format!("{id}-line"), "Enter an address", "Rhowch gyfeiriad"),
        AskKind::Place => (format!("{id}-words"), "Say where it is, or choose a point on the map", "Dywedwch ble mae, neu dewiswch bwynt ar y map"),
        _ => (id.to_owned(), "Enter an answer", "Rhowch ateb"),
    };
    wrong(&field, en, cy)
}

fn long_enough(ask: &Ask, text: String) -> Read {
    let length = text.chars().count();
    let most = ask.max.unwrap_or(if ask.kind == AskKind::LongText { 4000.0 } else { 200.0 });
    #[expect(clippy::cast_precision_loss, reason = "forms are far shorter than 2^52 signs")]
    let (too_long, too_short) = (length as f64 > most, ask.min.is_some_and(|min| (length as f64) < min));
    if too_long {
        return Err(wrong(&ask.id, format!("Use {most} characters or fewer"), format!("Defnyddiwch {most} o nodau neu lai")));
    }
    if too_short {
        let min = ask.min.unwrap_or_default();
        return Err(wrong(&ask.id, format!("Use {min} characters or more"), format!("Defnyddiwch {min} o nodau neu fwy")));
    }
    Ok(Value::Text(text))
}

fn yes_no(ask: &Ask, text: &str) -> Result<bool, AnswerError> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(missing(ask)),
    }
}

fn several(ask: &Ask, fields: &Fields) -> Read {
    let sent: Vec<&str> = fields.get(&ask.id).map_or(&[][..], Vec::as_slice).iter().map(|key| key.trim()).filter(|key| !key.is_empty()).collect();
    if sent.iter().any(|key| !ask.options.iter().any(|choice| choice.key == *key)) {
        return Err(missing(ask));
    }
    let keys: Vec<String> = ask.options.iter().filter(|choice| sent.contains(&choice.key.as_str())).map(|choice| choice.key.clone()).collect();
    #[expect(clippy::cast_precision_loss, reason = "a list of choices is short")]
    let n = keys.len() as f64;
    let min = ask.min.unwrap_or(if ask.optional { 0.0 } else { 1.0 });
    match () {
        () if keys.is_empty() && ask.optional => Ok(Value::Skipped),
        () if keys.is_empty() => Err(missing(ask)),
        () if n < min => Err(wrong(&ask.id, format!("Select {min} or more"), format!("Dewiswch {min} neu fwy"))),
        () if ask.max.is_some_and(|max| n > max) => {
            let max = ask.max.unwrap_or_default();
            Err(wrong(&ask.id, format!("Select {max} or fewer"), format!("Dewiswch {max} neu lai")))
        }
        () => Ok(Value::Several(keys)),
    }
}

fn within(ask: &Ask, number: f64, unit: &str) -> Result<(), AnswerError> {
    match (ask.min, ask.max) {
        (Some(min), _) if number < min => Err(wrong(&ask.id, format!("Enter {unit}{min} or more"), format!("Rhowch {unit}{min} neu fwy"))),
        (_, Some(max)) if number > max => Err(wrong(&ask.id, format!("Enter {unit}{max} or less"), format!("Rhowch {unit}{max} neu lai"))),
        _ => Ok(()),
    }
}

fn number(ask: &Ask, text: &str) -> Read {
    let plain: String = text.chars().filter(|sign| !matches!(sign, ',' | ' ')).collect();
    let decimal = !plain.is_empty() && plain.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-'));
    let number = plain.parse::<f64>().ok().filter(|number| decimal && number.is_finite() && number.abs() < 1e12);
    let Some(number) = number else {
        return Err(wrong(&ask.id, "Enter a number, like 15", "Rhowch rif, fel 15"));
    };
    if ask.whole && number.fract() != 0.0 {
        return Err(wrong(&ask.id, "Enter a whole number, like 15", "Rhowch rif cyfan, fel 15"));
    }
    within(ask, number, "")?;
    Ok(Value::Number(number))
}

fn money(ask: &Ask, text: &str) -> Read {
    let plain: String = text.chars().filter(|sign| !matches!(sign, ',' | ' ' | '£')).collect();
    let (pounds, pence) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |part: &str| part.chars().all(|sign| sign.is_ascii_digit());
    let good = !pounds.is_empty() && pounds.len() <= 9 && digits(pounds) && digits(pence) && pence.len() <= 2;
    let amount = good.then(|| pounds.parse::<i64>().ok()).flatten().map(|pounds| pounds * 100 + format!("{pence:0<2}").parse::<i64>().unwrap_or(0));
    let Some(amount) = amount else {
        return Err(wrong(&ask.id, "Enter an amount in pounds, like 120 or 120.50", "Rhowch swm mewn punnoedd, fel 120 neu 120.50"));
    };
    #[expect(clippy::cast_precision_loss, reason = "amounts are below 2^52 pence")]
    within(ask, amount as f64 / 100.0, "£")?;
    Ok(Value::Money(amount))
}

fn date(ask: &Ask, fields: &Fields, today: Date) -> Read {
    let part = |end: &str| tidy(fields, &format!("{}-{end}", ask.id), false);
    let (day, month, year) = (part("day"), part("month"), part("year"));
    for (end, value, en, cy) in [
        ("day", &day, "The date must include a day", "Rhaid i'r dyddiad gynnwys diwrnod"),
        ("month", &month, "The date must include a month", "Rhaid i'r dyddiad gynnwys mis"),
        ("year", &year, "The date must include a year", "Rhaid i'r dyddiad gynnwys blwyddyn"),
    ] {
        if value.is_empty() {
            return Err(wrong(&format!("{}-{end}", ask.id), en, cy));
        }
    }
    let real = || -> Option<Date> {
        let month = month.parse::<i8>().ok().or_else(|| month_of(&month))?;
        let year = Some(year.as_str()).filter(|year| year.len() == 4)?.parse::<i16>().ok()?;
        Date::new(year, month, day.parse().ok()?).ok()
    };
    let field = format!("{}-day", ask.id);
    let Some(date) = real() else {
        return Err(wrong(&field, "Enter a real date, like 27 3 2026", "Rhowch ddyddiad go iawn, fel 27 3 2026"));
    };
    let limit = |limit: DayLimit| match limit {
        DayLimit::On(date) => Some(date),
        DayLimit::FromToday(days) => today.checked_add(jiff::Span::new().days(days)).ok(),
    };
    let said = |date: Date| format!("{} {} {}", date.day(), months(Lang::En)[usize::try_from(date.month() - 1).unwrap_or_default()], date.year());
    let said_cy = |date: Date| format!("{} {} {}", date.day(), months(Lang::Cy)[usize::try_from(date.month() - 1).unwrap_or_default()], date.year());
    if let Some(first) = ask.earliest.and_then(limit).filter(|first| date < *first) {
        return Err(wrong(
            &field,
            format!("The date must be {} or later", said(first)),
            format!("Rhaid i'r dyddiad fod {} neu'n hwyrach", said_cy(first)),
        ));
    }
    if let Some(last) = ask.latest.and_then(limit).filter(|last| date > *last) {
        return Err(wrong(
            &field,
            format!("The date must be {} or earlier", said(last)),
            format!("Rhaid i'r dyddiad fod {} neu'n gynharach", said_cy(last)),
        ));
    }
    Ok(Value::Date(date.to_string()))
}

fn month_of(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let find = |lang| months(lang).iter().position(|month| name.chars().count() >= 3 && month.to_lowercase().starts_with(&name));
    find(Lang::En).or_else(|| find(Lang::Cy)).and_then(|at| i8::try_from(at + 1).ok())
}

fn time(ask: &Ask, text: &str) -> Read {
    let lower: String = text.to_lowercase().chars().filter(|sign| !matches!(sign, ' ' | '.')).collect();
    let (digits, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => match lower.as_str() {
            "midday" | "noon" => ("12", Some(12)),
            "midnight" => ("12", Some(0)),
            digits => (digits, None),
        },
    };
    let read = || -> Option<(u32, u32)> {
        let (hour, minute) = match digits.split_once(':') {
            Some((hour, minute)) => (hour, minute),
            None if digits.len() > 2 && digits.is_ascii() => digits.split_at(digits.len() - 2),
            None => (digits, if half.is_some() { "0" } else { return None }),
        };
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        let hour = match half {
            Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
            Some(_) => return None,
            None => hour,
        };
        (hour < 24 && minute < 60).then_some((hour, minute))
    };
    match read() {
        Some((hour, minute)) => Ok(Value::Time(format!("{hour:02}:{minute:02}"))),
        None => Err(wrong(&ask.id, "Enter a time, like 2:30pm or 14:30", "Rhowch amser, fel 2:30pm neu 14:30")),
    }
}

fn phone(ask: &Ask, text: &str) -> Read {
    let allowed = text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, ' ' | '+' | '(' | ')' | '-' | '.'));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plus = text.starts_with('+');
    let uk = text.starts_with('0') || text.starts_with("(0");
    // ITU-T E.164: at most 15 digits; British numbers have 10 or 11 with their zero.
    let good = allowed
        && !text.get(1..).is_some_and(|rest| rest.contains('+'))
        && ((plus && (8..=16).contains(&digits)) || (uk && (10..=15).contains(&digits)));
    if good {
        return Ok(Value::Text(text.to_owned()));
    }
    let en = "Enter a phone number, like 01632 960 001 or +44 808 157 0192";
    Err(wrong(&ask.id, en, "Rhowch rif ffôn, fel 01632 960 001 neu +44 808 157 0192"))
}

fn email(ask: &Ask, text: &str) -> Read {
    let good = text.len() <= 254
        && !text.contains([' ', '<', '>', ',', ';', '"', '(', ')'])
        && text.rsplit_once('@').is_some_and(|(who, domain)| {
            let labels: Vec<&str> = domain.split('.').collect();
            !who.is_empty()
                && who.len() <= 64
                && !who.contains('@')
                && labels.len() > 1
                && labels.iter().all(|label| {
                    !label.is_empty()
                        && !label.starts_with('-')
                        && !label.ends_with('-')
                        && label.chars().all(|sign| sign.is_alphanumeric() || sign == '-')
                })
        });
    if good {
        return Ok(Value::Text(text.to_owned()));
    }
    Err(wrong(
        &ask.id,
        "Enter an email address in the right form, like name@example.com",
        "Rhowch gyfeiriad e-bost yn y ffurf gywir, fel enw@example.com",
    ))
}

fn bad_postcode(field: &str) -> AnswerError {
    wrong(field, "Enter a full UK postcode, like LX1 1AA", "Rhowch god post llawn yn y DU, fel LX1 1AA")
}

/// A British postcode with its space: outward part of two to four signs, inward part of a digit and two letters (Royal Mail's Programmers' Guide).
pub(super) fn postcode(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_uppercase).collect();
    if !plain.is_ascii() || !(5..=7).contains(&plain.len()) {
        return None;
    }
    let (outward, inward) = plain.split_at(plain.len() - 3);
    let inward_good = inward.chars().enumerate().all(|(n, sign)| if n == 0 { sign.is_ascii_digit() } else { sign.is_ascii_uppercase() });
    let letters = outward.chars().take_while(char::is_ascii_uppercase).count();
    let rest: Vec<char> = outward.chars().skip(letters).collect();
    let outward_good = (1..=2).contains(&letters)
        && match rest.as_slice() {
            [one] => one.is_ascii_digit(),
            [one, two] => one.is_ascii_digit() && two.is_ascii_alphanumeric(),
            _ => false,
        };
    (inward_good && outward_good).then(|| format!("{outward} {inward}"))
}

fn degrees(fields: &Fields, name: &str, most: f64) -> Option<f64> {
    tidy(fields, name, false).parse::<f64>().ok().filter(|degrees| degrees.is_finite() && degrees.abs() <= most)
}

fn address(ask: &Ask, fields: &Fields) -> Read {
    let name = |end: &str| format!("{}-{end}", ask.id);
    let line = tidy(fields, &name("line"), false);
    let typed = tidy(fields, &name("postcode"), false);
    if line.is_empty() {
        return Err(wrong(&name("line"), "Enter the first line of the address", "Rhowch linell gyntaf y cyfeiriad"));
    }
    if line.chars().count() > 300 {
        return Err(wrong(&name("line"), "Use 300 characters or fewer", "Defnyddiwch 300 o nodau neu lai"));
    }
    let postcode = if typed.is_empty() { String::new() } else { postcode(&typed).ok_or_else(|| bad_postcode(&name("postcode")))? };
    let uprn = Some(tidy(fields, &name("uprn"), false))
        .filter(|uprn| !uprn.is_empty() && uprn.len() <= 12 && uprn.chars().all(|sign| sign.is_ascii_digit()));
    Ok(Value::Address(Address { line, postcode, uprn, lat: degrees(fields, &name("lat"), 90.0), lon: degrees(fields, &name("lon"), 180.0) }))
}

fn place(ask: &Ask, fields: &Fields) -> Read {
    let name = |end: &str| format!("{}-{end}", ask.id);
    let words = tidy(fields, &name("words"), false);
    let point = degrees(fields, &name("lat"), 90.0).zip(degrees(fields, &name("lon"), 180.0));
    if words.chars().count() > 500 {
        return Err(wrong(&name("words"), "Use 500 characters or fewer", "Defnyddiwch 500 o nodau neu lai"));
    }
    if words.is_empty() && point.is_none() {
        return Err(missing(ask));
    }
    Ok(Value::Place(Place { words, lat: point.map(|point| point.0), lon: point.map(|point| point.1) }))
}

fn files(ask: &Ask, fields: &Fields) -> Read {
    let sent = fields.get(&ask.id).map_or(&[][..], Vec::as_slice);
    let files: Vec<FileRef> = sent.iter().filter_map(|json| serde_json::from_str(json).ok()).collect();
    let most = ask.max.unwrap_or(3.0);
    #[expect(clippy::cast_precision_loss, reason = "a form carries few files")]
    let too_many = files.len() as f64 > most;
    if too_many {
        return Err(wrong(&ask.id, format!("You can add {most} pictures at most"), format!("Gallwch ychwanegu {most} llun ar y mwyaf")));
    }
    Ok(if files.is_empty() { Value::Skipped } else { Value::Files(files) })
}
