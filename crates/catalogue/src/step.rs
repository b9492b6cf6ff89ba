//! What to ask or tell next. Total and deterministic: the same service, answers and day give the same step, whatever the answers hold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::{Lang, TeamId};

use crate::answer::value_words;
use crate::service::{Ask, AskKind, OutcomeKind, Priority, Rule, Service, Target, Tell};
use crate::value::{Answers, Value};

/// What comes next.
#[derive(Clone, Debug)]
pub enum Step<'a> {
    /// A question.
    Ask(&'a Ask),
    /// Something to be read; the caller then sets the answer `key` to `Value::Skipped`.
    Tell {
        /// `told_` and the rule's number.
        key: String,
        /// The words.
        tell: &'a Tell,
    },
    /// The end.
    Outcome(Outcome<'a>),
}

/// How it ends.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// In which way.
    pub kind: OutcomeKind,
    /// By which rule.
    pub rule: &'a Rule,
    /// One line in English for lists.
    pub summary: String,
    /// How much it presses.
    pub priority: Priority,
    /// Whose it is to do.
    pub team: TeamId,
    /// By when.
    pub resolve_within: Option<Target>,
    /// What is told with it.
    pub tell: Option<&'a Tell>,
}

/// The way through a service so far.
struct Walk<'a> {
    /// Questions met, in order; the last one may be unanswered.
    path: Vec<&'a Ask>,
    /// Questions that are through: answered, passed over, or not to be asked.
    known: BTreeSet<&'a str>,
    /// Answers that count.
    values: BTreeMap<&'a str, &'a Value>,
    step: Step<'a>,
}

/// What comes next.
pub fn step<'a>(service: &'a Service, answers: &'a Answers, today: Date) -> Step<'a> {
    walk(service, answers, today).step
}

/// The questions met so far, in order: the answered ones, and the one to be asked now.
pub fn path_of<'a>(service: &'a Service, answers: &'a Answers, today: Date) -> Vec<&'a Ask> {
    walk(service, answers, today).path
}

/// Sets or forgets one answer, and drops what depended on it: answers to questions that are now not asked, notices whose rule
/// no longer holds. Everything else stays.
pub fn change(service: &Service, answers: &Answers, ask: &str, new: Option<Value>, today: Date) -> Answers {
    let mut next = answers.clone();
    match new {
        Some(value) => next.0.insert(ask.to_owned(), value),
        None => next.0.remove(ask),
    };
    loop {
        let keep = kept(service, &next, today);
        if keep.len() == next.0.len() {
            return next;
        }
        next.0.retain(|id, _| keep.contains(id));
    }
}

/// The ids of the answers that still have a question or a rule behind them.
fn kept(service: &Service, answers: &Answers, today: Date) -> BTreeSet<String> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut values: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut keep = BTreeSet::new();
    for ask in &service.asks {
        if let Some(when) = &ask.when {
            let ready = when.names.iter().all(|name| known.contains(name.as_str()));
            if !ready {
                continue;
            }
            if !when.holds(&values, today) {
                known.insert(&ask.id);
                continue;
            }
        }
        if let Some(value) = answers.0.get(&ask.id).filter(|value| fits(ask, value)) {
            keep.insert(ask.id.clone());
            known.insert(&ask.id);
            values.insert(&ask.id, value);
        }
    }
    for (n, rule) in service.rules.iter().enumerate() {
        let key = told_key(n);
        let holds = rule.when.as_ref().is_none_or(|when| when.names.iter().all(|name| known.contains(name.as_str())) && when.holds(&values, today));
        if holds && rule.tell.is_some() && answers.0.contains_key(&key) {
            keep.insert(key);
        }
    }
    keep
}

fn told_key(rule: usize) -> String {
    format!("told_{rule}")
}

fn walk<'a>(service: &'a Service, answers: &'a Answers, today: Date) -> Walk<'a> {
    let mut walk = Walk { path: Vec::new(), known: BTreeSet::new(), values: BTreeMap::new(), step: ending(service) };
    if let Some(step) = rules(service, answers, &walk, today, false) {
        walk.step = step;
        return walk;
    }
    for ask in &service.asks {
        let asked =
            ask.when.as_ref().is_none_or(|when| when.names.iter().all(|name| walk.known.contains(name.as_str())) && when.holds(&walk.values, today));
        if asked {
            walk.path.push(ask);
            let Some(value) = answers.0.get(&ask.id).filter(|value| fits(ask, value)) else {
                walk.step = Step::Ask(ask);
                return walk;
            };
            walk.values.insert(&ask.id, value);
        }
        walk.known.insert(&ask.id);
        if let Some(step) = rules(service, answers, &walk, today, false) {
            walk.step = step;
            return walk;
        }
    }
    if let Some(step) = rules(service, answers, &walk, today, true) {
        walk.step = step;
    }
    walk
}

/// The first rule that holds and has something left to do.
fn rules<'a>(service: &'a Service, answers: &'a Answers, walk: &Walk<'a>, today: Date, through: bool) -> Option<Step<'a>> {
    for (n, rule) in service.rules.iter().enumerate() {
        let holds = match &rule.when {
            None => through,
            Some(when) => when.names.iter().all(|name| walk.known.contains(name.as_str())) && when.holds(&walk.values, today),
        };
        if !holds {
            continue;
        }
        match (rule.outcome, &rule.tell) {
            (Some(kind), _) => return Some(Step::Outcome(outcome(service, rule, kind, &walk.values))),
            (None, Some(tell)) if !answers.0.contains_key(&told_key(n)) => return Some(Step::Tell { key: told_key(n), tell }),
            (None, _) => {}
        }
    }
    None
}

/// The end that a loaded service always has: its last rule.
fn ending(service: &Service) -> Step<'_> {
    let rule = service.rules.last().expect("a loaded service has rules");
    Step::Outcome(outcome(service, rule, rule.outcome.unwrap_or(OutcomeKind::Resolved), &BTreeMap::new()))
}

fn outcome<'a>(service: &'a Service, rule: &'a Rule, kind: OutcomeKind, values: &BTreeMap<&str, &Value>) -> Outcome<'a> {
    Outcome {
        kind,
        rule,
        summary: rule.summary.as_deref().map_or_else(|| service.title.en.clone(), |summary| fill(service, summary, values)),
        priority: rule.priority.unwrap_or(Priority::Normal),
        team: rule.team.clone().unwrap_or_else(|| service.team.clone()),
        resolve_within: rule.resolve_within.or(service.resolve_within),
        tell: rule.tell.as_ref(),
    }
}

/// Whether a value is one that the question can have.
pub(crate) fn fits(ask: &Ask, value: &Value) -> bool {
    match (ask.kind, value) {
        (_, Value::Skipped) => ask.optional || ask.takes_files(),
        (AskKind::YesNo, Value::YesNo(_)) | (AskKind::Consent, Value::Consent(_)) => true,
        (AskKind::Choice, Value::Choice(key)) => ask.options.iter().any(|choice| choice.key == *key),
        (AskKind::Several, Value::Several(keys)) => keys.iter().all(|key| ask.options.iter().any(|choice| choice.key == *key)),
        (AskKind::Number, Value::Number(number)) => number.is_finite(),
        (AskKind::Money, Value::Money(_))
        | (AskKind::Date, Value::Date(_))
        | (AskKind::Time, Value::Time(_))
        | (AskKind::Address, Value::Address(_))
        | (AskKind::Place, Value::Place(_))
        | (AskKind::Photo | AskKind::File, Value::Files(_)) => true,
        (
            AskKind::Text | AskKind::LongText | AskKind::Name | AskKind::Phone | AskKind::Email | AskKind::Postcode | AskKind::Person,
            Value::Text(_),
        ) => true,
        _ => false,
    }
}

/// The names in `{…}` of a summary.
pub(crate) fn names_in(summary: &str) -> Vec<String> {
    summary.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// A summary with the answers in their places; a part in `[…]` is left out when an answer in it is missing.
fn fill(service: &Service, summary: &str, values: &BTreeMap<&str, &Value>) -> String {
    let words = |name: &str| -> Option<String> {
        if name == "title" {
            return Some(service.title.en.clone());
        }
        let ask = service.asks.iter().find(|ask| ask.id == name)?;
        let value = values.get(name).filter(|value| !matches!(value, Value::Skipped))?;
        Some(value_words(ask, value, Lang::En)).filter(|words| !words.is_empty())
    };
    let mut line = String::new();
    let mut rest = summary;
    while let Some(at) = rest.find(['{', '[']) {
        line.push_str(&rest[..at]);
        let (open, close) = if rest[at..].starts_with('{') { ('{', '}') } else { ('[', ']') };
        let Some(end) = rest[at..].find(close) else {
            break;
        };
        let inside = &rest[at + 1..at + end];
        if open == '{' {
            line.push_str(&words(inside).unwrap_or_default());
        } else if names_in(inside).iter().all(|name| words(name).is_some()) {
            line.push_str(&fill(service, inside, values));
        }
        rest = &rest[at + end + 1..];
    }
    line.push_str(rest);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(300).collect()
}
