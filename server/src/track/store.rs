//! The SQL of one-time codes and the short-lived keys they give.

use model::{Millis, RequestId};
use sqlx::Row;

use crate::platform::chance::hash_of;
use crate::platform::{Db, Result, Scope, Tx};

/// How long a code is good.
const CODE_MS: i64 = 15 * 60 * 1000;
/// How long the key is good that a code gives.
const KEY_MS: i64 = 60 * 60 * 1000;
/// How often a code may be typed wrongly.
const TRIES_MAX: i64 = 5;
/// How many codes may be asked for in the time that one is good.
const CODES_MAX: i64 = 3;

/// Makes a code for a request, unless several were made just now.
pub async fn make_code(tx: &mut Tx, scope: &Scope, request: &RequestId) -> Result<Option<String>> {
    let (id, now) = (tx.id(), tx.now);
    let row = sqlx::query("SELECT COUNT(*) FROM track_code WHERE authority = $1 AND request = $2 AND created_at > $3")
        .bind(scope.id().to_owned())
        .bind(request.as_str().to_owned())
        .bind(now.plus(-CODE_MS).0)
        .fetch_one(tx.conn())
        .await?;
    if row.try_get::<i64, _>(0)? >= CODES_MAX {
        return Ok(None);
    }
    let code = tx.chance.code();
    sqlx::query("INSERT INTO track_code (id, authority, request, code_hash, tries, created_at, expires_at) VALUES ($1,$2,$3,$4,0,$5,$6)")
        .bind(id)
        .bind(scope.id().to_owned())
        .bind(request.as_str().to_owned())
        .bind(hash_of(&format!("{request}:{code}")))
        .bind(now.0)
        .bind(now.plus(CODE_MS).0)
        .execute(tx.conn())
        .await?;
    Ok(Some(code))
}

/// Uses a code: the key it gives, or nothing. Each wrong code counts against all that are open.
pub async fn use_code(tx: &mut Tx, scope: &Scope, request: &RequestId, code: &str) -> Result<Option<String>> {
    let now = tx.now;
    let key = tx.chance.secret();
    let used = sqlx::query(
        "UPDATE track_code SET used_at = $1, code_hash = $2, expires_at = $3 WHERE authority = $4 AND request = $5 AND code_hash = $6 \
         AND used_at IS NULL AND expires_at > $1 AND tries < $7 RETURNING id",
    )
    .bind(now.0)
    .bind(hash_of(&key))
    .bind(now.plus(KEY_MS).0)
    .bind(scope.id().to_owned())
    .bind(request.as_str().to_owned())
    .bind(hash_of(&format!("{request}:{code}")))
    .bind(TRIES_MAX)
    .fetch_optional(tx.conn())
    .await?;
    if used.is_some() {
        return Ok(Some(key));
    }
    sqlx::query("UPDATE track_code SET tries = tries + 1 WHERE authority = $1 AND request = $2 AND used_at IS NULL")
        .bind(scope.id().to_owned())
        .bind(request.as_str().to_owned())
        .execute(tx.conn())
        .await?;
    Ok(None)
}

/// Whether a key is one that a code gave, not long ago.
pub async fn is_key(db: &Db, scope: &Scope, request: &RequestId, key: &str, now: Millis) -> Result<bool> {
    let row = sqlx::query(
        "SELECT COUNT(*) FROM track_code WHERE authority = $1 AND request = $2 AND code_hash = $3 AND used_at IS NOT NULL AND expires_at > $4",
    )
    .bind(scope.id())
    .bind(request.as_str())
    .bind(hash_of(key))
    .bind(now.0)
    .fetch_one(db.read())
    .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// Deletes codes that are past their time; how many.
pub async fn sweep(tx: &mut Tx) -> Result<u64> {
    let now = tx.now;
    // unscoped: time passes for every authority alike, and nothing is shown.
    let done = sqlx::query("DELETE FROM track_code WHERE expires_at <= $1").bind(now.plus(-KEY_MS).0).execute(tx.conn()).await?;
    Ok(done.rows_affected())
}
