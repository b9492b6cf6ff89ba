//! Working days: weekends and the bank holidays of each nation, which are data.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::Millis;

/// A nation of the United Kingdom; each has its own bank holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nation {
    /// England.
    England,
    /// Wales.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    const ALL: [Self; 4] = [Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland];

    /// `england`, `wales`, `scotland` or `northern-ireland`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Wales => "wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
        }
    }

    /// Reads what `as_str` writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nation| nation.as_str() == word)
    }
}

/// By when something should be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At the end of the so-many-th working day after the day it was asked.
    WorkingDays(u32),
    /// So many hours after it was asked, whatever the clocks do.
    Hours(u32),
}

/// Bank holidays by nation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays(BTreeMap<Nation, BTreeSet<Date>>);

#[derive(Deserialize)]
struct Holiday {
    date: String,
}

impl Holidays {
    /// Reads `[[england]] date = "2026-12-25" name = "Christmas Day"`, one list for each nation.
    ///
    /// # Errors
    /// Words that say what cannot be read.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let lists: BTreeMap<String, Vec<Holiday>> = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut holidays = Self::default();
        for (nation, list) in lists {
            let nation = Nation::parse(&nation).ok_or_else(|| format!("there is no nation \"{nation}\""))?;
            for holiday in list {
                let date = holiday.date.parse().map_err(|_| format!("\"{}\" is no date", holiday.date))?;
                holidays.0.entry(nation).or_default().insert(date);
            }
        }
        Ok(holidays)
    }

    /// Whether people work on a day: not on Saturdays, Sundays and bank holidays.
    pub fn is_working_day(&self, nation: Nation, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        !weekend && !self.0.get(&nation).is_some_and(|days| days.contains(&day))
    }

    /// The so-many-th working day after a day; the day itself is never counted.
    pub fn add_working_days(&self, nation: Nation, from: Date, n: u32) -> Date {
        let (mut day, mut left) = (from, n);
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            if self.is_working_day(nation, day) {
                left -= 1;
            }
        }
        day
    }

    /// The last moment at which something is in time. Working days end at midnight in London.
    pub fn due(&self, nation: Nation, from: Millis, target: Due) -> Millis {
        match target {
            Due::Hours(hours) => from.plus(i64::from(hours) * 3_600_000),
            Due::WorkingDays(days) => {
                let last = self.add_working_days(nation, from.date(), days);
                last.checked_add(1.day()).map_or(Millis(i64::MAX), |after| Millis::start_of(after).plus(-1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn holidays() -> Holidays {
        Holidays::from_toml("[[england]]\ndate = \"2026-12-25\"\nname = \"Christmas Day\"\n[[england]]\ndate = \"2026-12-28\"\n").expect("reads")
    }

    #[test]
    fn working_days_pass_over_weekends_and_holidays() {
        let days = holidays();
        assert_eq!(days.add_working_days(Nation::England, date(2026, 12, 24), 1), date(2026, 12, 29));
        assert_eq!(days.add_working_days(Nation::Wales, date(2026, 12, 24), 1), date(2026, 12, 25));
        assert_eq!(days.add_working_days(Nation::England, date(2026, 12, 26), 0), date(2026, 12, 26));
    }

    #[test]
    fn a_due_day_ends_at_midnight_in_london_over_both_clock_changes() {
        let days = holidays();
        for (from, last) in [(date(2026, 3, 27), "2026-03-30T23:59:59.999+01:00"), (date(2026, 10, 23), "2026-10-26T23:59:59.999+00:00")] {
            let due = days.due(Nation::England, Millis::start_of(from).plus(3_600_000), Due::WorkingDays(1));
            assert_eq!(due.in_london().strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string(), last);
        }
        let night = Millis::start_of(date(2026, 3, 29));
        assert_eq!(days.due(Nation::England, night, Due::Hours(24)).since(night), 86_400_000);
    }

    #[test]
    fn what_is_no_date_is_said() {
        assert!(Holidays::from_toml("[[england]]\ndate = \"soon\"").expect_err("refused").contains("soon"));
        assert!(Holidays::from_toml("[[france]]\ndate = \"2026-07-14\"").expect_err("refused").contains("france"));
    }
}
