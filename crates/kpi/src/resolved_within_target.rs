//! Requests that ended in time.

use crate::facts::Facts;
use crate::measure::{Better, Case, Kpi, Measure, Unit, share};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "resolved_within_target",
    title: "Resolved within target",
    definition: "Of the requests whose target fell in the period, the share that ended by it. A request that is still open after its target is late.",
    unit: Unit::Percent,
    better: Better::Higher,
    compute,
};

fn compute(facts: &Facts, period: Period) -> Measure {
    let cases = facts.requests.iter().filter(|request| request.outcome.as_deref() != Some("withdrawn")).filter_map(|request| {
        let due = request.due.filter(|due| period.has(*due))?;
        let hit = request.closed.is_some_and(|closed| closed <= due);
        Some(Case { id: request.id.clone(), part: request.service.clone(), at: due, hit })
    });
    share(&cases.collect::<Vec<_>>(), period)
}
