//! Requests that were closed within ten days.

use crate::facts::Facts;
use crate::measure::{Better, Case, Kpi, Measure, Unit, share};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "closed_within_ten_days",
    title: "Closed within ten days",
    definition: "Of the requests made in the period, the share that ended on the tenth day after the day they were made, or before. Those that are still open count as not; withdrawn ones do not count.",
    unit: Unit::Percent,
    better: Better::Higher,
    compute,
};

const DAYS: i32 = 10;

fn compute(facts: &Facts, period: Period) -> Measure {
    let made = facts.requests.iter().filter(|request| period.has(request.created) && request.outcome.as_deref() != Some("withdrawn"));
    let cases = made.map(|request| {
        let days = request.closed.and_then(|closed| request.created.date().until(closed.date()).ok()).map(|span| span.get_days());
        Case { id: request.id.clone(), part: request.service.clone(), at: request.created, hit: days.is_some_and(|days| days <= DAYS) }
    });
    share(&cases.collect::<Vec<_>>(), period)
}
