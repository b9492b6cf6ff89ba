//! The measures: one file each, all functions of what was recorded. Pure.

mod avoidable_contact;
mod channel_mix;
mod closed_within_ten_days;
mod contacts_per_resolved_request;
mod csv;
mod facts;
mod first_contact_resolution;
mod knowledge_hit_rate;
mod measure;
mod open_requests_age;
mod period;
mod reopened_share;
mod resolved_within_target;
mod time_to_resolve;

pub use csv::{csv_cell, to_csv};
pub use facts::{ContactFact, Facts, KnowledgeFact, RequestFact};
pub use measure::{Better, Kpi, Measure, Part, TrendPoint, Unit};
pub use period::Period;

/// Every measure, in the order in which pages show them.
pub fn all() -> &'static [Kpi] {
    const ALL: &[Kpi] = &[
        first_contact_resolution::KPI,
        time_to_resolve::KPI,
        resolved_within_target::KPI,
        closed_within_ten_days::KPI,
        avoidable_contact::KPI,
        contacts_per_resolved_request::KPI,
        knowledge_hit_rate::KPI,
        channel_mix::KPI,
        open_requests_age::KPI,
        reopened_share::KPI,
    ];
    ALL
}

/// A measure by its id.
pub fn find(id: &str) -> Option<&'static Kpi> {
    all().iter().find(|kpi| kpi.id == id)
}
