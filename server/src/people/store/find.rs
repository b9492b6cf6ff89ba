//! The SQL of finding, changing, merging and parting people.

use model::PersonId;
use sqlx::Row;

use super::{COLUMNS, Details, Person, peek_in, read_row, write_keys};
use crate::people::{email_key, name_key, phone_key, postcode_key};
use crate::platform::{Db, Error, Result, Scope, Tx};

/// How many people a search shows.
const FOUND_MAX: i64 = 30;

/// Finds people by phone, e-mail address, postcode, or the beginning of a name or any later name.
pub async fn find(db: &Db, scope: &Scope, typed: &str) -> Result<Vec<Person>> {
    let (name, phone) = (name_key(typed), phone_key(typed));
    if name.chars().count() < 3 && phone.len() < 5 && !typed.contains('@') {
        return Ok(Vec::new());
    }
    let columns = COLUMNS.split(", ").map(|column| format!("p.{column}")).collect::<Vec<_>>().join(", ");
    // Each way is its own search of an index; together in one OR they would read everybody.
    let by_key = format!(
        "SELECT {columns} FROM person_key k JOIN person o ON o.id = k.person JOIN person p ON p.id = COALESCE(o.merged_into, o.id) \
         WHERE k.authority = $1 AND k.kind = $2 AND k.value = $3 AND p.authority = $1 AND p.erased_at IS NULL ORDER BY p.name LIMIT {FOUND_MAX}"
    );
    let mut found: Vec<Person> = Vec::new();
    for (kind, value) in [("phone", phone), ("email", email_key(typed)), ("postcode", postcode_key(typed))] {
        if value.is_empty() {
            continue;
        }
        let rows = sqlx::query(sqlx::AssertSqlSafe(by_key.clone())).bind(scope.id()).bind(kind).bind(value).fetch_all(db.read()).await?;
        for row in &rows {
            found.push(read_row(row)?);
        }
    }
    if found.is_empty() && name.chars().count() >= 3 {
        let by_name = format!(
            "SELECT {columns} FROM person o JOIN person p ON p.id = COALESCE(o.merged_into, o.id) \
             WHERE o.authority = $1 AND o.search >= $2 AND o.search < $3 AND p.authority = $1 AND p.erased_at IS NULL \
             UNION SELECT {columns} FROM person o JOIN person p ON p.id = COALESCE(o.merged_into, o.id) \
             WHERE o.authority = $1 AND o.search LIKE $4 AND p.authority = $1 AND p.erased_at IS NULL LIMIT {FOUND_MAX}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(by_name))
            .bind(scope.id())
            .bind(name.clone())
            .bind(format!("{name}\u{10ffff}"))
            .bind(format!("% {name}%"))
            .fetch_all(db.read())
            .await?;
        for row in &rows {
            found.push(read_row(row)?);
        }
    }
    found.sort_by(|one, other| (&one.details.name, &one.id).cmp(&(&other.details.name, &other.id)));
    found.dedup_by(|one, other| one.id == other.id);
    Ok(found)
}

/// Changes a person's details, if nobody changed them since `edition`.
pub async fn change(tx: &mut Tx, scope: &Scope, id: &PersonId, edition: i64, details: &Details) -> Result<()> {
    let done = sqlx::query(
        "UPDATE person SET name = $4, phone = $5, email = $6, address = $7, postcode = $8, needs = $9, search = $10, edition = edition + 1 \
         WHERE authority = $1 AND id = $2 AND edition = $3 AND erased_at IS NULL",
    )
    .bind(scope.id().to_owned())
    .bind(id.as_str().to_owned())
    .bind(edition)
    .bind(details.name.clone())
    .bind(details.phone.clone())
    .bind(details.email.clone())
    .bind(details.address.clone())
    .bind(details.postcode.clone())
    .bind(details.needs.clone())
    .bind(name_key(&details.name))
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Conflict(
            "Somebody changed this person's details while you had them open. Go back, read them again, and make your change once more.".to_owned(),
        ));
    }
    sqlx::query("DELETE FROM person_key WHERE authority = $1 AND person = $2")
        .bind(scope.id().to_owned())
        .bind(id.as_str().to_owned())
        .execute(tx.conn())
        .await?;
    write_keys(tx, scope, id, details).await?;
    tx.record(scope, "person.changed", id.as_str(), serde_json::json!({}));
    Ok(())
}

/// Merges one person into another: both stay as they were, and the first is shown as part of the second until they are parted.
pub async fn merge(tx: &mut Tx, scope: &Scope, from: &PersonId, into: &PersonId) -> Result<()> {
    if from == into {
        return Err(Error::Bad("These are the same entry. Nothing was changed.".to_owned()));
    }
    // Both are this authority's, and the second is nobody's part.
    let other = peek_in(tx, scope, into).await?;
    if other.merged_into.is_some() {
        return Err(Error::Conflict("That person was merged into another already. Nothing was changed.".to_owned()));
    }
    let parts = sqlx::query("SELECT 1 FROM person WHERE authority = $1 AND merged_into = $2 LIMIT 1")
        .bind(scope.id().to_owned())
        .bind(from.as_str().to_owned())
        .fetch_optional(tx.conn())
        .await?;
    if parts.is_some() {
        // A chain could not be parted again as it was.
        return Err(Error::Conflict("That entry has others merged into it. Merge this one into it instead. Nothing was changed.".to_owned()));
    }
    let now = tx.now.0;
    let done = sqlx::query(
        "UPDATE person SET merged_into = $3, merged_at = $4, edition = edition + 1 WHERE authority = $1 AND id = $2 AND merged_into IS NULL AND erased_at IS NULL",
    )
    .bind(scope.id().to_owned())
    .bind(from.as_str().to_owned())
    .bind(into.as_str().to_owned())
    .bind(now)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tx.record(scope, "person.merged", from.as_str(), serde_json::json!({ "into": into }));
    Ok(())
}

/// Parts a person from the one they were merged into.
pub async fn part(tx: &mut Tx, scope: &Scope, id: &PersonId) -> Result<()> {
    let done = sqlx::query(
        "UPDATE person SET merged_into = NULL, merged_at = NULL, edition = edition + 1 WHERE authority = $1 AND id = $2 AND merged_into IS NOT NULL",
    )
    .bind(scope.id().to_owned())
    .bind(id.as_str().to_owned())
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tx.record(scope, "person.parted", id.as_str(), serde_json::json!({}));
    Ok(())
}

/// The people who were merged into a person.
pub async fn parts_of(db: &Db, scope: &Scope, id: &PersonId) -> Result<Vec<Person>> {
    let sql = format!("SELECT {COLUMNS} FROM person WHERE authority = $1 AND merged_into = $2 AND erased_at IS NULL ORDER BY merged_at");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(scope.id()).bind(id.as_str()).fetch_all(db.read()).await?;
    rows.iter().map(read_row).collect()
}

/// How many people an authority holds.
pub async fn count(db: &Db, scope: &Scope) -> Result<i64> {
    let row = sqlx::query("SELECT COUNT(*) FROM person WHERE authority = $1 AND erased_at IS NULL").bind(scope.id()).fetch_one(db.read()).await?;
    Ok(row.try_get(0)?)
}
