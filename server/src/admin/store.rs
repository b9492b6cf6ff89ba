//! The SQL of authorities and teams.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::calendar::Nation;
use model::{AuthorityId, TeamId, Text};
use sqlx::Row;

use super::authority::{Authority, Team};
use crate::app::Authorities;
use crate::platform::{Db, Result, Scope, Tx};

/// Every authority with its teams: what each page of each authority is made with.
pub async fn all(db: &Db) -> Result<Authorities> {
    let mut teams: BTreeMap<String, Vec<Team>> = BTreeMap::new();
    // unscoped: the centre's own list of authorities; names and brands are public.
    for row in sqlx::query("SELECT authority, id, name, name_cy FROM team ORDER BY authority, name").fetch_all(db.read()).await? {
        let name = Text { en: row.try_get(2)?, cy: row.try_get(3)? };
        teams.entry(row.try_get(0)?).or_default().push(Team { id: TeamId::from(row.try_get::<String, _>(1)?), name });
    }
    let mut authorities = Authorities::new();
    let sql = "SELECT id, name, name_cy, kind, nation, packs, brand, disruptions FROM authority ORDER BY name";
    for row in sqlx::query(sql).fetch_all(db.read()).await? {
        let id: String = row.try_get(0)?;
        let authority = Authority {
            teams: teams.remove(&id).unwrap_or_default(),
            id: AuthorityId::from(id),
            name: Text { en: row.try_get(1)?, cy: row.try_get(2)? },
            kind: row.try_get(3)?,
            nation: Nation::parse(&row.try_get::<String, _>(4)?).unwrap_or(Nation::England),
            packs: serde_json::from_str(&row.try_get::<String, _>(5)?)?,
            brand: serde_json::from_str(&row.try_get::<String, _>(6)?)?,
            disruptions: serde_json::from_str(&row.try_get::<String, _>(7)?)?,
        };
        authorities.insert(authority.id.clone(), Arc::new(authority));
    }
    Ok(authorities)
}

/// Writes an authority and its teams as they are given, whether it was there or not.
pub async fn put(tx: &mut Tx, scope: &Scope, authority: &Authority) -> Result<()> {
    let now = tx.now;
    sqlx::query(
        "INSERT INTO authority (id, name, name_cy, kind, nation, packs, brand, disruptions, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_cy = excluded.name_cy, kind = excluded.kind, nation = excluded.nation, \
         packs = excluded.packs, brand = excluded.brand, disruptions = excluded.disruptions",
    )
    .bind(authority.id.as_str().to_owned())
    .bind(authority.name.en.clone())
    .bind(authority.name.cy.clone())
    .bind(authority.kind.clone())
    .bind(authority.nation.as_str())
    .bind(serde_json::to_string(&authority.packs)?)
    .bind(serde_json::to_string(&authority.brand)?)
    .bind(serde_json::to_string(&authority.disruptions)?)
    .bind(now.0)
    .execute(tx.conn())
    .await?;
    for team in &authority.teams {
        sqlx::query(
            "INSERT INTO team (authority, id, name, name_cy) VALUES ($1,$2,$3,$4) \
             ON CONFLICT (authority, id) DO UPDATE SET name = excluded.name, name_cy = excluded.name_cy",
        )
        .bind(authority.id.as_str().to_owned())
        .bind(team.id.as_str().to_owned())
        .bind(team.name.en.clone())
        .bind(team.name.cy.clone())
        .execute(tx.conn())
        .await?;
    }
    tx.record(scope, "authority.changed", authority.id.as_str(), serde_json::json!({ "kind": authority.kind, "teams": authority.teams.len() }));
    Ok(())
}
