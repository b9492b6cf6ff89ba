//! The age of what is open.

use crate::facts::Facts;
use crate::measure::{Better, Kpi, Length, Measure, Unit, middle};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "open_requests_age",
    title: "Age of open requests",
    definition: "The median age, at the end of the period, of the requests that were open then.",
    unit: Unit::Days,
    better: Better::Lower,
    compute,
};

const DAY_MS: f64 = 86_400_000.0;

fn compute(facts: &Facts, period: Period) -> Measure {
    let end = period.end();
    let open = facts.requests.iter().filter(|request| request.created < end && request.closed.is_none_or(|closed| closed >= end));
    let lengths = open.map(|request| {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a lifetime are below 2^52")]
        let length = end.since(request.created) as f64 / DAY_MS;
        Length { id: request.id.clone(), part: request.service.clone(), at: request.created, length }
    });
    Measure { trend: Vec::new(), ..middle(&lengths.collect::<Vec<_>>(), period) }
}
