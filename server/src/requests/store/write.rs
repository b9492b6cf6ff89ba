//! The SQL that changes requests.

use model::{IncidentId, Millis, RequestId, StaffId, TeamId};
use sqlx::Row;

use super::super::state::{Outcome, State};
use crate::platform::{Db, Error, Result, Scope, Tx};

/// What of a request can change by hand; the whole of it is written each time.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Standing {
    /// Whose it is to do.
    pub team: TeamId,
    /// Where it is, as the database keeps it.
    pub state: String,
    /// How it ended.
    pub outcome: Option<String>,
    /// Why, in words the resident may read.
    pub reason: Option<String>,
    /// Who works on it.
    pub assigned: Option<StaffId>,
    /// When it ended.
    pub closed_at: Option<Millis>,
    /// When it was reopened.
    pub reopened_at: Option<Millis>,
    /// What it became elsewhere.
    pub passed_to: Option<String>,
}

impl super::Request {
    /// What of it can change by hand.
    pub fn standing(&self) -> Standing {
        Standing {
            team: self.team.clone(),
            state: self.state.as_str().to_owned(),
            outcome: self.outcome.map(|outcome| outcome.as_str().to_owned()),
            reason: self.reason.clone(),
            assigned: self.assigned.clone(),
            closed_at: self.closed_at,
            reopened_at: self.reopened_at,
            passed_to: self.passed_to.clone(),
        }
    }
}

impl Standing {
    /// The same, ended.
    #[must_use]
    pub fn done(mut self, outcome: Outcome, reason: Option<String>, at: Millis) -> Self {
        self.state = State::Done.as_str().to_owned();
        self.outcome = Some(outcome.as_str().to_owned());
        self.reason = reason;
        self.closed_at = Some(at);
        self
    }

    /// The same in an open state.
    #[must_use]
    pub fn open(mut self, state: State) -> Self {
        self.state = state.as_str().to_owned();
        self.outcome = None;
        self.reason = None;
        self.closed_at = None;
        self
    }
}

/// Writes where a request stands, if nobody changed it since `edition`; whoever comes second is told.
pub async fn stand(tx: &mut Tx, scope: &Scope, id: &RequestId, edition: i64, standing: &Standing) -> Result<()> {
    let now = tx.now.0;
    let done = sqlx::query(
        "UPDATE request SET team = $4, state = $5, outcome = $6, reason = $7, assigned = $8, closed_at = $9, reopened_at = $10, passed_to = $11, \
         updated_at = $12, edition = edition + 1 WHERE authority = $1 AND id = $2 AND edition = $3",
    )
    .bind(scope.id().to_owned())
    .bind(id.as_str().to_owned())
    .bind(edition)
    .bind(standing.team.as_str().to_owned())
    .bind(standing.state.clone())
    .bind(standing.outcome.clone())
    .bind(standing.reason.clone())
    .bind(standing.assigned.as_ref().map(|staff| staff.as_str().to_owned()))
    .bind(standing.closed_at.map(|at| at.0))
    .bind(standing.reopened_at.map(|at| at.0))
    .bind(standing.passed_to.clone())
    .bind(now)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Conflict("Somebody changed this request while you had it open. Go back, read it again, and make your change once more.".to_owned()))
}

/// The requests of an incident.
pub async fn of_incident(tx: &mut Tx, scope: &Scope, incident: &IncidentId) -> Result<Vec<RequestId>> {
    let rows = sqlx::query("SELECT id FROM request WHERE authority = $1 AND incident = $2 ORDER BY created_at, id")
        .bind(scope.id().to_owned())
        .bind(incident.as_str().to_owned())
        .fetch_all(tx.conn())
        .await?;
    rows.iter().map(|row| Ok(RequestId::from(row.try_get::<String, _>(0)?))).collect()
}

/// References and states of the requests of an incident, oldest first.
pub async fn siblings(db: &Db, scope: &Scope, incident: &IncidentId) -> Result<Vec<(RequestId, String, String)>> {
    let rows = sqlx::query("SELECT id, reference, state FROM request WHERE authority = $1 AND incident = $2 ORDER BY created_at, id LIMIT 200")
        .bind(scope.id())
        .bind(incident.as_str())
        .fetch_all(db.read())
        .await?;
    rows.iter().map(|row| Ok((RequestId::from(row.try_get::<String, _>(0)?), row.try_get(1)?, row.try_get(2)?))).collect()
}

/// Keeps how some requests stood, so that a bulk action can be undone.
pub async fn keep_undo(
    tx: &mut Tx,
    scope: &Scope,
    staff: &StaffId,
    words: &str,
    before: &[(RequestId, i64, Standing)],
    lasts_ms: i64,
) -> Result<String> {
    let id = tx.id();
    let (now, until) = (tx.now.0, tx.now.plus(lasts_ms).0);
    sqlx::query("INSERT INTO undo (id, authority, staff, words, before, created_at, expires_at) VALUES ($1,$2,$3,$4,$5,$6,$7)")
        .bind(id.clone())
        .bind(scope.id().to_owned())
        .bind(staff.as_str().to_owned())
        .bind(words.to_owned())
        .bind(serde_json::to_string(before)?)
        .bind(now)
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(id)
}

/// Takes an undo that its own maker asks for in time, once.
pub async fn take_undo(tx: &mut Tx, scope: &Scope, staff: &StaffId, id: &str) -> Result<Vec<(RequestId, i64, Standing)>> {
    let now = tx.now.0;
    let row = sqlx::query(
        "UPDATE undo SET done_at = $1 WHERE authority = $2 AND id = $3 AND staff = $4 AND done_at IS NULL AND expires_at > $1 RETURNING before",
    )
    .bind(now)
    .bind(scope.id().to_owned())
    .bind(id.to_owned())
    .bind(staff.as_str().to_owned())
    .fetch_optional(tx.conn())
    .await?
    .ok_or_else(|| Error::Conflict("It is too late to undo this: ten minutes have passed, or it was undone already.".to_owned()))?;
    Ok(serde_json::from_str(&row.try_get::<String, _>(0)?)?)
}

/// The facts of requests that were open at some moment of a time, made or ended in it: from the first moment, to before the second.
pub async fn facts(db: &Db, scope: &Scope, from: Millis, to: Millis) -> Result<Vec<kpi::RequestFact>> {
    let rows = sqlx::query(
        "SELECT id, service, created_at, due_at, closed_at, outcome, reopened_at FROM request WHERE authority = $1 AND created_at < $3 \
         AND (closed_at IS NULL OR closed_at >= $2 OR due_at >= $2)",
    )
    .bind(scope.id())
    .bind(from.0)
    .bind(to.0)
    .fetch_all(db.read())
    .await?;
    let moment = |row: &sqlx::any::AnyRow, column: usize| row.try_get::<Option<i64>, _>(column).map(|at| at.map(Millis));
    rows.iter()
        .map(|row| {
            Ok(kpi::RequestFact {
                id: row.try_get(0)?,
                service: row.try_get(1)?,
                created: Millis(row.try_get(2)?),
                due: moment(row, 3)?,
                closed: moment(row, 4)?,
                outcome: row.try_get(5)?,
                reopened: row.try_get::<Option<i64>, _>(6)?.is_some(),
            })
        })
        .collect()
}
