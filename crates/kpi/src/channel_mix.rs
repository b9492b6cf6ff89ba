//! Channel mix.

use crate::facts::Facts;
use crate::measure::{Better, Case, Kpi, Measure, Part, Unit, percent, share};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "channel_mix",
    title: "Channel mix",
    definition: "Of the contacts that began in the period, the share that came by web, chat, Open311 or another program; the parts are each channel's share.",
    unit: Unit::Percent,
    better: Better::Neither,
    compute,
};

const DIGITAL: [&str; 4] = ["web", "chat", "open311", "api"];

fn compute(facts: &Facts, period: Period) -> Measure {
    let cases: Vec<Case> = facts
        .contacts
        .iter()
        .filter(|contact| period.has(contact.started))
        .map(|contact| Case {
            id: contact.id.clone(),
            part: contact.channel.clone(),
            at: contact.started,
            hit: DIGITAL.contains(&contact.channel.as_str()),
        })
        .collect();
    let whole = share(&cases, period);
    let parts = whole.parts.iter().filter_map(|part| Some(Part { label: part.label.clone(), value: percent(part.n, whole.n)?, n: part.n })).collect();
    Measure { parts, ..whole }
}
