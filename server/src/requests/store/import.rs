//! The SQL of imports: many rows a statement, in the order of their indexes.

use std::collections::HashSet;

use model::Millis;
use sqlx::{AssertSqlSafe, Row};

use super::words_of;
use crate::platform::{Db, Result, Scope, Tx};

/// A request of another system.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its id there.
    pub external_id: String,
    /// The service's id.
    pub service: String,
    /// The service's title.
    pub service_title: String,
    /// One line.
    pub summary: String,
    /// Whose it is.
    pub team: String,
    /// Where it is, in words.
    pub place: String,
    /// The place's postcode.
    pub postcode: String,
    /// When it was made.
    pub created: Millis,
    /// When it ended.
    pub closed: Option<Millis>,
}

/// How many requests are gathered before they are written.
const GATHERED_MAX: usize = 20_000;
/// How many requests, events and words one statement holds. SQLite looks each argument's name up along the list of all of them,
/// so that statements of thousands of arguments cost more than they save.
const REQUEST_ROWS: usize = 20;
const EVENT_ROWS: usize = 60;
const WORD_ROWS: usize = 80;

/// Writes requests of another system.
pub struct Importer {
    scope: Scope,
    gathered: Vec<(String, String, Imported)>,
    /// Every reference that is taken: of many thousand draws two are sometimes alike, and one would undo them all.
    references: HashSet<String>,
}

impl Importer {
    /// For one authority.
    pub async fn new(tx: &mut Tx, scope: &Scope) -> Result<Self> {
        let rows = sqlx::query("SELECT reference FROM request WHERE authority = $1").bind(scope.id().to_owned()).fetch_all(tx.conn()).await?;
        let references = rows.iter().map(|row| row.try_get(0)).collect::<sqlx::Result<_>>()?;
        Ok(Self { scope: scope.clone(), gathered: Vec::new(), references })
    }

    /// Takes a request; it is written with others.
    pub async fn add(&mut self, tx: &mut Tx, request: Imported) -> Result<()> {
        // Ids carry the moment, so that they sort as the requests do.
        let id = tx.chance.id(request.created);
        let mut reference = tx.chance.reference();
        while !self.references.insert(reference.clone()) {
            reference = tx.chance.reference();
        }
        self.gathered.push((id, reference, request));
        if self.gathered.len() >= GATHERED_MAX { self.finish(tx).await } else { Ok(()) }
    }

    /// Writes what was gathered.
    pub async fn finish(&mut self, tx: &mut Tx) -> Result<()> {
        self.gathered.sort_by(|one, other| (one.2.created, &one.0).cmp(&(other.2.created, &other.0)));
        for chunk in self.gathered.chunks(REQUEST_ROWS) {
            insert_requests(tx, &self.scope, chunk).await?;
        }
        for chunk in self.gathered.chunks(EVENT_ROWS) {
            insert_events(tx, &self.scope, chunk).await?;
        }
        let mut words: Vec<(String, Millis, &str)> = Vec::new();
        for (id, _, request) in &self.gathered {
            for word in words_of(&[&request.summary, &request.place, &request.postcode]) {
                words.push((word, request.created, id));
            }
        }
        words.sort_unstable();
        for chunk in words.chunks(WORD_ROWS) {
            insert_words(tx, &self.scope, chunk).await?;
        }
        self.gathered.clear();
        Ok(())
    }
}

/// `($1, $2, …), …` for some rows of some columns after `fixed` shared arguments, which `shared` writes at the front of each row.
fn places(rows: usize, columns: usize, fixed: usize, shared: &str) -> String {
    let row = |row: usize| {
        let own: Vec<String> = (0..columns).map(|column| format!("${}", fixed + row * columns + column + 1)).collect();
        format!("({shared}{})", own.join(","))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}

async fn insert_requests(tx: &mut Tx, scope: &Scope, chunk: &[(String, String, Imported)]) -> Result<()> {
    let shared = "$1,'{}','','normal','import','en','',1,";
    let sql = format!(
        "INSERT INTO request (authority, answers, version, priority, channel, lang, secret_hash, edition, id, reference, service, service_title, summary, \
         team, state, outcome, place, postcode, external_id, created_at, updated_at, closed_at) VALUES {}",
        places(chunk.len(), 14, 1, shared)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(scope.id().to_owned());
    for (id, reference, request) in chunk {
        let done = request.closed.is_some();
        query = query
            .bind(id.clone())
            .bind(reference.clone())
            .bind(request.service.clone())
            .bind(request.service_title.clone())
            .bind(request.summary.clone())
            .bind(request.team.clone())
            .bind(if done { "done" } else { "new" })
            .bind(done.then_some("fixed"))
            .bind(request.place.clone())
            .bind(request.postcode.clone())
            .bind(request.external_id.clone())
            .bind(request.created.0)
            .bind(request.closed.unwrap_or(request.created).0)
            .bind(request.closed.map(|at| at.0));
    }
    query.execute(tx.conn()).await?;
    Ok(())
}

async fn insert_events(tx: &mut Tx, scope: &Scope, chunk: &[(String, String, Imported)]) -> Result<()> {
    let shared = "$1,'received','system','','{\"channel\":\"import\"}',";
    let sql = format!(
        "INSERT INTO request_event (authority, kind, actor_kind, words, data, id, request, at, public_at) VALUES {}",
        places(chunk.len(), 4, 1, shared)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(scope.id().to_owned());
    for (id, _, request) in chunk {
        query = query.bind(tx.chance.id(request.created)).bind(id.clone()).bind(request.created.0).bind(request.created.0);
    }
    query.execute(tx.conn()).await?;
    Ok(())
}

async fn insert_words(tx: &mut Tx, scope: &Scope, chunk: &[(String, Millis, &str)]) -> Result<()> {
    let sql = format!("INSERT INTO request_word (authority, word, created_at, request) VALUES {}", places(chunk.len(), 3, 1, "$1,"));
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(scope.id().to_owned());
    for (word, at, id) in chunk {
        query = query.bind(word.clone()).bind(at.0).bind((*id).to_owned());
    }
    query.execute(tx.conn()).await?;
    Ok(())
}

/// The ids of other systems that are here already.
pub async fn external_ids(db: &Db, scope: &Scope) -> Result<HashSet<String>> {
    let rows =
        sqlx::query("SELECT external_id FROM request WHERE authority = $1 AND external_id IS NOT NULL").bind(scope.id()).fetch_all(db.read()).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
