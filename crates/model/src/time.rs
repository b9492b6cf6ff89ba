//! Moments and the days they fall on in the United Kingdom.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z, as the database keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// This moment later by some milliseconds (earlier when negative).
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from an earlier moment to this one; negative when the other is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The moment on a clock in London. Moments outside jiff's years are taken as its last one.
    pub fn in_london(self) -> ZonedDateTime {
        let stamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::MAX);
        stamp.to_zoned_datetime(london())
    }

    /// The day in London on which the moment falls.
    pub fn date(self) -> Date {
        self.in_london().date()
    }

    /// The first moment of a day in London.
    pub fn start_of(day: Date) -> Self {
        day.to_zoned_datetime(london()).map_or(Self(i64::MAX), |zoned| Self(zoned.timestamp().as_millisecond()))
    }
}

/// The time zone of the United Kingdom, from the bundled time zone data.
pub fn london() -> TimeZone {
    // Looked up once: each look-up reads and parses the bundled data.
    static LONDON: std::sync::LazyLock<TimeZone> = std::sync::LazyLock::new(|| TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));
    LONDON.clone()
}
