//! The record: an append-only account of everything that happened, each entry sealed to the one before it by SHA-256.
//! It holds ids and facts, never personal details.

use std::collections::HashMap;

use model::{AuthorityId, Millis};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Row};

use super::chance::hex;

/// Something that happened, before it is sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Whose record it is.
    pub authority: AuthorityId,
    /// When it happened.
    pub at: Millis,
    /// What happened: `request.created`, `person.read` …
    pub kind: String,
    /// The id of what it happened to.
    pub subject: String,
    /// Who did it: `staff:ID`, `person:ID`, `anonymous`, `system`.
    pub actor: String,
    /// Ids, states and figures; no personal details.
    pub facts: serde_json::Value,
}

/// An entry as it stands on the record.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Its number, from 1, without gaps, for each authority.
    pub seq: i64,
    /// When, in milliseconds.
    pub at: Millis,
    /// What happened.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// By whom.
    pub actor: String,
    /// The facts as they were written.
    pub facts: String,
}

/// The last number and hash of each authority's chain, as far as this process has read them.
#[derive(Debug, Default)]
pub struct Heads(HashMap<AuthorityId, (i64, String)>);

/// The hash of an authority's first entry's forerunner.
const GENESIS: &str = "genesis";
/// How many entries one statement holds at most: a power of two.
const ROWS_MAX: usize = 32;

/// The seal of an entry: SHA-256 over the seal before it and every column, each with its length before it so that no two entries read alike.
fn seal(prev: &str, authority: &str, seq: i64, at: i64, rest: [&str; 4]) -> String {
    let mut hash = Sha256::new();
    for part in [prev, authority, &seq.to_string(), &at.to_string()].into_iter().chain(rest) {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

/// Appends entries in order. Within the caller's transaction; the heads are right only if it commits.
pub async fn append(connection: &mut AnyConnection, heads: &mut Heads, entries: Vec<Entry>) -> anyhow::Result<()> {
    let mut rest = entries.as_slice();
    while !rest.is_empty() {
        // Powers of two, so that the database meets few different statements and keeps their plans.
        let n = ROWS_MAX.min(1 << rest.len().ilog2());
        let (chunk, after) = rest.split_at(n);
        rest = after;
        let mut rows = Vec::with_capacity(chunk.len());
        for entry in chunk {
            if !heads.0.contains_key(&entry.authority) {
                let last = sqlx::query("SELECT seq, hash FROM record WHERE authority = $1 ORDER BY seq DESC LIMIT 1")
                    .bind(entry.authority.as_str())
                    .fetch_optional(&mut *connection)
                    .await?;
                let head = match last {
                    Some(row) => (row.try_get(0)?, row.try_get(1)?),
                    None => (0, GENESIS.to_owned()),
                };
                heads.0.insert(entry.authority.clone(), head);
            }
            let head = heads.0.get_mut(&entry.authority).expect("put there just above");
            let facts = entry.facts.to_string();
            let seq = head.0 + 1;
            let hash = seal(&head.1, entry.authority.as_str(), seq, entry.at.0, [&entry.kind, &entry.subject, &entry.actor, &facts]);
            let prev = std::mem::replace(&mut head.1, hash.clone());
            head.0 = seq;
            rows.push((seq, facts, prev, hash));
        }
        let places: Vec<String> = (0..rows.len())
            .map(|row| format!("({})", (1..=9).map(|column| format!("${}", row * 9 + column)).collect::<Vec<_>>().join(",")))
            .collect();
        let sql = format!("INSERT INTO record (authority, seq, at, kind, subject, actor, facts, prev, hash) VALUES {}", places.join(","));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (entry, (seq, facts, prev, hash)) in chunk.iter().zip(rows) {
            query = query.bind(entry.authority.as_str().to_owned()).bind(seq).bind(entry.at.0).bind(entry.kind.clone());
            query = query.bind(entry.subject.clone()).bind(entry.actor.clone()).bind(facts).bind(prev).bind(hash);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// The entries about one subject, newest first.
pub async fn about(pool: &AnyPool, authority: &AuthorityId, subject: &str, rows_max: i64) -> sqlx::Result<Vec<Sealed>> {
    let rows =
        sqlx::query("SELECT seq, at, kind, subject, actor, facts FROM record WHERE authority = $1 AND subject = $2 ORDER BY seq DESC LIMIT $3")
            .bind(authority.as_str())
            .bind(subject)
            .bind(rows_max)
            .fetch_all(pool)
            .await?;
    rows.iter().map(read_row).collect()
}

/// The entries before a number (or the newest), newest first; perhaps of one kind.
pub async fn before(pool: &AnyPool, authority: &AuthorityId, before: Option<i64>, kind: Option<&str>, rows_max: i64) -> sqlx::Result<Vec<Sealed>> {
    let rows = sqlx::query(
        "SELECT seq, at, kind, subject, actor, facts FROM record WHERE authority = $1 AND seq < $2 \
         AND (CAST($3 AS TEXT) IS NULL OR kind = $3) ORDER BY seq DESC LIMIT $4",
    )
    .bind(authority.as_str())
    .bind(before.unwrap_or(i64::MAX))
    .bind(kind)
    .bind(rows_max)
    .fetch_all(pool)
    .await?;
    rows.iter().map(read_row).collect()
}

fn read_row(row: &sqlx::any::AnyRow) -> sqlx::Result<Sealed> {
    Ok(Sealed {
        seq: row.try_get(0)?,
        at: Millis(row.try_get(1)?),
        kind: row.try_get(2)?,
        subject: row.try_get(3)?,
        actor: row.try_get(4)?,
        facts: row.try_get(5)?,
    })
}

/// What a check of one authority's chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whose chain.
    pub authority: String,
    /// How many entries were read.
    pub entries: i64,
    /// The hash of the last one, to be kept elsewhere: a record cut off at its end still agrees with itself.
    pub head: String,
    /// The number of the first entry that does not fit, and why.
    pub broken: Option<(i64, String)>,
}

/// Reads every authority's chain from the start and recomputes each seal.
pub async fn verify(pool: &AnyPool) -> anyhow::Result<Vec<Verdict>> {
    // unscoped: the check of the whole record reads every authority's chain, and none of the facts leave it.
    let authorities = sqlx::query("SELECT DISTINCT authority FROM record ORDER BY authority").fetch_all(pool).await?;
    let mut verdicts = Vec::new();
    for row in authorities {
        verdicts.push(verify_one(pool, row.try_get(0)?).await?);
    }
    Ok(verdicts)
}

async fn verify_one(pool: &AnyPool, authority: String) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict { authority, entries: 0, head: GENESIS.to_owned(), broken: None };
    loop {
        let rows = sqlx::query(
            "SELECT seq, at, kind, subject, actor, facts, prev, hash FROM record WHERE authority = $1 AND seq > $2 ORDER BY seq LIMIT 5000",
        )
        .bind(verdict.authority.clone())
        .bind(verdict.entries)
        .fetch_all(pool)
        .await?;
        if rows.is_empty() {
            return Ok(verdict);
        }
        for row in rows {
            let (seq, at): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            let (prev, hash): (String, String) = (row.try_get(6)?, row.try_get(7)?);
            let rest: [String; 4] = [row.try_get(2)?, row.try_get(3)?, row.try_get(4)?, row.try_get(5)?];
            let expected = verdict.entries + 1;
            let right = seal(&verdict.head, &verdict.authority, seq, at, [&rest[0], &rest[1], &rest[2], &rest[3]]);
            let wrong = if seq != expected {
                Some(format!("entry {expected} is missing"))
            } else if prev != verdict.head {
                Some("it does not follow the entry before it".to_owned())
            } else if right != hash {
                Some("its contents were changed after it was sealed".to_owned())
            } else {
                None
            };
            if let Some(why) = wrong {
                verdict.broken = Some((seq, why));
                return Ok(verdict);
            }
            verdict.entries = seq;
            verdict.head = hash;
        }
    }
}
