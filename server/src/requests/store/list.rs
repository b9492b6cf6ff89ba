//! The SQL of work lists.

use model::{Millis, RequestId, StaffId, TeamId};
use sqlx::Row;

use super::{COLUMNS, Request, read_row, reference_key, words_of};
use crate::platform::{Db, Result, Scope};

/// How many requests a page of a list shows.
pub const PAGE_ROWS: i64 = 50;
/// How far a count goes; beyond it a list says "more than".
pub const COUNT_MAX: i64 = 1000;

/// Which requests a list shows. What is `None` does not narrow it.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words that all have to be in it.
    pub words: String,
    /// A state, or `open` for every state but done.
    pub state: Option<String>,
    /// A team.
    pub team: Option<TeamId>,
    /// A service's id.
    pub service: Option<String>,
    /// Whose it is.
    pub assigned: Option<StaffId>,
    /// Only those that nobody has.
    pub unassigned: bool,
    /// Only those that should have been done before this moment.
    pub late_at: Option<Millis>,
    /// Only those of one person.
    pub person: Option<String>,
    /// Only those older than this one of the page before.
    pub before: Option<(Millis, RequestId)>,
    /// The team whose sensitive requests may be seen; see `all_sensitive`.
    pub sensitive_team: Option<TeamId>,
    /// Whether every team's sensitive requests may be seen.
    pub all_sensitive: bool,
}

/// How many arguments stand before those of the words.
const FIXED: usize = 13;

/// The tables and conditions of a filter. Each word after the first is one look-up in the index of words, so the rarest goes first.
///
/// A filter that narrows stands bare, so that its index can be used; `$n IS NULL OR …` would hide it. One that does not narrow still
/// names its argument, because PostgreSQL wants each to have a type.
fn conditions(filter: &Filter, reference: bool, words: usize) -> (String, String) {
    let from = if words == 0 { "request r".to_owned() } else { "request_word w JOIN request r ON r.id = w.request".to_owned() };
    let mut terms = String::from("r.authority = $1 AND (r.sensitive IS NULL OR CAST($11 AS TEXT) IS NOT NULL OR r.team = $12)");
    let state = if filter.state.as_deref() == Some("open") { "$2 = 'open' AND r.state <> 'done'" } else { "r.state = $2" };
    let narrowing = [
        (filter.state.is_some(), state, "CAST($2 AS TEXT) IS NULL"),
        (filter.team.is_some(), "r.team = $3", "CAST($3 AS TEXT) IS NULL"),
        (filter.service.is_some(), "r.service = $4", "CAST($4 AS TEXT) IS NULL"),
        (filter.assigned.is_some(), "r.assigned = $5", "CAST($5 AS TEXT) IS NULL"),
        (filter.unassigned, "CAST($6 AS TEXT) IS NOT NULL AND r.assigned IS NULL", "CAST($6 AS TEXT) IS NULL"),
        (filter.late_at.is_some(), "r.due_at < $7 AND r.state <> 'done'", "CAST($7 AS BIGINT) IS NULL"),
        (filter.person.is_some(), "r.person = $8", "CAST($8 AS TEXT) IS NULL"),
        (
            filter.before.is_some(),
            "r.created_at <= $9 AND (r.created_at < $9 OR r.id < $10)",
            "CAST($9 AS BIGINT) IS NULL AND CAST($10 AS TEXT) IS NULL",
        ),
        (reference, "(r.reference = $13 OR r.external_id = $13)", "CAST($13 AS TEXT) IS NULL"),
    ];
    for (given, narrow, otherwise) in narrowing {
        terms.push_str(" AND ");
        terms.push_str(if given { narrow } else { otherwise });
    }
    if words > 0 {
        terms.push_str(&format!(" AND w.authority = $1 AND w.word = ${}", FIXED + 1));
    }
    for n in 1..words {
        terms.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM request_word x WHERE x.authority = $1 AND x.word = ${} AND x.created_at = w.created_at AND x.request = w.request)",
            FIXED + 1 + n
        ));
    }
    (from, terms)
}

/// A reference of ours or an id of another system, when what was typed is one that some request has.
async fn reference(db: &Db, scope: &Scope, typed: &str) -> Result<Option<String>> {
    let typed = match reference_key(typed) {
        Some(reference) => reference,
        None if typed.contains(' ') || typed.len() < 4 => return Ok(None),
        None => typed.trim().to_uppercase(),
    };
    let sql = "SELECT 1 FROM request WHERE authority = $1 AND reference = $2 UNION ALL SELECT 1 FROM request WHERE authority = $1 AND external_id = $2 LIMIT 1";
    let row = sqlx::query(sql).bind(scope.id()).bind(typed.clone()).fetch_optional(db.read()).await?;
    Ok(row.map(|_| typed))
}

type Query = sqlx::query::Query<'static, sqlx::Any, sqlx::any::AnyArguments>;

fn bound(sql: String, scope: &Scope, filter: &Filter, reference: Option<String>, words: &[String]) -> Query {
    let before = filter.before.clone();
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(scope.id().to_owned())
        .bind(filter.state.clone())
        .bind(filter.team.as_ref().map(|team| team.as_str().to_owned()))
        .bind(filter.service.clone())
        .bind(filter.assigned.as_ref().map(|staff| staff.as_str().to_owned()))
        .bind(filter.unassigned.then_some("yes"))
        .bind(filter.late_at.map(|at| at.0))
        .bind(filter.person.clone())
        .bind(before.as_ref().map(|(at, _)| at.0))
        .bind(before.map(|(_, id)| id.as_str().to_owned()))
        .bind(filter.all_sensitive.then_some("yes"))
        .bind(filter.sensitive_team.as_ref().map(|team| team.as_str().to_owned()))
        .bind(reference);
    for word in words {
        query = query.bind(word.clone());
    }
    query
}

/// The words of a filter, the rarest first.
async fn rarest_first(db: &Db, scope: &Scope, words: &str) -> Result<Vec<String>> {
    let mut counted = Vec::new();
    for word in words_of(&[words]) {
        let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM request_word WHERE authority = $1 AND word = $2 LIMIT 20000) AS found";
        let row = sqlx::query(sql).bind(scope.id()).bind(word.clone()).fetch_one(db.read()).await?;
        counted.push((row.try_get::<i64, _>(0)?, word));
    }
    counted.sort();
    Ok(counted.into_iter().map(|(_, word)| word).collect())
}

/// A page of requests, newest first; one more than a page when there is another.
pub async fn page(db: &Db, scope: &Scope, filter: &Filter) -> Result<Vec<Request>> {
    let reference = reference(db, scope, &filter.words).await?;
    let words = if reference.is_some() { Vec::new() } else { rarest_first(db, scope, &filter.words).await? };
    let (from, terms) = conditions(filter, reference.is_some(), words.len());
    let columns = COLUMNS.split(", ").map(|column| format!("r.{}", column.trim())).collect::<Vec<_>>().join(", ");
    // With words the order comes from their index, without from the requests' own.
    let order = if words.is_empty() { "r.created_at DESC, r.id DESC" } else { "w.created_at DESC, w.request DESC" };
    // unscoped: the authority is the first of the conditions that are put in here.
    let sql = format!("SELECT {columns} FROM {from} WHERE {terms} ORDER BY {order} LIMIT {}", PAGE_ROWS + 1);
    let rows = bound(sql, scope, filter, reference, &words).fetch_all(db.read()).await?;
    rows.iter().map(read_row).collect()
}

/// How many requests a filter has, up to [`COUNT_MAX`] and one more.
pub async fn count(db: &Db, scope: &Scope, filter: &Filter) -> Result<i64> {
    let reference = reference(db, scope, &filter.words).await?;
    let words = if reference.is_some() { Vec::new() } else { rarest_first(db, scope, &filter.words).await? };
    let (from, terms) = conditions(filter, reference.is_some(), words.len());
    // unscoped: the authority is the first of the conditions that are put in here.
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {from} WHERE {terms} LIMIT {}) AS found", COUNT_MAX + 1);
    let row = bound(sql, scope, filter, reference, &words).fetch_one(db.read()).await?;
    Ok(row.try_get(0)?)
}
