//! Measures worked out by hand, and what must hold for all of them.

use jiff::civil::date;
use kpi::{ContactFact, Facts, KnowledgeFact, Period, RequestFact, all, find};
use model::Millis;
use proptest::prelude::*;

const HOUR_MS: i64 = 3_600_000;

fn period() -> Period {
    Period::new(date(2026, 3, 1), date(2026, 3, 31))
}

fn at(hours: i64) -> Millis {
    period().start().plus(hours * HOUR_MS)
}

fn contact(n: usize, channel: &str, resolved: Option<bool>, cause: Option<&str>) -> ContactFact {
    ContactFact {
        id: format!("c{n}"),
        channel: channel.to_owned(),
        started: at(n as i64),
        ended: Some(at(n as i64 + 1)),
        resolved_first: resolved,
        cause: cause.map(str::to_owned),
    }
}

fn request(n: usize, created: i64, due: i64, closed: Option<i64>, reopened: bool) -> RequestFact {
    RequestFact {
        id: format!("r{n}"),
        service: "missed-bin".to_owned(),
        created: at(created),
        due: Some(at(due)),
        closed: closed.map(at),
        outcome: closed.map(|_| "fixed".to_owned()),
        reopened,
    }
}

fn example() -> Facts {
    Facts {
        contacts: vec![
            contact(1, "phone", Some(true), None),
            contact(2, "phone", Some(false), Some("missed_job")),
            contact(3, "web", Some(true), None),
            contact(4, "web", None, Some("none")),
            ContactFact { ended: None, ..contact(5, "phone", Some(true), Some("letter")) },
        ],
        requests: vec![
            request(1, 0, 48, Some(24), false),
            request(2, 0, 48, Some(72), true),
            request(3, 24, 96, None, false),
            request(4, -240, 48, Some(48), false),
        ],
        knowledge: vec![
            KnowledgeFact { at: at(1), found: true, followed: true, helped: None },
            KnowledgeFact { at: at(2), found: true, followed: true, helped: Some(false) },
            KnowledgeFact { at: at(3), found: false, followed: false, helped: None },
            KnowledgeFact { at: at(4), found: true, followed: false, helped: None },
        ],
    }
}

fn value(id: &str) -> f64 {
    (find(id).expect("there is such a measure").compute)(&example(), period()).value.expect("something to measure")
}

#[test]
fn measures_are_as_by_hand() {
    let close = |id: &str, expected: f64| assert!((value(id) - expected).abs() < 1e-9, "{id}: {} is not {expected}", value(id));
    // Of three contacts that ended and were judged, two were settled.
    close("first_contact_resolution", 200.0 / 3.0);
    // One day, three days, twelve days: the median is three.
    close("time_to_resolve", 3.0);
    // Of four due in March, those of 24 h and of 48 h exactly were in time.
    close("resolved_within_target", 50.0);
    // Of three made in March, two ended, on the next day and three days later. The fourth was made in February.
    close("closed_within_ten_days", 200.0 / 3.0);
    // A missed job and a letter, of five.
    close("avoidable_contact", 40.0);
    // Five contacts; three requests ended and two contacts were settled.
    close("contacts_per_resolved_request", 1.0);
    close("knowledge_hit_rate", 25.0);
    close("channel_mix", 40.0);
    // Only the third is open on 31 March at midnight, 30 days old. The clocks go forward in between, so it is an hour less.
    close("open_requests_age", 30.0 - 1.0 / 24.0);
    // Of three made in March that ended once, one came back.
    close("reopened_share", 50.0);
}

#[test]
fn the_interval_is_wilsons() {
    let measure = (find("first_contact_resolution").expect("is there").compute)(&example(), period());
    // 2 of 3, by the formula: 20.8% to 93.9%.
    assert!((measure.low.expect("low") - 20.77).abs() < 0.01 && (measure.high.expect("high") - 93.85).abs() < 0.01, "{measure:?}");
}

#[test]
fn the_tenth_day_counts_and_the_eleventh_does_not() {
    let made_at_noon = |closed: i64| request(1, 12, 48, Some(closed), false);
    let share = |closed: i64| {
        let facts = Facts { requests: vec![made_at_noon(closed)], ..Facts::default() };
        (find("closed_within_ten_days").expect("is there").compute)(&facts, period()).value
    };
    assert_eq!((share(10 * 24 + 23), share(11 * 24)), (Some(100.0), Some(0.0)));
}

#[test]
fn the_interval_of_a_median_is_by_ranks() {
    // Ten requests that took one to ten days: the second and the ninth.
    let facts = Facts { requests: (1..=10).map(|days| request(days as usize, 0, 48, Some(24 * days), false)).collect(), ..Facts::default() };
    let measure = (find("time_to_resolve").expect("is there").compute)(&facts, period());
    assert_eq!((measure.value, measure.low, measure.high), (Some(5.5), Some(2.0), Some(9.0)));
}

#[test]
fn nothing_recorded_is_nothing_measured() {
    for kpi in all() {
        let measure = (kpi.compute)(&Facts::default(), period());
        assert_eq!((measure.value, measure.n), (None, 0), "{}", kpi.id);
    }
}

proptest! {
    #[test]
    fn what_holds_for_every_measure(
        contacts in prop::collection::vec((0i64..900, prop::option::of(any::<bool>()), 0usize..3), 0..40),
        requests in prop::collection::vec((-500i64..700, 1i64..200, prop::option::of(0i64..900), any::<bool>()), 0..40),
    ) {
        let mut facts = Facts {
            contacts: contacts.iter().enumerate().map(|(n, (hour, resolved, channel))| ContactFact {
                started: at(*hour), ended: Some(at(hour + 1)), ..contact(n, ["phone", "web", "desk"][*channel], *resolved, None)
            }).collect(),
            requests: requests.iter().enumerate().map(|(n, (created, due, took, reopened))| request(n, *created, created + due, took.map(|took| created + took), *reopened)).collect(),
            knowledge: Vec::new(),
        };
        for kpi in all() {
            let measure = (kpi.compute)(&facts, period());
            if let (Some(value), Some(low), Some(high)) = (measure.value, measure.low, measure.high) {
                prop_assert!(low <= value + 1e-9 && value <= high + 1e-9, "{}: {value} is not in {low} to {high}", kpi.id);
            }
            if kpi.unit == kpi::Unit::Percent {
                prop_assert!(measure.value.is_none_or(|value| (0.0..=100.0).contains(&value)), "{}", kpi.id);
            }
            if !measure.parts.is_empty() {
                prop_assert_eq!(measure.parts.iter().map(|part| part.n).sum::<u64>(), measure.n, "{}", kpi.id);
            }
        }
        // Neither the order of the facts nor facts of another year change anything.
        let before: Vec<_> = all().iter().map(|kpi| (kpi.compute)(&facts, period())).collect();
        facts.contacts.reverse();
        facts.requests.reverse();
        facts.contacts.push(ContactFact { started: at(-9000), ended: Some(at(-8999)), ..contact(9999, "phone", Some(true), None) });
        let after: Vec<_> = all().iter().map(|kpi| (kpi.compute)(&facts, period())).collect();
        prop_assert_eq!(before, after);
    }
}
