//! The SQL of tokens. The database keeps only the hash of a token.

use model::{AuthorityId, Millis};
use sqlx::Row;

use crate::platform::chance::hash_of;
use crate::platform::{Db, Error, Result, Scope, Tx};

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reporting and reading by Open311.
    Open311,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::Open311];

    /// As the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open311 => "open311",
        }
    }

    /// From a command.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A token as it is listed; its secret is nowhere.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id, by which it is revoked.
    pub id: String,
    /// What it opens.
    pub kind: String,
    /// Whose system has it.
    pub name: String,
    /// When it was made.
    pub created_at: Millis,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

/// Makes a token and gives its secret.
pub async fn add(tx: &mut Tx, scope: &Scope, kind: Kind, name: &str) -> Result<String> {
    let (id, secret, now) = (tx.id(), tx.chance.secret(), tx.now.0);
    sqlx::query("INSERT INTO token (id, authority, kind, name, hash, created_at) VALUES ($1,$2,$3,$4,$5,$6)")
        .bind(id.clone())
        .bind(scope.id().to_owned())
        .bind(kind.as_str())
        .bind(name.to_owned())
        .bind(hash_of(&secret))
        .bind(now)
        .execute(tx.conn())
        .await?;
    tx.record(scope, "token.added", &id, serde_json::json!({ "kind": kind.as_str(), "name": name }));
    Ok(secret)
}

/// Whose token a secret is, while it is not revoked.
pub async fn find(db: &Db, kind: Kind, secret: &str) -> Result<Option<AuthorityId>> {
    // unscoped: the secret itself says whose it is.
    let row = sqlx::query("SELECT authority FROM token WHERE hash = $1 AND kind = $2 AND revoked_at IS NULL")
        .bind(hash_of(secret))
        .bind(kind.as_str())
        .fetch_optional(db.read())
        .await?;
    row.map(|row| Ok(AuthorityId::from(row.try_get::<String, _>(0)?))).transpose()
}

/// An authority's tokens, newest first.
pub async fn list(db: &Db, scope: &Scope) -> Result<Vec<Token>> {
    let rows = sqlx::query("SELECT id, kind, name, created_at, revoked_at FROM token WHERE authority = $1 ORDER BY created_at DESC, id DESC")
        .bind(scope.id())
        .fetch_all(db.read())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Token {
                id: row.try_get(0)?,
                kind: row.try_get(1)?,
                name: row.try_get(2)?,
                created_at: Millis(row.try_get(3)?),
                revoked_at: row.try_get::<Option<i64>, _>(4)?.map(Millis),
            })
        })
        .collect()
}

/// Revokes a token at once.
pub async fn revoke(tx: &mut Tx, scope: &Scope, id: &str) -> Result<()> {
    let now = tx.now.0;
    let done = sqlx::query("UPDATE token SET revoked_at = $3 WHERE authority = $1 AND id = $2 AND revoked_at IS NULL")
        .bind(scope.id().to_owned())
        .bind(id.to_owned())
        .bind(now)
        .execute(tx.conn())
        .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tx.record(scope, "token.revoked", id, serde_json::json!({}));
    Ok(())
}
