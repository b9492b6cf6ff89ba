//! The SQL of the outbox.

use model::{Lang, PersonId, RequestId};
use sqlx::Row;

use crate::platform::{Db, Error, Result, Scope, Tx};

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// By e-mail.
    Email,
    /// By text message.
    Text,
    /// On paper.
    Letter,
}

impl Carrier {
    /// As the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Text => "text",
            Self::Letter => "letter",
        }
    }
}

/// A message to one person.
#[derive(Clone, Debug)]
pub struct Message {
    /// How it travels.
    pub carrier: Carrier,
    /// The one address or number it goes to.
    pub to: String,
    /// One line; texts have none.
    pub subject: String,
    /// The words.
    pub body: String,
    /// The language of the words.
    pub lang: Lang,
    /// Who it is for, if we know them.
    pub person: Option<PersonId>,
    /// The request it tells of.
    pub request: Option<RequestId>,
    /// Whether only those who may read its request may read it.
    pub sensitive: bool,
}

/// Puts a message in the outbox, in the transaction of what it tells of. The record says that it was sent, not to whom or what.
pub async fn send(tx: &mut Tx, scope: &Scope, message: &Message) -> Result<String> {
    let id = tx.id();
    let now = tx.now.0;
    sqlx::query(
        "INSERT INTO message (id, authority, at, channel, recipient, subject, body, lang, person, request, sensitive) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
    )
    .bind(id.clone())
    .bind(scope.id().to_owned())
    .bind(now)
    .bind(message.carrier.as_str())
    .bind(message.to.clone())
    .bind(message.subject.clone())
    .bind(message.body.clone())
    .bind(message.lang.tag())
    .bind(message.person.as_ref().map(|id| id.as_str().to_owned()))
    .bind(message.request.as_ref().map(|id| id.as_str().to_owned()))
    .bind(message.sensitive.then_some("yes"))
    .execute(tx.conn())
    .await?;
    let facts = serde_json::json!({ "carrier": message.carrier.as_str(), "request": message.request.as_ref().map(RequestId::as_str) });
    tx.record(scope, "message.sent", &id, facts);
    Ok(id)
}

/// A message as the outbox shows it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its id.
    pub id: String,
    /// When.
    pub at: model::Millis,
    /// `email`, `text` or `letter`.
    pub carrier: String,
    /// To whom.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The words.
    pub body: String,
    /// Whom it was for, if we know them.
    pub person: Option<PersonId>,
    /// Whether it tells of a sensitive request.
    pub sensitive: bool,
}

const COLUMNS: &str = "id, at, channel, recipient, subject, body, person, sensitive";

fn read_row(row: &sqlx::any::AnyRow) -> Result<Sent> {
    Ok(Sent {
        id: row.try_get(0)?,
        at: model::Millis(row.try_get(1)?),
        carrier: row.try_get(2)?,
        to: row.try_get(3)?,
        subject: row.try_get(4)?,
        body: row.try_get(5)?,
        person: row.try_get::<Option<String>, _>(6)?.map(PersonId::from),
        sensitive: row.try_get::<Option<String>, _>(7)?.is_some(),
    })
}

/// The newest messages.
pub async fn newest(db: &Db, scope: &Scope, rows_max: i64) -> Result<Vec<Sent>> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM message WHERE authority = $1 ORDER BY at DESC, id DESC LIMIT $2"));
    let rows = sqlx::query(sql).bind(scope.id()).bind(rows_max).fetch_all(db.read()).await?;
    rows.iter().map(read_row).collect()
}

/// The newest messages to a person.
pub async fn of_person(db: &Db, scope: &Scope, person: &PersonId, rows_max: i64) -> Result<Vec<Sent>> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM message WHERE authority = $1 AND person = $2 ORDER BY at DESC, id DESC LIMIT $3"));
    let rows = sqlx::query(sql).bind(scope.id()).bind(person.as_str()).bind(rows_max).fetch_all(db.read()).await?;
    rows.iter().map(read_row).collect()
}

/// One message.
pub async fn by_id(db: &Db, scope: &Scope, id: &str) -> Result<Sent> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM message WHERE authority = $1 AND id = $2"));
    let row = sqlx::query(sql).bind(scope.id()).bind(id).fetch_optional(db.read()).await?.ok_or(Error::NotFound)?;
    read_row(&row)
}
