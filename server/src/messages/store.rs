//! The SQL of the outbox.

use model::{Lang, PersonId, RequestId};

use crate::platform::{Result, Scope, Tx};

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
}

/// Puts a message in the outbox, in the transaction of what it tells of. The record says that it was sent, not to whom or what.
pub async fn send(tx: &mut Tx, scope: &Scope, message: &Message) -> Result<String> {
    let id = tx.id();
    let now = tx.now.0;
    sqlx::query(
        "INSERT INTO message (id, authority, at, channel, recipient, subject, body, lang, person, request) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
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
    .execute(tx.conn())
    .await?;
    let facts = serde_json::json!({ "carrier": message.carrier.as_str(), "request": message.request.as_ref().map(RequestId::as_str) });
    tx.record(scope, "message.sent", &id, facts);
    Ok(id)
}

/// A message as the outbox shows it.
#[derive(Clone, Debug)]
pub struct Sent {
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
}

/// The newest messages.
pub async fn newest(db: &crate::platform::Db, scope: &Scope, rows_max: i64) -> Result<Vec<Sent>> {
    use sqlx::Row;
    let rows = sqlx::query("SELECT at, channel, recipient, subject, body FROM message WHERE authority = $1 ORDER BY at DESC, id DESC LIMIT $2")
        .bind(scope.id())
        .bind(rows_max)
        .fetch_all(db.read())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Sent {
                at: model::Millis(row.try_get(0)?),
                carrier: row.try_get(1)?,
                to: row.try_get(2)?,
                subject: row.try_get(3)?,
                body: row.try_get(4)?,
            })
        })
        .collect()
}
