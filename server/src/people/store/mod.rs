//! The SQL of people: the only tables that hold who somebody is.

pub mod find;

use model::{Lang, Millis, PersonId};
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::messages::Carrier;
use crate::people::keys::{email_key, name_key, phone_key, postcode_key};
use crate::platform::{Actor, Db, Error, Result, Scope, Tx};

/// What a person tells us of themselves; empty where they did not.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Details {
    /// Their name as they write it.
    pub name: String,
    /// Their phone number.
    pub phone: String,
    /// Their e-mail address.
    pub email: String,
    /// Where they live, on one line.
    pub address: String,
    /// With its space.
    pub postcode: String,
    /// The Unique Property Reference Number of the address.
    pub uprn: Option<String>,
    /// What they need of us: large print, an interpreter, no bot …
    pub needs: String,
    /// The language they like to be written to in.
    pub lang: Lang,
}

impl Details {
    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.phone, &self.email, &self.address, &self.postcode].iter().all(|part| part.is_empty())
    }
}

/// A person as they are held.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// What they told us.
    pub details: Details,
    /// Counts the changes, so that two people who edit at once are told.
    pub edition: i64,
    /// When we first met them.
    pub created_at: Millis,
    /// The person they turned out to be, if they were merged.
    pub merged_into: Option<PersonId>,
}

const COLUMNS: &str = "id, name, phone, email, address, postcode, uprn, needs, lang, edition, created_at, merged_into";

fn read_row(row: &AnyRow) -> Result<Person> {
    Ok(Person {
        id: PersonId::from(row.try_get::<String, _>(0)?),
        details: Details {
            name: row.try_get(1)?,
            phone: row.try_get(2)?,
            email: row.try_get(3)?,
            address: row.try_get(4)?,
            postcode: row.try_get(5)?,
            uprn: row.try_get(6)?,
            needs: row.try_get(7)?,
            lang: Lang::from_tag(&row.try_get::<String, _>(8)?),
        },
        edition: row.try_get(9)?,
        created_at: Millis(row.try_get(10)?),
        merged_into: row.try_get::<Option<String>, _>(11)?.map(PersonId::from),
    })
}

/// Finds the one person who has both the same way to be reached (phone or e-mail) and the same name, or makes a new one.
/// A phone shared by a household does not make its people one.
///
/// What staff write down fills in what was not known. A form that anybody can send teaches nothing about a known person: with an
/// address that is new for them it makes an entry of its own, or somebody could have another's messages sent to themselves.
pub async fn find_or_create(tx: &mut Tx, scope: &Scope, details: &Details) -> Result<PersonId> {
    let name = name_key(&details.name);
    let trusted = matches!(scope.actor, Actor::Staff(_) | Actor::System);
    for (kind, value) in [("phone", phone_key(&details.phone)), ("email", email_key(&details.email))] {
        if value.is_empty() || name.is_empty() {
            continue;
        }
        // The entry that fits may be a part of another by now: then it is that one.
        let found = sqlx::query(
            "SELECT p.id FROM person_key k JOIN person o ON o.id = k.person JOIN person p ON p.id = COALESCE(o.merged_into, o.id) \
             WHERE k.authority = $1 AND k.kind = $2 AND k.value = $3 AND o.search = $4 AND p.authority = $1 AND p.erased_at IS NULL \
             ORDER BY o.created_at LIMIT 1",
        )
        .bind(scope.id().to_owned())
        .bind(kind)
        .bind(value)
        .bind(name.clone())
        .fetch_optional(tx.conn())
        .await?;
        if let Some(row) = found {
            let id = PersonId::from(row.try_get::<String, _>(0)?);
            if trusted {
                learn(tx, scope, &id, details).await?;
                return Ok(id);
            }
            if knows(tx, scope, &id, details).await? {
                return Ok(id);
            }
        }
    }
    create(tx, scope, details).await
}

/// Makes a person.
pub async fn create(tx: &mut Tx, scope: &Scope, details: &Details) -> Result<PersonId> {
    let id = PersonId::from(tx.id());
    let now = tx.now.0;
    sqlx::query(
        "INSERT INTO person (id, authority, name, phone, email, address, postcode, uprn, needs, search, lang, edition, created_at) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,1,$12)",
    )
    .bind(id.as_str().to_owned())
    .bind(scope.id().to_owned())
    .bind(details.name.clone())
    .bind(details.phone.clone())
    .bind(details.email.clone())
    .bind(details.address.clone())
    .bind(details.postcode.clone())
    .bind(details.uprn.clone())
    .bind(details.needs.clone())
    .bind(name_key(&details.name))
    .bind(details.lang.tag())
    .bind(now)
    .execute(tx.conn())
    .await?;
    write_keys(tx, scope, &id, details).await?;
    tx.record(scope, "person.created", id.as_str(), serde_json::json!({}));
    Ok(id)
}

/// Whether every way to be reached that was given is known of a person or of an entry that was merged into theirs.
async fn knows(tx: &mut Tx, scope: &Scope, id: &PersonId, details: &Details) -> Result<bool> {
    for (kind, value) in [("phone", phone_key(&details.phone)), ("email", email_key(&details.email))] {
        if value.is_empty() {
            continue;
        }
        let known = sqlx::query(
            "SELECT 1 FROM person_key k JOIN person o ON o.id = k.person WHERE k.authority = $1 AND k.kind = $2 AND k.value = $3 \
             AND (o.id = $4 OR o.merged_into = $4) LIMIT 1",
        )
        .bind(scope.id().to_owned())
        .bind(kind)
        .bind(value)
        .bind(id.as_str().to_owned())
        .fetch_optional(tx.conn())
        .await?;
        if known.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Where a person is reached: e-mail before phone, as the entry says into which theirs was merged, else their own.
pub async fn reached_by(tx: &mut Tx, scope: &Scope, id: &PersonId) -> Result<Option<(Carrier, String)>> {
    let mut next = Some(id.clone());
    let mut found = None;
    // Two at most: merged entries have no parts of their own.
    while let Some(id) = next.take() {
        let person = match peek_in(tx, scope, &id).await {
            Ok(person) => person,
            Err(Error::NotFound) => break,
            Err(error) => return Err(error),
        };
        let Details { email, phone, .. } = person.details;
        found = match (email.is_empty(), phone.is_empty()) {
            (false, _) => Some((Carrier::Email, email)),
            (true, false) => Some((Carrier::Text, phone)),
            (true, true) => found,
        };
        next = person.merged_into;
    }
    Ok(found)
}

/// Fills in what was not known; what was known stays.
async fn learn(tx: &mut Tx, scope: &Scope, id: &PersonId, details: &Details) -> Result<()> {
    sqlx::query(
        "UPDATE person SET phone = CASE WHEN phone = '' THEN $3 ELSE phone END, email = CASE WHEN email = '' THEN $4 ELSE email END, \
         address = CASE WHEN address = '' THEN $5 ELSE address END, postcode = CASE WHEN postcode = '' THEN $6 ELSE postcode END, \
         uprn = COALESCE(uprn, $7) WHERE authority = $1 AND id = $2",
    )
    .bind(scope.id().to_owned())
    .bind(id.as_str().to_owned())
    .bind(details.phone.clone())
    .bind(details.email.clone())
    .bind(details.address.clone())
    .bind(details.postcode.clone())
    .bind(details.uprn.clone())
    .execute(tx.conn())
    .await?;
    write_keys(tx, scope, id, details).await
}

async fn write_keys(tx: &mut Tx, scope: &Scope, id: &PersonId, details: &Details) -> Result<()> {
    let keys = [("phone", phone_key(&details.phone)), ("email", email_key(&details.email)), ("postcode", postcode_key(&details.postcode))];
    for (kind, value) in keys.into_iter().filter(|(_, value)| !value.is_empty()) {
        sqlx::query("INSERT INTO person_key (authority, kind, value, person) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING")
            .bind(scope.id().to_owned())
            .bind(kind)
            .bind(value)
            .bind(id.as_str().to_owned())
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// Reads a person's details for a member of staff, and puts the reading on the record; `why` says what page or act it was for.
pub async fn read(db: &Db, scope: &Scope, id: &PersonId, why: &'static str) -> Result<Person> {
    let person = peek(db, scope, id).await?;
    let (scope, id) = (scope.clone(), id.clone());
    db.write(move |tx| {
        Box::pin(async move {
            tx.record(&scope, "person.read", id.as_str(), serde_json::json!({ "why": why }));
            Ok(())
        })
    })
    .await?;
    Ok(person)
}

/// Reads a person's details for the centre's own use (a message to them), which no member of staff sees.
pub async fn peek(db: &Db, scope: &Scope, id: &PersonId) -> Result<Person> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM person WHERE authority = $1 AND id = $2 AND erased_at IS NULL"));
    let row = sqlx::query(sql).bind(scope.id()).bind(id.as_str()).fetch_optional(db.read()).await?.ok_or(Error::NotFound)?;
    read_row(&row)
}

/// The same within a transaction.
pub async fn peek_in(tx: &mut Tx, scope: &Scope, id: &PersonId) -> Result<Person> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM person WHERE authority = $1 AND id = $2 AND erased_at IS NULL"));
    let row = sqlx::query(sql).bind(scope.id().to_owned()).bind(id.as_str().to_owned()).fetch_optional(tx.conn()).await?.ok_or(Error::NotFound)?;
    read_row(&row)
}
