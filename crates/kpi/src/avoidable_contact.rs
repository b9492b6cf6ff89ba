//! Avoidable contact, as the final NI 14 counted it.

use crate::facts::Facts;
use crate::measure::{Better, Case, Kpi, Measure, Unit, share};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "avoidable_contact",
    title: "Avoidable contact (NI 14, final)",
    definition: "Of the contacts that began in the period, the share that an earlier contact, a letter, a page, a missed job or something else of ours caused. Final definition of National Indicator 14, 2008, with the cause linked instead of ticked.",
    unit: Unit::Percent,
    better: Better::Lower,
    compute,
};

const AVOIDABLE: [&str; 5] = ["earlier_contact", "letter", "page", "missed_job", "other"];

fn compute(facts: &Facts, period: Period) -> Measure {
    let cases = facts.contacts.iter().filter(|contact| period.has(contact.started)).map(|contact| Case {
        id: contact.id.clone(),
        part: contact.channel.clone(),
        at: contact.started,
        hit: contact.cause.as_deref().is_some_and(|cause| AVOIDABLE.contains(&cause)),
    });
    share(&cases.collect::<Vec<_>>(), period)
}
