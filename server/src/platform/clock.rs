//! The only place that asks what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use model::Millis;

/// A clock: the machine's, or one that a test moves.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is moved; milliseconds since 1970.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at a moment.
    pub fn at(now: Millis) -> Self {
        Self::Set(Arc::new(AtomicI64::new(now.0)))
    }

    /// The moment it is.
    #[expect(clippy::disallowed_methods, reason = "this is the place that the others must ask")]
    pub fn now(&self) -> Millis {
        match self {
            Self::System => {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Millis(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
            }
            Self::Set(now) => Millis(now.load(Ordering::SeqCst)),
        }
    }

    /// Moves a set clock on; the machine's clock stays as it is.
    pub fn pass(&self, ms: i64) {
        if let Self::Set(now) = self {
            now.fetch_add(ms, Ordering::SeqCst);
        }
    }
}
