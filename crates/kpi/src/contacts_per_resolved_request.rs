//! Contacts for each resolved request, as the draft of NI 14 counted avoidable contact.

use crate::facts::Facts;
use crate::measure::{Better, Kpi, Measure, TrendPoint, Unit};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "contacts_per_resolved_request",
    title: "Contacts per resolved request (NI 14, draft)",
    definition: "Contacts that began in the period, divided by what was resolved in it: requests that ended and contacts in which everything was settled. Draft definition of National Indicator 14, December 2007.",
    unit: Unit::Ratio,
    better: Better::Lower,
    compute,
};

fn compute(facts: &Facts, period: Period) -> Measure {
    let ratio = |days: Period| {
        let contacts = facts.contacts.iter().filter(|contact| days.has(contact.started)).count();
        let settled =
            facts.contacts.iter().filter(|contact| contact.resolved_first == Some(true) && contact.ended.is_some_and(|ended| days.has(ended)));
        let resolved = settled.count() + facts.requests.iter().filter(|request| request.closed.is_some_and(|closed| days.has(closed))).count();
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let value = (resolved > 0).then(|| contacts as f64 / resolved as f64);
        (value, resolved as u64)
    };
    let (value, n) = ratio(period);
    let trend = period.parts().into_iter().map(|(label, days)| {
        let (value, n) = ratio(days);
        TrendPoint { label, value, n }
    });
    let mut behind: Vec<String> = facts.contacts.iter().filter(|contact| period.has(contact.started)).map(|contact| contact.id.clone()).collect();
    behind.sort();
    Measure { value, n, trend: trend.collect(), behind, ..Measure::default() }
}
