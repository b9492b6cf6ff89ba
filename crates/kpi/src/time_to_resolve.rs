//! Time to resolve.

use crate::facts::Facts;
use crate::measure::{Better, Kpi, Length, Measure, Unit, middle};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "time_to_resolve",
    title: "Time to resolve",
    definition: "The median time from a request's making to its end, for requests that ended in the period; withdrawn ones do not count.",
    unit: Unit::Days,
    better: Better::Lower,
    compute,
};

const DAY_MS: f64 = 86_400_000.0;

fn compute(facts: &Facts, period: Period) -> Measure {
    let lengths = facts.requests.iter().filter(|request| request.outcome.as_deref() != Some("withdrawn")).filter_map(|request| {
        let closed = request.closed.filter(|closed| period.has(*closed))?;
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a lifetime are below 2^52")]
        let length = closed.since(request.created).max(0) as f64 / DAY_MS;
        Some(Length { id: request.id.clone(), part: request.service.clone(), at: closed, length })
    });
    middle(&lengths.collect::<Vec<_>>(), period)
}
