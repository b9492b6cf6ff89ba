//! What nobody needs any more is deleted: half-done forms and their pictures, ended sessions, used links and codes.

use std::time::Duration;

use crate::app::App;
use crate::platform::Result;
use crate::{resident, staff, track};

/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Deletes what is past its time; how many rows.
pub async fn sweep(app: &App) -> Result<u64> {
    app.db
        .write(|tx| {
            Box::pin(async move {
                let gone = resident::store::sweep(tx).await? + staff::store::sweep(tx).await? + track::store::sweep(tx).await?;
                Ok(gone)
            })
        })
        .await
}

/// Sweeps every hour for as long as the centre runs.
pub fn start(app: App) {
    tokio::spawn(async move {
        loop {
            if let Err(error) = sweep(&app).await {
                tracing::error!(%error, "what is past its time was not deleted; it is tried again in an hour");
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}
