//! One queue for everything that is written. Jobs that wait together are committed together, so that a hundred
//! submissions cost one sync of the disk; each stands behind its own savepoint, so that one that fails undoes only itself.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::BoxFuture;
use model::Millis;
use sqlx::{AnyConnection, Connection, Executor};
use tokio::sync::{mpsc, oneshot};

use super::db::{Backend, SQLITE_PRAGMAS};
use super::record::{self, Entry, Heads};
use super::{Chance, Clock, Error, Result, Scope};

/// How many jobs may share a commit.
const BATCH_MAX: usize = 256;
/// How many jobs may wait; more are told at once that the centre is busy.
const QUEUE_MAX: usize = 4096;

/// The advisory lock that keeps two server processes on one PostgreSQL from writing the record at once.
// unscoped: a lock touches no rows.
const LOCK_ALL: &str = "SELECT pg_advisory_xact_lock(4717)";

type Answer = Result<Box<dyn Any + Send>>;
type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Answer> + Send>;

struct Job {
    work: Work,
    reply: oneshot::Sender<Answer>,
}

/// The queue's near end.
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

/// A transaction that is being written.
pub struct Tx {
    connection: AnyConnection,
    entries: Vec<Entry>,
    /// The moment of this job.
    pub now: Millis,
    /// Where ids and secrets come from.
    pub chance: Chance,
}

impl Tx {
    /// The connection, for statements in a `store`.
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    /// A new id.
    pub fn id(&self) -> String {
        self.chance.id(self.now)
    }

    /// Puts an entry on the record, in the same transaction as what it tells of.
    pub fn record(&mut self, scope: &Scope, kind: &str, subject: &str, facts: serde_json::Value) {
        let entry = Entry {
            authority: scope.authority.clone(),
            at: self.now,
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            actor: scope.actor.to_string(),
            facts,
        };
        self.entries.push(entry);
    }
}

impl Writer {
    /// Queues some work and waits until it is on the disk.
    pub async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let work: Work = Box::new(move |tx| {
            let running = work(tx);
            Box::pin(async move { running.await.map(|done| Box::new(done) as Box<dyn Any + Send>) })
        });
        let (reply, answer) = oneshot::channel();
        self.jobs.try_send(Job { work, reply }).map_err(|_| Error::Busy)?;
        let done = answer.await.map_err(|_| Error::internal("the writer stopped"))??;
        done.downcast::<T>().map(|done| *done).map_err(|_| Error::internal("the writer answered with another type"))
    }
}

/// Starts the task that writes. It ends when every `Writer` is gone.
pub fn start(connection: AnyConnection, url: String, backend: Backend, clock: Clock, chance: Chance) -> Writer {
    let (jobs, queue) = mpsc::channel(QUEUE_MAX);
    let tx = Tx { connection, entries: Vec::new(), now: clock.now(), chance };
    tokio::spawn(run(tx, queue, url, backend, clock));
    Writer { jobs }
}

/// A connection that writes. It waits for another process's transaction (an import, say) rather than turn residents away.
pub async fn connect(url: &str, backend: Backend) -> sqlx::Result<AnyConnection> {
    let mut connection = AnyConnection::connect(url).await?;
    if backend == Backend::Sqlite {
        connection.execute(SQLITE_PRAGMAS).await?;
        connection.execute("PRAGMA busy_timeout = 120000").await?;
    }
    Ok(connection)
}

async fn run(mut tx: Tx, mut queue: mpsc::Receiver<Job>, url: String, backend: Backend, clock: Clock) {
    let mut heads = Heads::default();
    while let Some(first) = queue.recv().await {
        let mut batch = vec![first];
        while batch.len() < BATCH_MAX {
            match queue.try_recv() {
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        if let Err(error) = write_batch(&mut tx, batch, backend, &clock, &mut heads).await {
            tracing::error!(%error, "a commit failed; nothing of it was acknowledged");
            heads = Heads::default();
            tx.entries.clear();
            // Whatever state the connection is in, a new one knows only what was committed.
            match connect(&url, backend).await {
                Ok(fresh) => tx.connection = fresh,
                Err(error) => tracing::error!(%error, "the database could not be reached"),
            }
        }
    }
}

/// Writes a batch and answers each of its jobs. An error means that the whole batch was lost and each was told so.
async fn write_batch(tx: &mut Tx, batch: Vec<Job>, backend: Backend, clock: &Clock, heads: &mut Heads) -> anyhow::Result<()> {
    let mut done = Vec::with_capacity(batch.len());
    let alone = batch.len() == 1;
    let written = async {
        tx.connection.execute(if backend == Backend::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" }).await?;
        if backend == Backend::Postgres {
            tx.connection.execute(LOCK_ALL).await?;
        }
        // Another process (a command, a second server) may have written since.
        *heads = Heads::default();
        if !alone {
            tx.connection.execute("SAVEPOINT job").await?;
        }
        for job in batch {
            tx.now = clock.now();
            let entries_before = tx.entries.len();
            let answer = AssertUnwindSafe((job.work)(tx)).catch_unwind().await.unwrap_or_else(|_| Err(Error::internal("a write panicked")));
            if answer.is_err() {
                tx.entries.truncate(entries_before);
                tx.connection.execute(if alone { "ROLLBACK" } else { "ROLLBACK TO SAVEPOINT job" }).await?;
            }
            if !alone {
                // One round trip closes a job's savepoint and opens the next one's; the last is closed by the commit.
                tx.connection.execute("RELEASE SAVEPOINT job; SAVEPOINT job").await?;
            }
            let failed = answer.is_err();
            done.push((job.reply, answer));
            if alone && failed {
                return anyhow::Ok(());
            }
        }
        record::append(&mut tx.connection, heads, std::mem::take(&mut tx.entries)).await?;
        tx.connection.execute("COMMIT").await?;
        Ok(())
    }
    .await;
    for (reply, answer) in done {
        let answer = match (&written, answer) {
            (Err(error), Ok(_)) => Err(Error::internal(format!("not committed: {error}"))),
            (_, answer) => answer,
        };
        // Whoever asked may have gone; what was written stays written.
        let _gone = reply.send(answer);
    }
    written
}
