//! What can never happen: rules behind an outcome that always holds, questions behind it, conditions that are never true.

use std::ops::Range;

use crate::Condition;
use crate::diagnostic::Source;
use crate::service::Service;

/// Notes every rule that can never hold and every question that nobody can reach.
pub(crate) fn check(source: &mut Source<'_>, service: &Service, asks: &[Range<usize>], rules: &[Range<usize>]) {
    let always = service.rules.iter().position(|rule| rule.when.is_none() && rule.outcome.is_some());
    // A condition that is true whatever is answered ends the service before anything is asked.
    let at_once = service.rules.iter().position(|rule| rule.outcome.is_some() && rule.when.as_ref().and_then(Condition::always) == Some(true));
    for (n, rule) in service.rules.iter().enumerate() {
        let never = rule.when.as_ref().is_some_and(|when| when.is_never(&service.asks));
        // A rule with a condition is tried while questions are asked, so it can hold before one that stands above it without.
        let behind = always.is_some_and(|always| n > always && (rule.when.is_none() || service.asks.is_empty())) || at_once.is_some_and(|at| n > at);
        if never || behind {
            source.wrong(
                &rules[n],
                "this rule can never hold",
                Some(if never { "no answers make its condition true" } else { "an outcome above it always comes first" }.to_owned()),
            );
        }
        let same = service.rules[..n].iter().any(|other| {
            other.outcome.is_some()
                && other.when.is_some()
                && other.when.as_ref().map(|when| &when.source) == rule.when.as_ref().map(|when| &when.source)
        });
        if same {
            source.wrong(&rules[n], "this rule can never hold", Some("a rule above it has the same condition and an outcome".to_owned()));
        }
    }
    for (n, ask) in service.asks.iter().enumerate() {
        if ask.when.as_ref().is_some_and(|when| when.is_never(&service.asks)) {
            source.wrong(&asks[n], "nobody can reach this question", Some("no answers make its condition true".to_owned()));
        }
        if at_once.is_some() {
            source.wrong(
                &asks[n],
                "nobody can reach this question",
                Some("a rule whose condition is always true ends the service before".to_owned()),
            );
        }
        let ended = service.rules.iter().find_map(|rule| {
            let when = rule.when.as_ref().filter(|_| rule.outcome.is_some())?;
            (Some(when.source.trim()) == ask.when.as_ref().map(|when| when.source.trim())).then_some(&when.source)
        });
        if let Some(condition) = ended {
            source.wrong(&asks[n], "nobody can reach this question", Some(format!("a rule ends the service when {condition}")));
        }
    }
}
