//! The measures of an authority, as pages, CSV and JSON: each with its definition, interval, trend and what is behind it.

mod chart;
mod pages;

use jiff::civil::Date;
use kpi::{Facts, Period};

pub use pages::{csv, one, page};

use crate::platform::{Db, Result, Scope};

/// Everything that was recorded for a period. The slices that hold it give it.
pub async fn facts(db: &Db, scope: &Scope, period: Period) -> Result<Facts> {
    let (from, to) = (period.start(), period.end());
    Ok(Facts {
        contacts: crate::contacts::store::facts(db, scope, from, to).await?,
        requests: crate::requests::store::write::facts(db, scope, from, to).await?,
        knowledge: crate::knowledge::store::facts(db, scope, from, to).await?,
    })
}

/// The last 30 days up to a day.
pub fn last_month(today: Date) -> Period {
    Period::new(today.checked_sub(jiff::Span::new().days(29)).unwrap_or(today), today)
}

/// A measure as one JSON object, as the command line and programs read it.
pub fn as_json(authority: &str, kpi: &kpi::Kpi, measure: &kpi::Measure, period: Period) -> serde_json::Value {
    serde_json::json!({
        "authority": authority, "kpi": kpi.id, "title": kpi.title, "unit": kpi.unit, "better": kpi.better,
        "from": period.from.to_string(), "to": period.to.to_string(),
        "value": measure.value, "n": measure.n, "low": measure.low, "high": measure.high, "parts": measure.parts, "trend": measure.trend,
    })
}
