//! Requests that were not done after all.

use crate::facts::Facts;
use crate::measure::{Better, Case, Kpi, Measure, Unit, share};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "reopened_share",
    title: "Reopened requests",
    definition: "Of the requests made in the period that ended at least once, the share whose resident said that it was not or only partly done.",
    unit: Unit::Percent,
    better: Better::Lower,
    compute,
};

fn compute(facts: &Facts, period: Period) -> Measure {
    let ended = facts.requests.iter().filter(|request| period.has(request.created) && (request.closed.is_some() || request.reopened));
    let cases = ended.map(|request| Case { id: request.id.clone(), part: request.service.clone(), at: request.created, hit: request.reopened });
    share(&cases.collect::<Vec<_>>(), period)
}
