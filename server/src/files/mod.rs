//! Photos from residents: their type is found by looking, the place is read, and only a fresh copy of the picture is kept.

mod picture;
pub mod store;

pub use picture::{Picture, take};

use axum::body::Bytes;

use crate::platform::{Error, Result};

/// How many pictures are opened at once; a large one takes a second and much memory.
const AT_ONCE: usize = 2;

/// Opens a picture on a thread of its own, when it is its turn. `None` when it is none.
pub async fn take_in_turn(bytes: Bytes) -> Result<Option<Picture>> {
    static TURN: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(AT_ONCE);
    let _turn = TURN.acquire().await.map_err(|_| Error::internal("no picture is opened any more"))?;
    tokio::task::spawn_blocking(move || take(&bytes)).await.map_err(|_| Error::internal("a picture could not be opened"))
}
