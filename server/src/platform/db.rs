//! The database: SQLite in a file, or PostgreSQL when it grows. One portable SQL text for both.

use std::sync::Arc;

use anyhow::Context;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor};

use super::writer::{self, Writer};
use super::{Chance, Clock};

/// Which database it is; only plans differ, never the SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// An open database: readers by a pool, writers by one queue (`writer`).
#[derive(Clone)]
pub struct Db {
    pool: AnyPool,
    writer: Arc<Writer>,
    backend: Backend,
}

/// What every SQLite connection is told: wait for locks, keep a log ahead, and sync each commit to the disk.
pub(super) const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;";

impl Db {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…`, and brings its tables up to date.
    pub async fn open(url: &str, clock: &Clock) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let backend = if url.starts_with("postgres") { Backend::Postgres } else { Backend::Sqlite };
        let url = match (backend, url.contains('?')) {
            (Backend::Sqlite, false) => format!("{url}?mode=rwc"),
            _ => url.to_owned(),
        };
        let mut connection =
            writer::connect(&url, backend).await.with_context(|| format!("could not open the database {}", without_password(&url)))?;
        sqlx::migrate!("./migrations").run(&mut connection).await.context("could not bring the database's tables up to date")?;
        let pool = AnyPoolOptions::new()
            .max_connections(if backend == Backend::Sqlite { 8 } else { 16 })
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if backend == Backend::Sqlite {
                        connection.execute(SQLITE_PRAGMAS).await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        let writer = writer::start(connection, url, backend, clock.clone(), Chance);
        Ok(Self { pool, writer: Arc::new(writer), backend })
    }

    /// For reading. What is to be written goes through [`Db::write`].
    pub fn read(&self) -> &AnyPool {
        &self.pool
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Does some writing in one transaction. When this returns `Ok`, it is on the disk; when it returns an error, nothing of it happened.
    ///
    /// Writes wait in one queue and are committed together (group commit), each behind a savepoint of its own.
    pub async fn write<T, F>(&self, work: F) -> super::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut super::Tx) -> futures::future::BoxFuture<'t, super::Result<T>> + Send + 'static,
    {
        self.writer.run(work).await
    }
}

/// The address of a database without the password in it, for messages.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.find('@')) {
        (Some(start), Some(end)) if start < end => format!("{}…{}", &url[..start + 3], &url[end..]),
        _ => url.to_owned(),
    }
}

/// A number that may be missing, for binding as text to `CAST(CAST($1 AS TEXT) AS DOUBLE PRECISION)`: a missing number and a number
/// bound as such would be two types to PostgreSQL's prepared statements. The text reads back as the same number.
pub fn maybe_real(number: Option<f64>) -> Option<String> {
    number.map(|number| number.to_string())
}
