//! What a measure is, and the arithmetic that several of them share.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::facts::Facts;
use crate::period::Period;

/// A measure: a question asked of the record.
pub struct Kpi {
    /// Its id in addresses, files and exports.
    pub id: &'static str,
    /// Its name, as the field knows it.
    pub title: &'static str,
    /// How it is worked out, and where the definition comes from.
    pub definition: &'static str,
    /// What its value counts.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// Works it out.
    pub compute: fn(&Facts, Period) -> Measure,
}

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Parts of a hundred.
    Percent,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// A plain ratio.
    Ratio,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
    /// Neither.
    Neither,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Measure {
    /// The value; nothing where there was nothing to measure.
    pub value: Option<f64>,
    /// How many things it is measured on.
    pub n: u64,
    /// The lower end of the 95% interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The same by channel or service.
    pub parts: Vec<Part>,
    /// The same by day or month.
    pub trend: Vec<TrendPoint>,
    /// The ids of the contacts or requests behind it.
    pub behind: Vec<String>,
}

/// A part of a measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// A channel or a service.
    pub label: String,
    /// The value of this part.
    pub value: f64,
    /// How many things it is measured on.
    pub n: u64,
}

/// A point of a trend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendPoint {
    /// The day or month.
    pub label: String,
    /// The value then; nothing where there was nothing to measure.
    pub value: Option<f64>,
    /// How many things it is measured on.
    pub n: u64,
}

impl Unit {
    /// A value in words: `81.3%`, `4.5 hours`.
    pub fn words(self, value: f64) -> String {
        match self {
            Self::Percent => format!("{value:.1}%"),
            Self::Hours => format!("{value:.1} hours"),
            Self::Days => format!("{value:.1} days"),
            Self::Ratio => format!("{value:.2}"),
        }
    }
}

/// Half the width of the middle 95% of a normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 95% interval of a share by Wilson's score (E. B. Wilson, 1927, Journal of the American Statistical Association 22), in percent.
pub fn wilson(hits: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let (share, n) = (hits as f64 / n as f64, n as f64);
    let scale = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / scale;
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    Some((100.0 * (middle - half).max(0.0), 100.0 * (middle + half).min(1.0)))
}

/// Hits of a hundred.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn percent(hits: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| 100.0 * hits as f64 / n as f64)
}

/// Something that is or is not so: its id, part, moment's place in the trend and whether it counts.
pub struct Case {
    /// Its id.
    pub id: String,
    /// Its channel or service.
    pub part: String,
    /// When it counts.
    pub at: model::Millis,
    /// Whether it is so.
    pub hit: bool,
}

#[derive(Default)]
struct Count {
    hits: u64,
    n: u64,
}

impl Count {
    fn add(&mut self, hit: bool) {
        self.n += 1;
        self.hits += u64::from(hit);
    }
}

/// A share with its interval, parts, trend and what is behind it.
pub fn share(cases: &[Case], period: Period) -> Measure {
    let mut all = Count::default();
    let mut by_part: BTreeMap<&str, Count> = BTreeMap::new();
    for case in cases {
        all.add(case.hit);
        by_part.entry(&case.part).or_default().add(case.hit);
    }
    let Count { hits, n } = all;
    let parts = by_part.into_iter().filter_map(|(label, Count { hits, n })| Some(Part { label: label.to_owned(), value: percent(hits, n)?, n }));
    let trend = period.parts().into_iter().map(|(label, days)| {
        let mut count = Count::default();
        cases.iter().filter(|case| days.has(case.at)).for_each(|case| count.add(case.hit));
        TrendPoint { label, value: percent(count.hits, count.n), n: count.n }
    });
    let interval = wilson(hits, n);
    let mut behind: Vec<String> = cases.iter().map(|case| case.id.clone()).collect();
    behind.sort();
    Measure {
        value: percent(hits, n),
        n,
        low: interval.map(|(low, _)| low),
        high: interval.map(|(_, high)| high),
        parts: parts.collect(),
        trend: trend.collect(),
        behind,
    }
}

/// A length of time of something: its id, part, when it counts, and the length in the measure's unit.
pub struct Length {
    /// Its id.
    pub id: String,
    /// Its service.
    pub part: String,
    /// When it counts.
    pub at: model::Millis,
    /// How long.
    pub length: f64,
}

/// The middle of some lengths: the mean of the two middle ones when their number is even.
pub fn median(mut lengths: Vec<f64>) -> Option<f64> {
    lengths.sort_by(f64::total_cmp);
    let n = lengths.len();
    match n {
        0 => None,
        n if n % 2 == 1 => Some(lengths[n / 2]),
        n => Some(f64::midpoint(lengths[n / 2 - 1], lengths[n / 2])),
    }
}

/// A median with its interval (by order statistics, binomial with the normal approximation), parts, trend and what is behind it.
pub fn middle(lengths: &[Length], period: Period) -> Measure {
    let mut sorted: Vec<f64> = lengths.iter().map(|length| length.length).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    // Ranks from one: n/2 - z√n/2 and 1 + n/2 + z√n/2, rounded (Campbell and Gardner, 1988, BMJ 296: 1454).
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ranks are small and not negative")]
    let at_rank = |rank: f64| sorted.get((rank.round().max(1.0) as usize).min(n).saturating_sub(1)).copied();
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let (half, spread) = (n as f64 / 2.0, Z * (n as f64).sqrt() / 2.0);
    let (low, high) = (at_rank(half - spread), at_rank(1.0 + half + spread));
    let mut by_part: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for length in lengths {
        by_part.entry(&length.part).or_default().push(length.length);
    }
    let parts = by_part.into_iter().filter_map(|(label, part)| Some(Part { label: label.to_owned(), n: part.len() as u64, value: median(part)? }));
    let trend = period.parts().into_iter().map(|(label, days)| {
        let part: Vec<f64> = lengths.iter().filter(|length| days.has(length.at)).map(|length| length.length).collect();
        TrendPoint { label, n: part.len() as u64, value: median(part) }
    });
    let mut behind: Vec<String> = lengths.iter().map(|length| length.id.clone()).collect();
    behind.sort();
    Measure { low, high, parts: parts.collect(), trend: trend.collect(), behind, n: n as u64, value: median(sorted) }
}
