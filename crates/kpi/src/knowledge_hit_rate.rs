//! Knowledge hit rate.

use crate::facts::Facts;
use crate::measure::{Better, Case, Kpi, Measure, Unit, share};
use crate::period::Period;

/// The measure.
pub const KPI: Kpi = Kpi {
    id: "knowledge_hit_rate",
    title: "Knowledge hit rate",
    definition: "Of the searches and used articles of the period, the share in which something was followed and nobody said that it did not help.",
    unit: Unit::Percent,
    better: Better::Higher,
    compute,
};

fn compute(facts: &Facts, period: Period) -> Measure {
    let cases = facts.knowledge.iter().filter(|search| period.has(search.at)).map(|search| Case {
        id: String::new(),
        part: if search.found { "something was found" } else { "nothing was found" }.to_owned(),
        at: search.at,
        hit: search.followed && search.helped != Some(false),
    });
    Measure { behind: Vec::new(), ..share(&cases.collect::<Vec<_>>(), period) }
}
