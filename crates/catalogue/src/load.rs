//! A service file's text, read into a service; every mistake at once.

use std::collections::BTreeSet;
use std::ops::Range;

use model::{TeamId, Text};
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::condition::Condition;
use crate::diagnostic::{Source, meant};
use crate::reach;
use crate::service::{Ask, AskKind, Audience, Choice, ContactDetails, DayLimit, OutcomeKind, Priority, Rule, Service, Target, Tell};
use crate::table::Table;

/// The keys of a file's head.
pub(crate) const HEAD: &[&str] = &[
    "title",
    "title_cy",
    "description",
    "description_cy",
    "audience",
    "lgsl",
    "kinds",
    "team",
    "category",
    "category_cy",
    "popular",
    "public",
    "sensitive",
    "minutes",
    "need",
    "need_cy",
    "other_ways",
    "other_ways_cy",
    "phrases",
    "phrases_cy",
    "answer_within",
    "resolve_within",
    "next",
    "next_cy",
    "contact",
    "ask",
    "rule",
];
/// The keys of a question.
pub(crate) const ASK: &[&str] = &[
    "id",
    "type",
    "label",
    "label_cy",
    "say",
    "say_cy",
    "hint",
    "hint_cy",
    "when",
    "optional",
    "options",
    "options_cy",
    "min",
    "max",
    "whole",
    "earliest",
    "latest",
];
/// The keys of a rule.
pub(crate) const RULE: &[&str] = &["when", "tell", "tell_cy", "outcome", "summary", "priority", "team", "resolve_within", "to", "link"];
/// The kinds of authority.
pub(crate) const KINDS: &[&str] = &["county", "district", "borough", "police"];

/// The first 16 hex digits of a text's SHA-256.
pub(crate) fn version_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a service; `None` when something is wrong, which the source then holds.
pub(crate) fn service(source: &mut Source<'_>, id: &str, pack: &str) -> Option<Service> {
    let text = source.text;
    let parsed = match DeTable::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            source.wrong(&error.span().unwrap_or(0..0), error.message().lines().next().unwrap_or("this is no TOML").to_owned(), None);
            return None;
        }
    };
    let head = Table::new(source, parsed.get_ref(), 0..0, "a service", HEAD);
    let before = source.found.len();
    let asks = asks(source, &head);
    let rules = rules(source, &head, &asks);
    // What can never happen is only seen when every question and rule could be read; the head does not matter to it.
    let whole = source.found.len() == before;
    let resolve_within = target(source, &head);
    let category = head.required_words(source, "category");
    let kinds = kinds(source, &head);
    let service = Service {
        id: id.to_owned(),
        pack: pack.to_owned(),
        version: version_of(text),
        title: head.required_words(source, "title").unwrap_or_default(),
        description: head.required_words(source, "description").unwrap_or_default(),
        audience: head.one_of(source, "audience", Audience::ALL, Audience::as_str).unwrap_or(Audience::Residents),
        lgsl: head.whole(source, "lgsl"),
        kinds,
        team: TeamId::from(head.required(source, "team").unwrap_or_default()),
        category: category.unwrap_or_default(),
        popular: head.flag(source, "popular"),
        public: head.flag(source, "public"),
        sensitive: head.flag(source, "sensitive"),
        minutes: head.whole(source, "minutes"),
        need: need(source, &head),
        other_ways: head.words(source, "other_ways"),
        phrases: phrases(source, &head),
        phrases_cy: head.list(source, "phrases_cy").into_iter().map(|(words, _)| words).collect(),
        answer_within_s: answer_within(source, &head),
        resolve_within,
        next: head.words(source, "next"),
        contact: head.one_of(source, "contact", ContactDetails::ALL, ContactDetails::as_str).unwrap_or(ContactDetails::Optional),
        asks: asks.iter().map(|(ask, _)| ask.clone()).collect(),
        rules: rules.iter().map(|(rule, _)| rule.clone()).collect(),
    };
    if whole {
        let places: Vec<Range<usize>> = rules.into_iter().map(|(_, at)| at).collect();
        let ask_places: Vec<Range<usize>> = asks.into_iter().map(|(_, at)| at).collect();
        reach::check(source, &service, &ask_places, &places);
    }
    source.found.is_empty().then_some(service)
}

fn kinds(source: &mut Source<'_>, head: &Table<'_, '_>) -> Vec<String> {
    let list = head.list(source, "kinds");
    for (kind, at) in &list {
        if !KINDS.contains(&kind.as_str()) {
            source.wrong(at, format!("\"{kind}\" is no kind of authority"), meant(kind, KINDS.iter().copied()));
        }
    }
    list.into_iter().map(|(kind, _)| kind).collect()
}

fn need(source: &mut Source<'_>, head: &Table<'_, '_>) -> Vec<Text> {
    let cy: Vec<_> = head.list(source, "need_cy");
    let en = head.list(source, "need");
    if !cy.is_empty() && cy.len() != en.len() {
        source.wrong(&head.place("need_cy"), "\"need_cy\" must have as many lines as \"need\"", None);
    }
    en.into_iter().enumerate().map(|(n, (en, _))| Text { en, cy: cy.get(n).map(|(words, _)| words.clone()) }).collect()
}

fn phrases(source: &mut Source<'_>, head: &Table<'_, '_>) -> Vec<String> {
    let list = head.list(source, "phrases");
    if list.len() < 3 {
        let hint = "write how people say it: search and chat find the service by these".to_owned();
        source.wrong(&head.place("phrases"), "a service needs three phrases or more", Some(hint));
    }
    list.into_iter().map(|(words, _)| words).collect()
}

fn answer_within(source: &mut Source<'_>, head: &Table<'_, '_>) -> Option<u32> {
    let words = head.text(source, "answer_within")?;
    let seconds = match (words.strip_suffix('s'), words.strip_suffix('m')) {
        (Some(number), _) => number.trim().parse().ok(),
        (_, Some(number)) => number.trim().parse::<u32>().ok().and_then(|minutes| minutes.checked_mul(60)),
        _ => None,
    };
    if seconds.is_none() {
        source.wrong(&head.place("answer_within"), format!("\"{words}\" is no length of time"), Some("write 20s or 2m".to_owned()));
    }
    seconds
}

fn target(source: &mut Source<'_>, table: &Table<'_, '_>) -> Option<Target> {
    let words = table.text(source, "resolve_within")?;
    let target = Target::parse(words);
    if target.is_none() {
        source.wrong(
            &table.place("resolve_within"),
            format!("\"{words}\" is no target"),
            Some("write \"2 working days\" or \"24 hours\"".to_owned()),
        );
    }
    target
}

/// The tables of `[[ask]]` or `[[rule]]`.
fn tables<'t, 'a>(source: &mut Source<'_>, head: &Table<'t, 'a>, key: &str) -> Vec<(&'t DeTable<'a>, Range<usize>)> {
    let Some(value) = head.value(key) else { return Vec::new() };
    let Some(items) = value.get_ref().as_array() else {
        source.wrong(&value.span(), format!("write [[{key}]] above each of them"), None);
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items.iter() {
        match item.get_ref().as_table() {
            Some(table) => found.push((table, item.span())),
            None => source.wrong(&item.span(), format!("write [[{key}]] above each of them"), None),
        }
    }
    found
}

fn asks(source: &mut Source<'_>, head: &Table<'_, '_>) -> Vec<(Ask, Range<usize>)> {
    let mut asks: Vec<(Ask, Range<usize>)> = Vec::new();
    let mut ids = BTreeSet::new();
    for (table, at) in tables(source, head, "ask") {
        let table = Table::new(source, table, at.clone(), "a question", ASK);
        let before: Vec<Ask> = asks.iter().map(|(ask, _)| ask.clone()).collect();
        let Some(ask) = ask(source, &table, &before) else { continue };
        if !ids.insert(ask.id.clone()) {
            source.wrong(&table.place("id"), format!("two questions have the id \"{}\"", ask.id), None);
        }
        asks.push((ask, at));
    }
    asks
}

fn ask(source: &mut Source<'_>, table: &Table<'_, '_>, before: &[Ask]) -> Option<Ask> {
    let id = table.required(source, "id").map(str::to_owned);
    if let Some(id) = &id {
        let good = id.starts_with(|sign: char| sign.is_ascii_lowercase())
            && id.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_');
        // Words of conditions, pages of a form, and fields that a form has besides its questions.
        const TAKEN: [&str; 13] = ["today", "answers", "check", "done", "in", "true", "false", "null", "find", "send", "ask", "same_as", "kept"];
        let reserved = TAKEN.contains(&id.as_str()) || id.starts_with("told_");
        if !good || reserved {
            let hint = "small letters, digits and _, beginning with a letter; words of conditions and forms (today, check, done, find, send, told_… and others) are taken".to_owned();
            source.wrong(&table.place("id"), format!("\"{id}\" cannot be an id"), Some(hint));
        }
    }
    table.required(source, "type");
    let kind = table.one_of(source, "type", AskKind::ALL, AskKind::as_str);
    let label = table.required_words(source, "label");
    let when = condition(source, table, before);
    let options = options(source, table);
    if matches!(kind, Some(AskKind::Choice | AskKind::Several)) && options.len() < 2 {
        source.wrong(&table.place("options"), "a choice needs two options or more", Some("add options = { key = \"Words\", … }".to_owned()));
    }
    let ask = Ask {
        say: table.words(source, "say"),
        hint: table.words(source, "hint"),
        when,
        optional: table.flag(source, "optional"),
        options,
        min: table.number(source, "min"),
        max: table.number(source, "max"),
        whole: table.flag(source, "whole"),
        earliest: day_limit(source, table, "earliest"),
        latest: day_limit(source, table, "latest"),
        id: id?,
        kind: kind?,
        label: label?,
    };
    if let (Some(min), Some(max)) = (ask.min, ask.max)
        && min > max
    {
        source.wrong(&table.place("min"), "\"min\" is more than \"max\"", None);
    }
    Some(ask)
}

fn day_limit(source: &mut Source<'_>, table: &Table<'_, '_>, key: &str) -> Option<DayLimit> {
    let words = table.text(source, key)?;
    let limit = match words.strip_prefix("today") {
        Some("") => Some(DayLimit::FromToday(0)),
        Some(days) => days.parse().ok().filter(|days: &i32| days.abs() <= 40_000).map(DayLimit::FromToday),
        None => words.parse().ok().map(DayLimit::On),
    };
    if limit.is_none() {
        source.wrong(&table.place(key), format!("\"{words}\" is no day"), Some("write 2026-03-03, today, today-30 or today+90".to_owned()));
    }
    limit
}

fn options(source: &mut Source<'_>, table: &Table<'_, '_>) -> Vec<Choice> {
    let mut read = |key: &str| -> Vec<(String, String, Range<usize>)> {
        let Some(value) = table.value(key) else { return Vec::new() };
        let Some(options) = value.get_ref().as_table() else {
            source.wrong(&value.span(), format!("\"{key}\" must be {{ key = \"Words\", … }}"), None);
            return Vec::new();
        };
        // The table keeps keys by name; the file's order is the order that people see.
        let mut found: Vec<(&Spanned<_>, &Spanned<DeValue<'_>>)> = options.iter().collect();
        found.sort_by_key(|(key, _)| key.span().start);
        let mut read = Vec::new();
        for (key, words) in found {
            match words.get_ref().as_str().filter(|words| !words.trim().is_empty()) {
                Some(text) => read.push((key.get_ref().to_string(), text.to_owned(), key.span())),
                None => source.wrong(&words.span(), format!("the choice \"{}\" has no words", key.get_ref()), None),
            }
        }
        read
    };
    let (en, cy) = (read("options"), read("options_cy"));
    for (key, _, at) in &cy {
        if !en.iter().any(|(other, _, _)| other == key) {
            source.wrong(at, format!("\"options\" has no \"{key}\""), meant(key, en.iter().map(|(key, _, _)| key.as_str())));
        }
    }
    en.into_iter()
        .map(|(key, words, _)| Choice {
            words: Text { en: words, cy: cy.iter().find(|(other, _, _)| *other == key).map(|(_, words, _)| words.clone()) },
            key,
        })
        .collect()
}

fn condition(source: &mut Source<'_>, table: &Table<'_, '_>, asks: &[Ask]) -> Option<Condition> {
    let words = table.text(source, "when")?;
    match Condition::parse(words, asks) {
        Ok(condition) => Some(condition),
        Err(wrong) => {
            for (what, hint) in wrong {
                source.wrong(&table.place("when"), what, hint);
            }
            None
        }
    }
}

fn rules(source: &mut Source<'_>, head: &Table<'_, '_>, asks: &[(Ask, Range<usize>)]) -> Vec<(Rule, Range<usize>)> {
    let asks: Vec<Ask> = asks.iter().map(|(ask, _)| ask.clone()).collect();
    let has_target = head.value("resolve_within").is_some();
    let mut rules = Vec::new();
    for (table, at) in tables(source, head, "rule") {
        let table = Table::new(source, table, at.clone(), "a rule", RULE);
        rules.push((rule(source, &table, &asks, has_target), at));
    }
    if !matches!(rules.last(), Some((Rule { when: None, outcome: Some(_), .. }, _))) {
        let at = rules.last().map_or(0..0, |(_, at): &(Rule, Range<usize>)| at.clone());
        let hint = "end the file with a [[rule]] without \"when\" and with an \"outcome\"".to_owned();
        source.wrong(&at, "nothing says how the service ends when no other rule holds", Some(hint));
    }
    rules
}

fn rule(source: &mut Source<'_>, table: &Table<'_, '_>, asks: &[Ask], has_target: bool) -> Rule {
    let outcome = table.one_of(source, "outcome", OutcomeKind::ALL, OutcomeKind::as_str);
    let rule = Rule {
        when: condition(source, table, asks),
        tell: table.words(source, "tell").map(|words| match words.en.strip_prefix("knowledge/") {
            Some(article) => Tell::Article(article.to_owned()),
            None => Tell::Words(words),
        }),
        outcome,
        summary: table.text(source, "summary").map(str::to_owned),
        priority: table.one_of(source, "priority", Priority::ALL, Priority::as_str),
        team: table.text(source, "team").map(TeamId::from),
        resolve_within: target(source, table),
        to: table.text(source, "to").map(str::to_owned),
        link: table.text(source, "link").map(str::to_owned),
    };
    if rule.tell.is_none() && table.value("outcome").is_none() {
        source.wrong(&table.at, "this rule neither tells nor ends anything", Some("add \"tell\" or \"outcome\"".to_owned()));
    }
    let works = matches!(outcome, Some(OutcomeKind::Request | OutcomeKind::Appointment | OutcomeKind::Escalate));
    if works && rule.summary.is_none() && table.value("summary").is_none() {
        source.wrong(&table.at, "this outcome needs a \"summary\" for the team's list", None);
    }
    if works && rule.resolve_within.is_none() && !has_target {
        source.wrong(&table.at, "nothing says by when: there is no \"resolve_within\" here or in the head", None);
    }
    if outcome == Some(OutcomeKind::Signpost) {
        match rule.to.as_deref() {
            None => source.wrong(&table.at, "a signpost needs \"to\": whose service it is", None),
            Some("other") => {}
            Some(to) if KINDS.contains(&to) => {}
            Some(to) => source.wrong(&table.place("to"), format!("\"{to}\" is no kind of authority"), meant(to, KINDS.iter().copied())),
        }
    }
    if let Some(link) = &rule.link
        && !link.starts_with("https://")
    {
        source.wrong(&table.place("link"), "a link begins with https://", None);
    }
    if let Some(summary) = &rule.summary {
        for name in crate::step::names_in(summary) {
            if name != "title" && !asks.iter().any(|ask| ask.id == name) {
                let hint = meant(&name, asks.iter().map(|ask| ask.id.as_str()));
                source.wrong(&table.place("summary"), format!("the summary names \"{name}\", which is no question"), hint);
            }
        }
    }
    rule
}
