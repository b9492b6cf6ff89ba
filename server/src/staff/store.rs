//! The SQL of staff, sessions and sign-in links.

use model::{AuthorityId, Millis, StaffId, TeamId};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::role::{Role, SignedIn};
use crate::platform::chance::hash_of;
use crate::platform::{Db, Error, Result, Scope, Tx};

/// A member of staff as the admin pages list them.
#[derive(Clone, Debug)]
pub struct Member {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// Their address for e-mail.
    pub email: String,
    /// What they are there for.
    pub role: Role,
    /// Their team.
    pub team: Option<TeamId>,
    /// When they left, if they did.
    pub disabled_at: Option<Millis>,
}

/// How long a session lasts without being used: a working day and its evening.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1000;
/// How often it is written down that a session is used.
const SEEN_MS: i64 = 10 * 60 * 1000;

/// Adds a member of staff.
pub async fn add(tx: &mut Tx, scope: &Scope, name: &str, email: &str, role: Role, team: Option<&TeamId>) -> Result<StaffId> {
    let id = tx.id();
    let now = tx.now.0;
    let added = sqlx::query(
        "INSERT INTO staff (id, authority, name, email, role, team, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (email) DO NOTHING",
    )
    .bind(id.clone())
    .bind(scope.id().to_owned())
    .bind(name.to_owned())
    .bind(email.to_lowercase())
    .bind(role.as_str())
    .bind(team.map(|team| team.as_str().to_owned()))
    .bind(now)
    .execute(tx.conn())
    .await?;
    if added.rows_affected() == 0 {
        return Err(Error::Conflict("Somebody with this e-mail address is there already. Nobody was added.".to_owned()));
    }
    tx.record(scope, "staff.added", &id, serde_json::json!({ "role": role.as_str() }));
    Ok(StaffId::from(id))
}

/// Everybody of an authority, by name.
pub async fn members(db: &Db, scope: &Scope) -> Result<Vec<Member>> {
    let rows = sqlx::query("SELECT id, name, email, role, team, disabled_at FROM staff WHERE authority = $1 ORDER BY name")
        .bind(scope.id())
        .fetch_all(db.read())
        .await?;
    rows.iter().map(read_member).collect()
}

fn read_member(row: &AnyRow) -> Result<Member> {
    Ok(Member {
        id: StaffId::from(row.try_get::<String, _>(0)?),
        name: row.try_get(1)?,
        email: row.try_get(2)?,
        role: Role::parse(&row.try_get::<String, _>(3)?).ok_or_else(|| Error::internal("a role that is none"))?,
        team: row.try_get::<Option<String>, _>(4)?.map(TeamId::from),
        disabled_at: row.try_get::<Option<i64>, _>(5)?.map(Millis),
    })
}

/// Makes a sign-in link's secret for a member of staff.
pub async fn make_link(tx: &mut Tx, scope: &Scope, staff: &StaffId, lasts_ms: i64, reusable: bool) -> Result<String> {
    let secret = tx.chance.secret();
    let (now, until) = (tx.now.0, tx.now.plus(lasts_ms).0);
    sqlx::query("INSERT INTO sign_in_link (token_hash, authority, staff, created_at, expires_at, reusable) VALUES ($1,$2,$3,$4,$5,$6)")
        .bind(hash_of(&secret))
        .bind(scope.id().to_owned())
        .bind(staff.as_str().to_owned())
        .bind(now)
        .bind(until)
        .bind(if reusable { "yes" } else { "no" })
        .execute(tx.conn())
        .await?;
    Ok(secret)
}

/// Uses a sign-in link: whose it is, if it is good. A link that is not reusable is good once, even when two come at once.
pub async fn use_link(tx: &mut Tx, secret: &str) -> Result<(AuthorityId, StaffId)> {
    let now = tx.now.0;
    // unscoped: the secret itself says whose it is.
    let row = sqlx::query(
        "UPDATE sign_in_link SET used_at = $1 WHERE token_hash = $2 AND expires_at > $1 AND (reusable = 'yes' OR used_at IS NULL) \
         AND staff IN (SELECT id FROM staff WHERE disabled_at IS NULL) RETURNING authority, staff",
    )
    .bind(now)
    .bind(hash_of(secret))
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Error::NotFound)?;
    Ok((AuthorityId::from(row.try_get::<String, _>(0)?), StaffId::from(row.try_get::<String, _>(1)?)))
}

/// Starts a session and gives its secret, which only the cookie holds.
pub async fn start_session(tx: &mut Tx, scope: &Scope, staff: &StaffId) -> Result<String> {
    let secret = tx.chance.secret();
    let (now, until) = (tx.now.0, tx.now.plus(SESSION_MS).0);
    sqlx::query("INSERT INTO session (token_hash, authority, staff, created_at, seen_at, expires_at) VALUES ($1,$2,$3,$4,$4,$5)")
        .bind(hash_of(&secret))
        .bind(scope.id().to_owned())
        .bind(staff.as_str().to_owned())
        .bind(now)
        .bind(until)
        .execute(tx.conn())
        .await?;
    tx.record(scope, "staff.signed_in", staff.as_str(), serde_json::json!({}));
    Ok(secret)
}

/// Who a session's secret belongs to, while it lasts; each use makes it last longer.
pub async fn session(db: &Db, secret: &str, now: Millis) -> Result<Option<SignedIn>> {
    // unscoped: the secret itself says whose session it is.
    let row = sqlx::query(
        "SELECT s.id, s.name, s.role, s.authority, s.team, x.seen_at FROM session x JOIN staff s ON s.id = x.staff \
         WHERE x.token_hash = $1 AND x.expires_at > $2 AND s.disabled_at IS NULL",
    )
    .bind(hash_of(secret))
    .bind(now.0)
    .fetch_optional(db.read())
    .await?;
    if let Some(row) = &row
        && now.since(Millis(row.try_get(5)?)) > SEEN_MS
    {
        let (hash, until) = (hash_of(secret), now.plus(SESSION_MS).0);
        // unscoped: the secret itself says whose session it is.
        let sql = "UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1";
        db.write(move |tx| {
            Box::pin(async move {
                sqlx::query(sql).bind(hash).bind(now.0).bind(until).execute(tx.conn()).await?;
                Ok(())
            })
        })
        .await?;
    }
    row.map(|row| {
        Ok(SignedIn {
            staff: StaffId::from(row.try_get::<String, _>(0)?),
            name: row.try_get(1)?,
            role: Role::parse(&row.try_get::<String, _>(2)?).ok_or_else(|| Error::internal("a role that is none"))?,
            authority: AuthorityId::from(row.try_get::<String, _>(3)?),
            team: row.try_get::<Option<String>, _>(4)?.map(TeamId::from),
        })
    })
    .transpose()
}

/// Ends a session.
pub async fn end_session(tx: &mut Tx, secret: &str) -> Result<()> {
    // unscoped: the secret itself says whose session it is.
    sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(hash_of(secret)).execute(tx.conn()).await?;
    Ok(())
}

/// A member of staff by e-mail address, with the hash of their password.
pub async fn by_email(db: &Db, email: &str) -> Result<Option<(SignedIn, Option<String>)>> {
    // unscoped: an e-mail address is one person's in the whole centre; nothing is shown before the password fits.
    let row = sqlx::query("SELECT id, name, role, authority, team, password_hash FROM staff WHERE email = $1 AND disabled_at IS NULL")
        .bind(email)
        .fetch_optional(db.read())
        .await?;
    row.map(|row| {
        let who = SignedIn {
            staff: StaffId::from(row.try_get::<String, _>(0)?),
            name: row.try_get(1)?,
            role: Role::parse(&row.try_get::<String, _>(2)?).ok_or_else(|| Error::internal("a role that is none"))?,
            authority: AuthorityId::from(row.try_get::<String, _>(3)?),
            team: row.try_get::<Option<String>, _>(4)?.map(TeamId::from),
        };
        Ok((who, row.try_get(5)?))
    })
    .transpose()
}

/// Notes a try for an address, whether anybody has it or not; how many there were since a moment, with this one.
pub async fn note_try(tx: &mut Tx, email: &str, since: Millis) -> Result<i64> {
    let (id, now) = (tx.id(), tx.now.0);
    // unscoped: the address may be nobody's, so no authority is known.
    sqlx::query("INSERT INTO sign_in_try (id, authority, who, at) VALUES ($1, '', $2, $3)")
        .bind(id)
        .bind(hash_of(email))
        .bind(now)
        .execute(tx.conn())
        .await?;
    // unscoped: the address may be nobody's, so no authority is known.
    let row =
        sqlx::query("SELECT COUNT(*) FROM sign_in_try WHERE who = $1 AND at > $2").bind(hash_of(email)).bind(since.0).fetch_one(tx.conn()).await?;
    Ok(row.try_get(0)?)
}

/// Forgets the tries for an address: the right password was given.
pub async fn forget_tries(tx: &mut Tx, email: &str) -> Result<()> {
    // unscoped: the address is one person's in the whole centre.
    sqlx::query("DELETE FROM sign_in_try WHERE who = $1").bind(hash_of(email)).execute(tx.conn()).await?;
    Ok(())
}

/// Where somebody is signed in: since when, when last used, and whether it is the session of a secret; the newest first.
pub async fn sessions(db: &Db, scope: &Scope, staff: &StaffId, this: &str, now: Millis) -> Result<Vec<(Millis, Millis, bool)>> {
    let sql = "SELECT created_at, seen_at, token_hash FROM session WHERE authority = $1 AND staff = $2 AND expires_at > $3 ORDER BY seen_at DESC, created_at DESC LIMIT 50";
    let rows = sqlx::query(sql).bind(scope.id()).bind(staff.as_str()).bind(now.0).fetch_all(db.read()).await?;
    let this = hash_of(this);
    rows.iter().map(|row| Ok((Millis(row.try_get(0)?), Millis(row.try_get(1)?), row.try_get::<String, _>(2)? == this))).collect()
}

/// Ends every session of somebody but the one of a secret.
pub async fn end_others(tx: &mut Tx, scope: &Scope, staff: &StaffId, this: &str) -> Result<()> {
    sqlx::query("DELETE FROM session WHERE authority = $1 AND staff = $2 AND token_hash <> $3")
        .bind(scope.id().to_owned())
        .bind(staff.as_str().to_owned())
        .bind(hash_of(this))
        .execute(tx.conn())
        .await?;
    tx.record(scope, "staff.sessions_ended", staff.as_str(), serde_json::json!({}));
    Ok(())
}

/// Sets a password, and ends every session of theirs but the one whose secret is given.
pub async fn set_password(tx: &mut Tx, scope: &Scope, staff: &StaffId, hash: &str, this: &str) -> Result<()> {
    sqlx::query("UPDATE staff SET password_hash = $3 WHERE authority = $1 AND id = $2")
        .bind(scope.id().to_owned())
        .bind(staff.as_str().to_owned())
        .bind(hash.to_owned())
        .execute(tx.conn())
        .await?;
    end_others(tx, scope, staff, this).await?;
    tx.record(scope, "staff.password_set", staff.as_str(), serde_json::json!({}));
    Ok(())
}

/// Ends or restores somebody's access; their sessions end at once.
pub async fn set_disabled(tx: &mut Tx, scope: &Scope, staff: &StaffId, disabled: bool) -> Result<()> {
    let now = tx.now.0;
    let done = sqlx::query("UPDATE staff SET disabled_at = $3 WHERE authority = $1 AND id = $2")
        .bind(scope.id().to_owned())
        .bind(staff.as_str().to_owned())
        .bind(disabled.then_some(now))
        .execute(tx.conn())
        .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    sqlx::query("DELETE FROM session WHERE authority = $1 AND staff = $2")
        .bind(scope.id().to_owned())
        .bind(staff.as_str().to_owned())
        .execute(tx.conn())
        .await?;
    tx.record(scope, if disabled { "staff.left" } else { "staff.returned" }, staff.as_str(), serde_json::json!({}));
    Ok(())
}

/// Deletes sessions and links that are past their time and tries of days ago; how many.
pub async fn sweep(tx: &mut Tx) -> Result<u64> {
    const TRY_MS: i64 = 24 * 60 * 60 * 1000;
    let now = tx.now;
    let mut gone = 0;
    // unscoped: time passes for every authority alike, and nothing is shown.
    for (sql, before) in [
        ("DELETE FROM session WHERE expires_at <= $1", now),
        ("DELETE FROM sign_in_link WHERE expires_at <= $1", now),
        ("DELETE FROM sign_in_try WHERE at <= $1", now.plus(-TRY_MS)),
    ] {
        gone += sqlx::query(sql).bind(before.0).execute(tx.conn()).await?.rows_affected();
    }
    Ok(gone)
}
