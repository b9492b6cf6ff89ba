//! The SQL of half-done forms. The link's secret is their key; the database keeps only its hash.

use catalogue::Answers;
use model::{ContactId, Lang};
use sqlx::Row;

use crate::people::Details;
use crate::platform::chance::hash_of;
use crate::platform::{Db, Error, Result, Scope, Tx};

/// How long a half-done form is kept after it was last touched.
pub const DRAFT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// A half-done form as it is held.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The service's id.
    pub service: String,
    /// The language it was begun in.
    pub lang: Lang,
    /// `web`, `phone`, `desk` …
    pub channel: String,
    /// What was answered so far.
    pub answers: Answers,
    /// Who to tell, as far as they said.
    pub details: Details,
    /// The contact in which an agent fills it in.
    pub contact: Option<ContactId>,
    /// How it ended, as JSON, once it was sent.
    pub outcome: Option<String>,
    /// When it was begun.
    pub begun_at: model::Millis,
}

/// Begins a form and gives its secret.
pub async fn begin(
    tx: &mut Tx,
    scope: &Scope,
    service: &catalogue::Service,
    lang: Lang,
    channel: &str,
    contact: Option<&ContactId>,
) -> Result<String> {
    let secret = tx.chance.secret();
    let (now, until) = (tx.now.0, tx.now.plus(DRAFT_MS).0);
    sqlx::query(
        "INSERT INTO draft (id, authority, service, version, lang, channel, answers, details, contact, created_at, updated_at, expires_at) \
         VALUES ($1,$2,$3,$4,$5,$6,'{}','{}',$7,$8,$8,$9)",
    )
    .bind(hash_of(&secret))
    .bind(scope.id().to_owned())
    .bind(service.id.clone())
    .bind(service.version.clone())
    .bind(lang.tag())
    .bind(channel.to_owned())
    .bind(contact.map(|id| id.as_str().to_owned()))
    .bind(now)
    .bind(until)
    .execute(tx.conn())
    .await?;
    Ok(secret)
}

/// Reads a form by its secret.
pub async fn load(db: &Db, scope: &Scope, secret: &str, now: model::Millis) -> Result<Kept> {
    let row = sqlx::query(
        "SELECT service, lang, channel, answers, details, contact, outcome, created_at FROM draft WHERE id = $1 AND authority = $2 AND expires_at > $3",
    )
    .bind(hash_of(secret))
    .bind(scope.id())
    .bind(now.0)
    .fetch_optional(db.read())
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Kept {
        service: row.try_get(0)?,
        lang: Lang::from_tag(&row.try_get::<String, _>(1)?),
        channel: row.try_get(2)?,
        answers: serde_json::from_str(&row.try_get::<String, _>(3)?)?,
        details: serde_json::from_str(&row.try_get::<String, _>(4)?)?,
        contact: row.try_get::<Option<String>, _>(5)?.map(ContactId::from),
        outcome: row.try_get(6)?,
        begun_at: model::Millis(row.try_get(7)?),
    })
}

/// Keeps answers and details; a form that was sent stays as it was sent.
pub async fn save(tx: &mut Tx, scope: &Scope, secret: &str, answers: &Answers, details: &Details) -> Result<()> {
    let (now, until) = (tx.now.0, tx.now.plus(DRAFT_MS).0);
    sqlx::query("UPDATE draft SET answers = $3, details = $4, updated_at = $5, expires_at = $6 WHERE id = $1 AND authority = $2 AND outcome IS NULL")
        .bind(hash_of(secret))
        .bind(scope.id().to_owned())
        .bind(serde_json::to_string(answers)?)
        .bind(serde_json::to_string(details)?)
        .bind(now)
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Changes the answers of a form that was not sent yet, and gives them as they are then.
pub async fn change_answers(tx: &mut Tx, scope: &Scope, secret: &str, change: impl FnOnce(&Answers) -> Answers) -> Result<Answers> {
    let row = sqlx::query("SELECT answers FROM draft WHERE id = $1 AND authority = $2 AND outcome IS NULL")
        .bind(hash_of(secret))
        .bind(scope.id().to_owned())
        .fetch_optional(tx.conn())
        .await?;
    // One that was sent meanwhile stays as it was sent; whoever asks next is shown how it ended.
    let Some(row) = row else { return Ok(Answers::default()) };
    let answers = change(&serde_json::from_str(&row.try_get::<String, _>(0)?)?);
    let (now, until) = (tx.now.0, tx.now.plus(DRAFT_MS).0);
    sqlx::query("UPDATE draft SET answers = $3, updated_at = $4, expires_at = $5 WHERE id = $1 AND authority = $2 AND outcome IS NULL")
        .bind(hash_of(secret))
        .bind(scope.id().to_owned())
        .bind(serde_json::to_string(&answers)?)
        .bind(now)
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(answers)
}

/// Keeps who to tell.
pub async fn save_details(tx: &mut Tx, scope: &Scope, secret: &str, details: &Details) -> Result<()> {
    let (now, until) = (tx.now.0, tx.now.plus(DRAFT_MS).0);
    sqlx::query("UPDATE draft SET details = $3, updated_at = $4, expires_at = $5 WHERE id = $1 AND authority = $2 AND outcome IS NULL")
        .bind(hash_of(secret))
        .bind(scope.id().to_owned())
        .bind(serde_json::to_string(details)?)
        .bind(now)
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// What claiming a form for sending found.
pub enum Claim {
    /// It is sent for the first time; with the answers as they are kept.
    First(Answers),
    /// It was sent before, and ended like this.
    Sent(String),
}

/// Claims a form for sending. Two who send at once cannot both be first.
pub async fn claim(tx: &mut Tx, scope: &Scope, secret: &str) -> Result<Claim> {
    let claimed = sqlx::query("UPDATE draft SET outcome = '' WHERE id = $1 AND authority = $2 AND outcome IS NULL RETURNING answers")
        .bind(hash_of(secret))
        .bind(scope.id().to_owned())
        .fetch_optional(tx.conn())
        .await?;
    if let Some(row) = claimed {
        return Ok(Claim::First(serde_json::from_str(&row.try_get::<String, _>(0)?)?));
    }
    let row = sqlx::query("SELECT outcome FROM draft WHERE id = $1 AND authority = $2")
        .bind(hash_of(secret))
        .bind(scope.id().to_owned())
        .fetch_optional(tx.conn())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Claim::Sent(row.try_get(0)?))
}

/// Writes how a claimed form ended, and forgets what was answered: the request holds it now.
pub async fn finish(tx: &mut Tx, scope: &Scope, secret: &str, outcome: &str, request: Option<&str>) -> Result<()> {
    let now = tx.now.0;
    sqlx::query("UPDATE draft SET outcome = $3, request = $4, answers = '{}', details = '{}', updated_at = $5 WHERE id = $1 AND authority = $2")
        .bind(hash_of(secret))
        .bind(scope.id().to_owned())
        .bind(outcome.to_owned())
        .bind(request.map(str::to_owned))
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Deletes half-done forms that are past their time, with the pictures that only they held; how many.
pub async fn sweep(tx: &mut Tx) -> Result<u64> {
    let now = tx.now.0;
    // unscoped: time passes for every authority alike, and nothing is shown.
    let rows = sqlx::query("DELETE FROM draft WHERE expires_at <= $1 RETURNING authority, answers").bind(now).fetch_all(tx.conn()).await?;
    for row in &rows {
        let scope = Scope::system(model::AuthorityId::from(row.try_get::<String, _>(0)?));
        // Those of a form that was sent are the request's by now, and are not among its answers any more.
        let answers: Answers = serde_json::from_str(&row.try_get::<String, _>(1)?)?;
        for value in answers.0.values() {
            let catalogue::Value::Files(files) = value else { continue };
            for file in files {
                crate::files::store::remove(tx, &scope, &file.id).await?;
            }
        }
    }
    Ok(rows.len() as u64)
}
