//! Reading the county's files and writing what is not there yet.

use std::path::Path;

use model::TeamId;
use serde::{Deserialize, Serialize};

use crate::admin::{self, Authority};
use crate::app::App;
use crate::people::{self, Details};
use crate::places::{self, Found};
use crate::platform::{Result, Scope};
use crate::staff::{self, Role};
use crate::tokens;

/// Who can be whom: what `demo-access.json` holds.
#[derive(Debug, Serialize)]
pub struct Access {
    /// Where the demonstration is.
    pub base: String,
    /// Everybody one can be.
    pub people: Vec<Somebody>,
    /// Keys that other systems can use.
    pub tokens: Vec<Key>,
}

/// A key of another system.
#[derive(Debug, Serialize)]
pub struct Key {
    /// Whose it is.
    pub authority: String,
    /// What it opens: `open311`.
    pub kind: &'static str,
    /// The key itself.
    pub token: String,
}

/// Somebody one can be.
#[derive(Debug, Serialize)]
pub struct Somebody {
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: String,
    /// Whose staff they are.
    pub authority: String,
    /// The link that signs one in as them.
    pub sign_in: String,
}

#[derive(Deserialize)]
struct StaffFile {
    staff: Vec<StaffEntry>,
}

#[derive(Deserialize)]
struct StaffEntry {
    name: String,
    email: String,
    authority: String,
    role: String,
    team: Option<String>,
}

#[derive(Deserialize)]
struct ResidentsFile {
    resident: Vec<ResidentEntry>,
}

#[derive(Deserialize)]
struct ResidentEntry {
    authority: String,
    #[serde(flatten)]
    details: Details,
}

#[derive(Deserialize)]
struct AddressEntry {
    uprn: String,
    line: String,
    postcode: String,
    ward: String,
    lat: f64,
    lon: f64,
    authority: String,
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(path).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))
}

/// How long a demonstration's sign-in links are good.
const LINK_MS: i64 = 365 * 24 * 60 * 60 * 1000;

/// Makes what is not there yet and writes `demo-access.json`; what is there is left as it is.
///
/// # Errors
/// When a file of the county cannot be read or something cannot be written.
pub async fn make(app: &App, county: &Path, data: &Path) -> anyhow::Result<Access> {
    for authority in admin::read_file(&county.join("authorities.toml"))? {
        if app.authority(&authority.id).is_ok() {
            continue;
        }
        fill(app, county, authority).await?;
    }
    app.reload_authorities().await?;
    let access = Access { base: app.settings.base.clone(), people: links(app).await?, tokens: keys(app).await? };
    std::fs::create_dir_all(data)?;
    // Written beside and moved, so that whoever waits for the file never reads half of it.
    let (half, whole) = (data.join("demo-access.json.new"), data.join("demo-access.json"));
    std::fs::write(&half, serde_json::to_string_pretty(&access)?)?;
    std::fs::rename(half, whole)?;
    Ok(access)
}

/// One new authority with its staff, residents, addresses and wards: all of it or, when the program is stopped, nothing.
async fn fill(app: &App, county: &Path, authority: Authority) -> anyhow::Result<()> {
    let scope = Scope::system(authority.id.clone());
    let id = authority.id.as_str().to_owned();
    let staff: StaffFile = read(&county.join("staff.toml"))?;
    let residents: ResidentsFile = read(&county.join("residents.toml"))?;
    let mut addresses: Vec<AddressEntry> = Vec::new();
    for row in csv::Reader::from_path(county.join("addresses.csv"))?.deserialize() {
        addresses.push(row?);
    }
    let wards: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(county.join("wards.geojson"))?)?;
    let ours: Vec<serde_json::Value> = wards["features"]
        .as_array()
        .map(|features| features.iter().filter(|feature| feature["properties"]["authority"] == id.as_str()).cloned().collect())
        .unwrap_or_default();
    let wards = serde_json::json!({ "type": "FeatureCollection", "features": ours }).to_string();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                admin::store::put(tx, &scope, &authority).await?;
                for entry in staff.staff.into_iter().filter(|entry| entry.authority == id) {
                    let role = Role::parse(&entry.role).ok_or_else(|| anyhow::anyhow!("there is no role \"{}\"", entry.role))?;
                    let team = entry.team.map(TeamId::from);
                    staff::store::add(tx, &scope, &entry.name, &entry.email, role, team.as_ref()).await?;
                }
                for entry in residents.resident.into_iter().filter(|entry| entry.authority == id) {
                    people::store::create(tx, &scope, &entry.details).await?;
                }
                for entry in addresses.into_iter().filter(|entry| entry.authority == id) {
                    let point = Some((entry.lat, entry.lon));
                    let found = Found { uprn: entry.uprn, line: entry.line, postcode: entry.postcode, ward: entry.ward, point };
                    places::put(tx, &scope, &found).await?;
                }
                places::store::put_wards(tx, &scope, &wards).await
            })
        })
        .await?;
    Ok(())
}

/// A key for every authority; those of an earlier start are revoked, since nobody knows them any more.
async fn keys(app: &App) -> Result<Vec<Key>> {
    const NAME: &str = "The demonstration";
    let mut keys = Vec::new();
    for id in app.authorities().keys() {
        let scope = Scope::system(id.clone());
        for kind in tokens::Kind::ALL {
            let known = tokens::store::list(&app.db, &scope).await?;
            let old: Vec<String> = known
                .into_iter()
                .filter(|token| token.name == NAME && token.kind == kind.as_str() && token.revoked_at.is_none())
                .map(|token| token.id)
                .collect();
            let scope = scope.clone();
            let token = app
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        for id in old {
                            tokens::store::revoke(tx, &scope, &id).await?;
                        }
                        tokens::store::add(tx, &scope, kind, NAME).await
                    })
                })
                .await?;
            keys.push(Key { authority: id.to_string(), kind: kind.as_str(), token });
        }
    }
    Ok(keys)
}

/// A sign-in link for every member of staff.
async fn links(app: &App) -> Result<Vec<Somebody>> {
    let mut people = Vec::new();
    for authority in app.authorities().values() {
        let scope = Scope::system(authority.id.clone());
        for member in staff::store::members(&app.db, &scope).await? {
            if member.disabled_at.is_some() {
                continue;
            }
            let (scope, id) = (scope.clone(), member.id.clone());
            let secret = app.db.write(move |tx| Box::pin(async move { staff::store::make_link(tx, &scope, &id, LINK_MS, true).await })).await?;
            people.push(Somebody {
                name: member.name,
                role: member.role.as_str().to_owned(),
                authority: authority.id.to_string(),
                sign_in: format!("{}/sign-in/{secret}", app.settings.base),
            });
        }
    }
    Ok(people)
}
