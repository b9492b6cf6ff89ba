//! The SQL of requests that every part of the slice needs; lists and changes have files of their own.

pub mod import;
pub mod list;
pub mod published;
pub mod write;

use catalogue::Answers;
use model::{ContactId, IncidentId, Lang, Millis, PersonId, RequestId, StaffId, TeamId};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::intake::NewRequest;
use super::state::{Outcome, State};
use crate::people::name_key;
use crate::platform::db::maybe_real;
use crate::platform::{Db, Error, Result, Scope, Tx};

/// A request as it is held.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// What the resident was told.
    pub reference: String,
    /// The service's id.
    pub service: String,
    /// The service's title when it was made.
    pub service_title: String,
    /// The version of the file that asked.
    pub version: String,
    /// What was answered.
    pub answers: Answers,
    /// One line.
    pub summary: String,
    /// Whose it is to do.
    pub team: TeamId,
    /// Where it is.
    pub state: State,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Why, in words the resident may read.
    pub reason: Option<String>,
    /// `low`, `normal`, `high`, `urgent`.
    pub priority: String,
    /// How it came.
    pub channel: String,
    /// The resident's language.
    pub lang: Lang,
    /// Who asked.
    pub person: Option<PersonId>,
    /// For whom.
    pub represented: Option<PersonId>,
    /// In which contact.
    pub contact: Option<ContactId>,
    /// Who works on it.
    pub assigned: Option<StaffId>,
    /// The incident it is a part of.
    pub incident: Option<IncidentId>,
    /// Where, in words.
    pub place: String,
    /// The place's postcode.
    pub postcode: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The hash of the tracking link's secret.
    pub secret_hash: String,
    /// Whether only its team and supervisors may read it.
    pub sensitive: bool,
    /// Counts the changes, so that two people who edit at once are told.
    pub edition: i64,
    /// When it was made.
    pub created_at: Millis,
    /// When it was last changed.
    pub updated_at: Millis,
    /// When it should be done.
    pub due_at: Option<Millis>,
    /// When it ended.
    pub closed_at: Option<Millis>,
    /// When the resident said that it was not done after all.
    pub reopened_at: Option<Millis>,
    /// `authority/reference` of the request that it became elsewhere.
    pub passed_to: Option<String>,
}

/// The columns that [`read_row`] reads, in order.
pub const COLUMNS: &str = "id, reference, service, service_title, version, answers, summary, team, state, outcome, reason, priority, channel, lang, \
    person, represented, contact, assigned, incident, place, postcode, lat, lon, secret_hash, sensitive, edition, created_at, updated_at, due_at, \
    closed_at, reopened_at, passed_to";

/// Reads a row of [`COLUMNS`].
pub fn read_row(row: &AnyRow) -> Result<Request> {
    let point: (Option<f64>, Option<f64>) = (row.try_get(21)?, row.try_get(22)?);
    let id = |column: usize| row.try_get::<Option<String>, _>(column);
    let moment = |column: usize| row.try_get::<Option<i64>, _>(column).map(|at| at.map(Millis));
    Ok(Request {
        id: RequestId::from(row.try_get::<String, _>(0)?),
        reference: row.try_get(1)?,
        service: row.try_get(2)?,
        service_title: row.try_get(3)?,
        version: row.try_get(4)?,
        answers: serde_json::from_str(&row.try_get::<String, _>(5)?)?,
        summary: row.try_get(6)?,
        team: TeamId::from(row.try_get::<String, _>(7)?),
        state: State::parse(&row.try_get::<String, _>(8)?).ok_or_else(|| Error::internal("a state that is none"))?,
        outcome: id(9)?.as_deref().and_then(Outcome::parse),
        reason: row.try_get(10)?,
        priority: row.try_get(11)?,
        channel: row.try_get(12)?,
        lang: Lang::from_tag(&row.try_get::<String, _>(13)?),
        person: id(14)?.map(PersonId::from),
        represented: id(15)?.map(PersonId::from),
        contact: id(16)?.map(ContactId::from),
        assigned: id(17)?.map(StaffId::from),
        incident: id(18)?.map(IncidentId::from),
        place: row.try_get(19)?,
        postcode: row.try_get(20)?,
        point: point.0.zip(point.1),
        secret_hash: row.try_get(23)?,
        sensitive: id(24)?.is_some(),
        edition: row.try_get(25)?,
        created_at: Millis(row.try_get(26)?),
        updated_at: Millis(row.try_get(27)?),
        due_at: moment(28)?,
        closed_at: moment(29)?,
        reopened_at: moment(30)?,
        passed_to: row.try_get(31)?,
    })
}

/// One request by its id.
pub async fn by_id(db: &Db, scope: &Scope, id: &RequestId) -> Result<Request> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM request WHERE authority = $1 AND id = $2"));
    let row = sqlx::query(sql).bind(scope.id()).bind(id.as_str()).fetch_optional(db.read()).await?.ok_or(Error::NotFound)?;
    read_row(&row)
}

/// A reference as it is kept, from how people type it: small letters, spaces, no hyphen. `None` when it cannot be one.
pub fn reference_key(typed: &str) -> Option<String> {
    let signs: String = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect::<String>().to_uppercase();
    let fits = signs.len() == 8 && signs.bytes().all(|sign| sign.is_ascii_alphanumeric());
    fits.then(|| format!("{}-{}", &signs[..4], &signs[4..]))
}

/// One request by its reference, as people type it.
pub async fn by_reference(db: &Db, scope: &Scope, reference: &str) -> Result<Request> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM request WHERE authority = $1 AND reference = $2"));
    let reference = reference_key(reference).ok_or(Error::NotFound)?;
    let row = sqlx::query(sql).bind(scope.id()).bind(reference).fetch_optional(db.read()).await?.ok_or(Error::NotFound)?;
    read_row(&row)
}

/// One request within a transaction.
pub async fn by_id_in(tx: &mut Tx, scope: &Scope, id: &RequestId) -> Result<Request> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM request WHERE authority = $1 AND id = $2"));
    let row = sqlx::query(sql).bind(scope.id().to_owned()).bind(id.as_str().to_owned()).fetch_optional(tx.conn()).await?.ok_or(Error::NotFound)?;
    read_row(&row)
}

/// Inserts a new request under a reference that nobody has, and gives the reference.
pub(super) async fn insert(tx: &mut Tx, scope: &Scope, id: &RequestId, secret_hash: &str, new: &NewRequest) -> Result<String> {
    let answers = serde_json::to_string(&new.answers)?;
    let now = tx.now.0;
    // 29^8 references: a second draw is already rare, a tenth means something else is wrong.
    for _ in 0..10 {
        let reference = tx.chance.reference();
        let done = sqlx::query(
            "INSERT INTO request (id, authority, reference, service, service_title, version, answers, summary, team, state, priority, channel, lang, \
             person, represented, contact, place, postcode, lat, lon, secret_hash, sensitive, edition, created_at, updated_at, due_at) \
             VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,'new',$10,$11,$12,$13,$14,$15,$16,$17,CAST(CAST($18 AS TEXT) AS DOUBLE PRECISION),CAST(CAST($19 AS TEXT) AS DOUBLE PRECISION),$20,$21,1,$22,$22,$23) \
             ON CONFLICT (authority, reference) DO NOTHING",
        )
        .bind(id.as_str().to_owned())
        .bind(scope.id().to_owned())
        .bind(reference.clone())
        .bind(new.service.clone())
        .bind(new.service_title.clone())
        .bind(new.version.clone())
        .bind(answers.clone())
        .bind(new.summary.clone())
        .bind(new.team.as_str().to_owned())
        .bind(new.priority.clone())
        .bind(new.channel.clone())
        .bind(new.lang.tag())
        .bind(new.person.as_ref().map(|id| id.as_str().to_owned()))
        .bind(new.represented.as_ref().map(|id| id.as_str().to_owned()))
        .bind(new.contact.as_ref().map(|id| id.as_str().to_owned()))
        .bind(new.place.clone())
        .bind(new.postcode.clone())
        .bind(maybe_real(new.point.map(|point| point.0)))
        .bind(maybe_real(new.point.map(|point| point.1)))
        .bind(secret_hash.to_owned())
        .bind(new.sensitive.then_some("yes"))
        .bind(now)
        .bind(new.due_at.map(|at| at.0))
        .execute(tx.conn())
        .await?;
        if done.rows_affected() == 1 {
            return Ok(reference);
        }
    }
    Err(Error::internal("no free reference in ten draws"))
}

/// The words of some texts by which a request is found: lower case, without accents, each once, at most forty.
pub fn words_of(texts: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in texts {
        for word in name_key(text).split(' ').filter(|word| word.chars().count() > 1) {
            let word: String = word.chars().take(40).collect();
            if words.len() < 40 && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// Puts a request's words into the index of words.
pub async fn index_words(tx: &mut Tx, scope: &Scope, id: &RequestId, texts: &[&str]) -> Result<()> {
    let words = words_of(texts);
    let now = tx.now.0;
    let places: Vec<String> = (0..words.len()).map(|n| format!("($1, ${}, $2, $3)", n + 4)).collect();
    if places.is_empty() {
        return Ok(());
    }
    let sql = format!("INSERT INTO request_word (authority, word, created_at, request) VALUES {} ON CONFLICT DO NOTHING", places.join(", "));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(scope.id().to_owned()).bind(now).bind(id.as_str().to_owned());
    for word in words {
        query = query.bind(word);
    }
    query.execute(tx.conn()).await?;
    Ok(())
}

/// Adds something to a request's timeline; `public` is what residents may read.
pub async fn add_event(
    tx: &mut Tx,
    scope: &Scope,
    request: &RequestId,
    kind: &str,
    public: bool,
    words: &str,
    data: &serde_json::Value,
) -> Result<()> {
    let (id, now) = (tx.id(), tx.now.0);
    sqlx::query(
        "INSERT INTO request_event (id, authority, request, at, kind, actor_kind, actor, public_at, words, data) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
    )
    .bind(id)
    .bind(scope.id().to_owned())
    .bind(request.as_str().to_owned())
    .bind(now)
    .bind(kind.to_owned())
    .bind(scope.actor.kind())
    .bind(scope.actor.id().map(str::to_owned))
    .bind(public.then_some(now))
    .bind(words.to_owned())
    .bind(data.to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Something on a request's timeline.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Millis,
    /// What: `received`, `note`, `state`, `assigned`, `message` …
    pub kind: String,
    /// `staff`, `person`, `anonymous` or `system`.
    pub actor_kind: String,
    /// Their id.
    pub actor: Option<String>,
    /// Whether residents may read it.
    pub public: bool,
    /// The words, if any were written.
    pub words: String,
    /// Facts of that kind of event.
    pub data: serde_json::Value,
}

const EVENTS: &str =
    "SELECT at, kind, actor_kind, actor, public_at, words, data FROM request_event WHERE authority = $1 AND request = $2 ORDER BY at, id";

fn read_event(row: &AnyRow) -> Result<Event> {
    Ok(Event {
        at: Millis(row.try_get(0)?),
        kind: row.try_get(1)?,
        actor_kind: row.try_get(2)?,
        actor: row.try_get(3)?,
        public: row.try_get::<Option<i64>, _>(4)?.is_some(),
        words: row.try_get(5)?,
        data: serde_json::from_str(&row.try_get::<String, _>(6)?)?,
    })
}

/// A request's timeline, oldest first.
pub async fn events(db: &Db, scope: &Scope, request: &RequestId) -> Result<Vec<Event>> {
    let rows = sqlx::query(EVENTS).bind(scope.id()).bind(request.as_str()).fetch_all(db.read()).await?;
    rows.iter().map(read_event).collect()
}

/// The same within a transaction.
pub async fn events_in(tx: &mut Tx, scope: &Scope, request: &RequestId) -> Result<Vec<Event>> {
    let rows = sqlx::query(EVENTS).bind(scope.id().to_owned()).bind(request.as_str().to_owned()).fetch_all(tx.conn()).await?;
    rows.iter().map(read_event).collect()
}

/// Makes an incident.
pub async fn add_incident(tx: &mut Tx, scope: &Scope, title: &str, service: &str) -> Result<IncidentId> {
    let id = IncidentId::from(tx.id());
    let now = tx.now.0;
    sqlx::query("INSERT INTO incident (id, authority, title, service, created_at) VALUES ($1,$2,$3,$4,$5)")
        .bind(id.as_str().to_owned())
        .bind(scope.id().to_owned())
        .bind(title.to_owned())
        .bind(service.to_owned())
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(id)
}

/// Puts a request into an incident, or takes it out.
pub async fn set_incident(tx: &mut Tx, scope: &Scope, request: &RequestId, incident: Option<&IncidentId>) -> Result<()> {
    let now = tx.now.0;
    sqlx::query("UPDATE request SET incident = $3, updated_at = $4, edition = edition + 1 WHERE authority = $1 AND id = $2")
        .bind(scope.id().to_owned())
        .bind(request.as_str().to_owned())
        .bind(incident.map(|incident| incident.as_str().to_owned()))
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Open requests of a service within a box of degrees: id, point, when made.
pub async fn open_in_box(db: &Db, scope: &Scope, service: &str, north: (f64, f64), east: (f64, f64)) -> Result<Vec<(RequestId, (f64, f64), Millis)>> {
    let rows = sqlx::query(
        "SELECT id, lat, lon, created_at FROM request WHERE authority = $1 AND service = $2 AND lat BETWEEN $3 AND $4 AND lon BETWEEN $5 AND $6 \
         AND state <> 'done' AND sensitive IS NULL LIMIT 200",
    )
    .bind(scope.id())
    .bind(service)
    .bind(north.0)
    .bind(north.1)
    .bind(east.0)
    .bind(east.1)
    .fetch_all(db.read())
    .await?;
    rows.iter().map(|row| Ok((RequestId::from(row.try_get::<String, _>(0)?), (row.try_get(1)?, row.try_get(2)?), Millis(row.try_get(3)?)))).collect()
}
