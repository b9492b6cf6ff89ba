//! The SQL of contacts.

use model::{ContactId, Millis, PersonId, RequestId, StaffId};
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::platform::{Db, Error, Result, Scope, Tx};

/// A contact before it is begun.
#[derive(Clone, Debug)]
pub struct NewContact {
    /// `phone`, `desk`, `web`, `email`, `letter` …
    pub channel: String,
    /// `in` when they came to us, `out` when we went to them.
    pub direction: &'static str,
    /// The agent.
    pub staff: Option<StaffId>,
    /// When it began.
    pub started_at: Millis,
    /// Notes.
    pub notes: String,
}

/// A contact as it is held.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Its channel.
    pub channel: String,
    /// The agent.
    pub staff: Option<StaffId>,
    /// Who speaks.
    pub person: Option<PersonId>,
    /// For whom they speak, if for another.
    pub represented: Option<PersonId>,
    /// When it began.
    pub started_at: Millis,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// How it ended.
    pub disposition: Option<String>,
    /// Whether everything was settled in it.
    pub resolved_first: Option<bool>,
    /// What caused it.
    pub cause: Option<Cause>,
    /// Notes.
    pub notes: String,
}

/// What caused a contact: avoidable demand is a link, not a tick box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `earlier_contact`, `letter`, `page`, `missed_job` or `other`.
    pub kind: String,
    /// The id or address of it, if it has one.
    pub what: Option<String>,
    /// In the agent's words.
    pub words: String,
}

/// One of the questions of a contact.
#[derive(Clone, Debug)]
pub struct Question {
    /// The service it was about.
    pub service: Option<String>,
    /// The article that answered it.
    pub article: Option<String>,
    /// `resolved`, `request`, `article`, `signpost`, `transfer` …
    pub outcome: String,
    /// The request it became.
    pub request: Option<RequestId>,
    /// Anything else, in words.
    pub words: String,
}

/// Begins a contact.
pub async fn start(tx: &mut Tx, scope: &Scope, new: &NewContact) -> Result<ContactId> {
    insert(tx, scope, new, None).await
}

/// A contact that is told of when it is over already; it ends now.
pub async fn whole(tx: &mut Tx, scope: &Scope, new: &NewContact, disposition: &str, resolved: bool) -> Result<ContactId> {
    let id = insert(tx, scope, new, Some((disposition, resolved))).await?;
    tx.record(scope, "contact.ended", id.as_str(), serde_json::json!({ "disposition": disposition, "resolved_first": resolved }));
    Ok(id)
}

async fn insert(tx: &mut Tx, scope: &Scope, new: &NewContact, ended: Option<(&str, bool)>) -> Result<ContactId> {
    let id = ContactId::from(tx.id());
    let now = tx.now.0;
    sqlx::query(
        "INSERT INTO contact (id, authority, channel, direction, staff, started_at, cause_words, notes, ended_at, disposition, resolved_first) \
         VALUES ($1,$2,$3,$4,$5,$6,'',$7,$8,$9,$10)",
    )
    .bind(id.as_str().to_owned())
    .bind(scope.id().to_owned())
    .bind(new.channel.clone())
    .bind(new.direction)
    .bind(new.staff.as_ref().map(|id| id.as_str().to_owned()))
    .bind(new.started_at.0)
    .bind(new.notes.clone())
    .bind(ended.map(|_| now))
    .bind(ended.map(|(disposition, _)| disposition.to_owned()))
    .bind(ended.map(|(_, resolved)| if resolved { "yes" } else { "no" }))
    .execute(tx.conn())
    .await?;
    tx.record(scope, "contact.started", id.as_str(), serde_json::json!({ "channel": new.channel, "direction": new.direction }));
    Ok(id)
}

/// Adds a question to a contact.
pub async fn add_question(tx: &mut Tx, scope: &Scope, contact: &ContactId, question: &Question) -> Result<()> {
    let (id, now) = (tx.id(), tx.now.0);
    sqlx::query(
        "INSERT INTO contact_question (id, authority, contact, at, service, article, outcome, request, words) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
    )
    .bind(id)
    .bind(scope.id().to_owned())
    .bind(contact.as_str().to_owned())
    .bind(now)
    .bind(question.service.clone())
    .bind(question.article.clone())
    .bind(question.outcome.clone())
    .bind(question.request.as_ref().map(|id| id.as_str().to_owned()))
    .bind(question.words.clone())
    .execute(tx.conn())
    .await?;
    let facts = serde_json::json!({
        "service": question.service, "article": question.article, "outcome": question.outcome, "request": question.request,
    });
    tx.record(scope, "contact.question", contact.as_str(), facts);
    Ok(())
}

/// Ends a contact; one that has ended stays as it ended.
pub async fn end(tx: &mut Tx, scope: &Scope, contact: &ContactId, at: Millis, disposition: &str, resolved: Option<bool>) -> Result<()> {
    let done =
        sqlx::query("UPDATE contact SET ended_at = $3, disposition = $4, resolved_first = $5 WHERE authority = $1 AND id = $2 AND ended_at IS NULL")
            .bind(scope.id().to_owned())
            .bind(contact.as_str().to_owned())
            .bind(at.0)
            .bind(disposition.to_owned())
            .bind(resolved.map(|resolved| if resolved { "yes" } else { "no" }))
            .execute(tx.conn())
            .await?;
    if done.rows_affected() == 1 {
        tx.record(scope, "contact.ended", contact.as_str(), serde_json::json!({ "disposition": disposition, "resolved_first": resolved }));
    }
    Ok(())
}

const COLUMNS: &str =
    "id, channel, staff, person, represented, started_at, ended_at, disposition, resolved_first, cause_kind, cause, cause_words, notes";

fn read_row(row: &AnyRow) -> Result<Contact> {
    let text = |column: usize| row.try_get::<Option<String>, _>(column);
    Ok(Contact {
        id: ContactId::from(row.try_get::<String, _>(0)?),
        channel: row.try_get(1)?,
        staff: text(2)?.map(StaffId::from),
        person: text(3)?.map(PersonId::from),
        represented: text(4)?.map(PersonId::from),
        started_at: Millis(row.try_get(5)?),
        ended_at: row.try_get::<Option<i64>, _>(6)?.map(Millis),
        disposition: text(7)?,
        resolved_first: text(8)?.map(|resolved| resolved == "yes"),
        cause: match text(9)? {
            Some(kind) => Some(Cause { kind, what: text(10)?, words: row.try_get(11)? }),
            None => None,
        },
        notes: row.try_get(12)?,
    })
}

/// One contact.
pub async fn by_id(db: &Db, scope: &Scope, id: &ContactId) -> Result<Contact> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM contact WHERE authority = $1 AND id = $2"));
    let row = sqlx::query(sql).bind(scope.id()).bind(id.as_str()).fetch_optional(db.read()).await?.ok_or(Error::NotFound)?;
    read_row(&row)
}

/// A person's contacts, newest first.
pub async fn of_person(db: &Db, scope: &Scope, person: &PersonId, rows_max: i64) -> Result<Vec<Contact>> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM contact WHERE authority = $1 AND person = $2 ORDER BY started_at DESC LIMIT $3"));
    let rows = sqlx::query(sql).bind(scope.id()).bind(person.as_str()).bind(rows_max).fetch_all(db.read()).await?;
    rows.iter().map(read_row).collect()
}

/// The contacts that an agent has open, oldest first.
pub async fn open_of(db: &Db, scope: &Scope, staff: &StaffId) -> Result<Vec<Contact>> {
    let sql = sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM contact WHERE authority = $1 AND staff = $2 AND ended_at IS NULL ORDER BY started_at LIMIT 50"
    ));
    let rows = sqlx::query(sql).bind(scope.id()).bind(staff.as_str()).fetch_all(db.read()).await?;
    rows.iter().map(read_row).collect()
}

/// Keeps an open contact's notes.
pub async fn set_notes(tx: &mut Tx, scope: &Scope, contact: &ContactId, notes: &str) -> Result<()> {
    sqlx::query("UPDATE contact SET notes = $3 WHERE authority = $1 AND id = $2")
        .bind(scope.id().to_owned())
        .bind(contact.as_str().to_owned())
        .bind(notes.to_owned())
        .execute(tx.conn())
        .await?;
    tx.record(scope, "contact.notes", contact.as_str(), serde_json::json!({ "characters": notes.chars().count() }));
    Ok(())
}

/// Says who speaks in a contact, and for whom.
pub async fn set_people(tx: &mut Tx, scope: &Scope, contact: &ContactId, person: Option<&PersonId>, represented: Option<&PersonId>) -> Result<()> {
    sqlx::query("UPDATE contact SET person = $3, represented = $4 WHERE authority = $1 AND id = $2")
        .bind(scope.id().to_owned())
        .bind(contact.as_str().to_owned())
        .bind(person.map(|id| id.as_str().to_owned()))
        .bind(represented.map(|id| id.as_str().to_owned()))
        .execute(tx.conn())
        .await?;
    tx.record(scope, "contact.people", contact.as_str(), serde_json::json!({ "person": person, "represented": represented }));
    Ok(())
}

/// Says what caused a contact.
pub async fn set_cause(tx: &mut Tx, scope: &Scope, contact: &ContactId, cause: &Cause) -> Result<()> {
    sqlx::query("UPDATE contact SET cause_kind = $3, cause = $4, cause_words = $5 WHERE authority = $1 AND id = $2")
        .bind(scope.id().to_owned())
        .bind(contact.as_str().to_owned())
        .bind(cause.kind.clone())
        .bind(cause.what.clone())
        .bind(cause.words.clone())
        .execute(tx.conn())
        .await?;
    tx.record(scope, "contact.caused", contact.as_str(), serde_json::json!({ "kind": cause.kind, "what": cause.what }));
    Ok(())
}

/// The questions of a contact, in order.
pub async fn questions(db: &Db, scope: &Scope, contact: &ContactId) -> Result<Vec<Question>> {
    let sql = "SELECT service, article, outcome, request, words FROM contact_question WHERE authority = $1 AND contact = $2 ORDER BY at, id";
    let rows = sqlx::query(sql).bind(scope.id()).bind(contact.as_str()).fetch_all(db.read()).await?;
    rows.iter()
        .map(|row| {
            Ok(Question {
                service: row.try_get(0)?,
                article: row.try_get(1)?,
                outcome: row.try_get(2)?,
                request: row.try_get::<Option<String>, _>(3)?.map(RequestId::from),
                words: row.try_get(4)?,
            })
        })
        .collect()
}

/// The facts of contacts that began or ended in a time: from the first moment, to before the second.
pub async fn facts(db: &Db, scope: &Scope, from: Millis, to: Millis) -> Result<Vec<kpi::ContactFact>> {
    let rows = sqlx::query(
        "SELECT id, channel, started_at, ended_at, resolved_first, cause_kind FROM contact WHERE authority = $1 AND started_at < $3 \
         AND (started_at >= $2 OR ended_at >= $2)",
    )
    .bind(scope.id())
    .bind(from.0)
    .bind(to.0)
    .fetch_all(db.read())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(kpi::ContactFact {
                id: row.try_get(0)?,
                channel: row.try_get(1)?,
                started: Millis(row.try_get(2)?),
                ended: row.try_get::<Option<i64>, _>(3)?.map(Millis),
                resolved_first: row.try_get::<Option<String>, _>(4)?.map(|resolved| resolved == "yes"),
                cause: row.try_get(5)?,
            })
        })
        .collect()
}
