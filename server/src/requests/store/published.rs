//! The SQL of what other systems may read: requests that are not sensitive, and what happened to them.

use model::Millis;
use sqlx::Row;

use super::super::state::Outcome;
use super::{COLUMNS, Request, read_row, reference_key};
use crate::platform::{Db, Result, Scope};

/// Which requests are wanted; what is empty does not narrow it.
#[derive(Clone, Debug)]
pub struct Published {
    /// References.
    pub ids: Vec<String>,
    /// Services' ids.
    pub services: Vec<String>,
    /// Only open or only ended ones.
    pub open: Option<bool>,
    /// Made at this moment or later …
    pub from: Millis,
    /// … and not after this one.
    pub to: Millis,
    /// How many at most.
    pub rows_max: i64,
    /// How many are left out before.
    pub skip: i64,
}

/// How many references or services one list names.
const NAMES_MAX: usize = 100;

/// Requests that are not sensitive, newest first.
pub async fn published(db: &Db, scope: &Scope, wanted: &Published) -> Result<Vec<Request>> {
    let ids: Vec<String> = wanted.ids.iter().take(NAMES_MAX).map(|id| reference_key(id).unwrap_or_else(|| id.clone())).collect();
    let services: Vec<String> = wanted.services.iter().take(NAMES_MAX).cloned().collect();
    let places = |from: usize, n: usize| (from..from + n).map(|place| format!("${place}")).collect::<Vec<_>>().join(",");
    let mut sql = format!("SELECT {COLUMNS} FROM request WHERE authority = $1 AND sensitive IS NULL AND created_at >= $2 AND created_at <= $3");
    match wanted.open {
        Some(true) => sql.push_str(" AND state <> 'done'"),
        Some(false) => sql.push_str(" AND state = 'done'"),
        None => {}
    }
    if !ids.is_empty() {
        sql.push_str(&format!(" AND reference IN ({})", places(6, ids.len())));
    }
    if !services.is_empty() {
        sql.push_str(&format!(" AND service IN ({})", places(6 + ids.len(), services.len())));
    }
    sql.push_str(" ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5");
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(scope.id().to_owned()).bind(wanted.from.0).bind(wanted.to.0);
    query = query.bind(wanted.rows_max).bind(wanted.skip);
    for name in ids.into_iter().chain(services) {
        query = query.bind(name);
    }
    let rows = query.fetch_all(db.read()).await?;
    rows.iter().map(read_row).collect()
}

/// Something that happened to a request, as other systems may read it.
#[derive(Clone, Debug)]
pub struct Update {
    /// Its id.
    pub id: String,
    /// The request's reference.
    pub reference: String,
    /// When.
    pub at: Millis,
    /// Whether the request had ended then.
    pub done: bool,
    /// How it ended, when it did.
    pub outcome: Option<Outcome>,
    /// What was written for the resident.
    pub words: String,
}

/// Changes of state that residents may read, oldest first: from the first moment to the second.
pub async fn updates(db: &Db, scope: &Scope, from: Millis, to: Millis, rows_max: i64) -> Result<Vec<Update>> {
    let rows = sqlx::query(
        "SELECT e.id, r.reference, e.at, e.words, e.data FROM request_event e JOIN request r ON r.id = e.request \
         WHERE e.authority = $1 AND r.authority = $1 AND r.sensitive IS NULL AND e.kind = 'state' AND e.public_at IS NOT NULL \
         AND e.at >= $2 AND e.at <= $3 ORDER BY e.at, e.id LIMIT $4",
    )
    .bind(scope.id())
    .bind(from.0)
    .bind(to.0)
    .bind(rows_max)
    .fetch_all(db.read())
    .await?;
    rows.iter()
        .map(|row| {
            let data: serde_json::Value = serde_json::from_str(&row.try_get::<String, _>(4)?)?;
            Ok(Update {
                id: row.try_get(0)?,
                reference: row.try_get(1)?,
                at: Millis(row.try_get(2)?),
                done: data["state"] == "done",
                outcome: data["outcome"].as_str().and_then(Outcome::parse),
                words: row.try_get(3)?,
            })
        })
        .collect()
}
