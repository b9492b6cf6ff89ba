//! First-contact resolution.

use crate::facts::Facts;
use crate::measure::{Better, Case, Kpi, Measure, Unit, share};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "first_contact_resolution",
    title: "First-contact resolution",
    definition: "Of the contacts that ended in the period and for which it was said, the share in which everything was settled. Contacts that are still open do not count.",
    unit: Unit::Percent,
    better: Better::Higher,
    compute,
};

fn compute(facts: &Facts, period: Period) -> Measure {
    let cases = facts.contacts.iter().filter_map(|contact| {
        let (ended, hit) = (contact.ended.filter(|ended| period.has(*ended))?, contact.resolved_first?);
        Some(Case { id: contact.id.clone(), part: contact.channel.clone(), at: ended, hit })
    });
    share(&cases.collect::<Vec<_>>(), period)
}
