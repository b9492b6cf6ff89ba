//! The SQL of the gazetteer and the wards.

use sqlx::Row;

use crate::people::{name_key, postcode_key};
use crate::platform::db::maybe_real;
use crate::platform::{Db, Result, Scope, Tx};

/// An address of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The Unique Property Reference Number.
    pub uprn: String,
    /// One line, without the postcode.
    pub line: String,
    /// With its space.
    pub postcode: String,
    /// The ward's name.
    pub ward: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
}

/// How many addresses a list can show.
const FOUND_MAX: i64 = 60;

/// Finds addresses by postcode, or by words of the line where no postcode is typed (`7 larch`, `larch road`); in the order of their numbers.
pub async fn find(db: &Db, scope: &Scope, typed: &str) -> Result<Vec<Found>> {
    let (postcode, line) = (postcode_key(typed), name_key(typed));
    if line.chars().count() < 3 {
        return Ok(Vec::new());
    }
    let sql = "SELECT uprn, line, postcode, ward, lat, lon FROM gazetteer WHERE authority = $1 AND postcode = $2 \
        UNION SELECT uprn, line, postcode, ward, lat, lon FROM gazetteer WHERE authority = $1 AND (search LIKE $3 OR search LIKE $4) LIMIT $5";
    let rows = sqlx::query(sql)
        .bind(scope.id())
        .bind(postcode)
        .bind(format!("{line}%"))
        .bind(format!("% {line}%"))
        .bind(FOUND_MAX)
        .fetch_all(db.read())
        .await?;
    let mut found = rows
        .iter()
        .map(|row| {
            let point: (Option<f64>, Option<f64>) = (row.try_get(4)?, row.try_get(5)?);
            let postcode: String = row.try_get(2)?;
            Ok(Found {
                uprn: row.try_get(0)?,
                line: row.try_get(1)?,
                postcode: spaced(&postcode),
                ward: row.try_get(3)?,
                point: point.0.zip(point.1),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|address| (house_number(&address.line), address.line.clone()));
    Ok(found)
}

/// One address by its number.
pub async fn by_uprn(db: &Db, scope: &Scope, uprn: &str) -> Result<Option<Found>> {
    let sql = "SELECT uprn, line, postcode, ward, lat, lon FROM gazetteer WHERE authority = $1 AND uprn = $2";
    let row = sqlx::query(sql).bind(scope.id()).bind(uprn).fetch_optional(db.read()).await?;
    row.map(|row| {
        let point: (Option<f64>, Option<f64>) = (row.try_get(4)?, row.try_get(5)?);
        let postcode: String = row.try_get(2)?;
        Ok(Found { uprn: row.try_get(0)?, line: row.try_get(1)?, postcode: spaced(&postcode), ward: row.try_get(3)?, point: point.0.zip(point.1) })
    })
    .transpose()
}

fn house_number(line: &str) -> u32 {
    let digits: String = line.chars().skip_while(|sign| !sign.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u32::MAX)
}

/// A postcode's key with its space: the last three signs are the inward part.
fn spaced(key: &str) -> String {
    match key.len().checked_sub(3).filter(|at| *at > 0 && key.is_char_boundary(*at)) {
        Some(at) => format!("{} {}", &key[..at], &key[at..]),
        None => key.to_owned(),
    }
}

/// Puts an address into the gazetteer, or its newer version.
pub async fn put(tx: &mut Tx, scope: &Scope, address: &Found) -> Result<()> {
    sqlx::query(
        "INSERT INTO gazetteer (authority, uprn, line, postcode, ward, lat, lon, search) VALUES ($1,$2,$3,$4,$5,CAST(CAST($6 AS TEXT) AS DOUBLE PRECISION),CAST(CAST($7 AS TEXT) AS DOUBLE PRECISION),$8) \
         ON CONFLICT (authority, uprn) DO UPDATE SET line = excluded.line, postcode = excluded.postcode, ward = excluded.ward, \
         lat = excluded.lat, lon = excluded.lon, search = excluded.search",
    )
    .bind(scope.id().to_owned())
    .bind(address.uprn.clone())
    .bind(address.line.clone())
    .bind(postcode_key(&address.postcode))
    .bind(address.ward.clone())
    .bind(maybe_real(address.point.map(|point| point.0)))
    .bind(maybe_real(address.point.map(|point| point.1)))
    .bind(name_key(&address.line))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The authority's wards as GeoJSON; an empty collection where there are none.
pub async fn wards(db: &Db, scope: &Scope) -> Result<String> {
    let row = sqlx::query("SELECT geojson FROM wards WHERE authority = $1").bind(scope.id()).fetch_optional(db.read()).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_else(|| r#"{"type":"FeatureCollection","features":[]}"#.to_owned()))
}

/// Keeps the authority's wards.
pub async fn put_wards(tx: &mut Tx, scope: &Scope, geojson: &str) -> Result<()> {
    sqlx::query("INSERT INTO wards (authority, geojson) VALUES ($1,$2) ON CONFLICT (authority) DO UPDATE SET geojson = excluded.geojson")
        .bind(scope.id().to_owned())
        .bind(geojson.to_owned())
        .execute(tx.conn())
        .await?;
    Ok(())
}
