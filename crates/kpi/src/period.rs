//! The days that a measure is about.

use jiff::ToSpan;
use jiff::civil::Date;
use model::Millis;

/// Days in London, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    // Worked out once: a measure asks them of every fact.
    start: Millis,
    end: Millis,
}

impl Period {
    /// From a day to a day.
    pub fn new(from: Date, to: Date) -> Self {
        let end = to.checked_add(1.day()).map_or(Millis(i64::MAX), Millis::start_of);
        Self { from, to, start: Millis::start_of(from), end }
    }

    /// The first moment.
    pub fn start(self) -> Millis {
        self.start
    }

    /// The first moment after it.
    pub fn end(self) -> Millis {
        self.end
    }

    /// Whether a moment is in it.
    pub fn has(self, moment: Millis) -> bool {
        moment >= self.start && moment < self.end
    }

    /// The parts of which a trend is drawn: days when there are fewer than 32, else months. At most 400.
    pub fn parts(self) -> Vec<(String, Self)> {
        let days = self.from.until(self.to).map_or(0, |span| span.get_days());
        let mut parts = Vec::new();
        let mut from = self.from;
        while from <= self.to && parts.len() < 400 {
            let last = if days < 32 { from } else { from.last_of_month().min(self.to) };
            let label = if days < 32 { from.strftime("%-d %b").to_string() } else { from.strftime("%b %Y").to_string() };
            parts.push((label, Self::new(from, last)));
            match last.tomorrow() {
                Ok(next) => from = next,
                Err(_) => break,
            }
        }
        parts
    }
}
