//! The SQL of kept pictures. They stand in the database, so that a request and its photo are kept or lost together.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catalogue::FileRef;
use sqlx::Row;

use super::Picture;
use crate::platform::db::maybe_real;
use crate::platform::{Db, Error, Result, Scope, Tx};

/// Keeps a picture.
pub async fn put(tx: &mut Tx, scope: &Scope, name: &str, picture: &Picture) -> Result<FileRef> {
    let id = tx.chance.secret();
    let now = tx.now.0;
    let name: String = name.chars().take(120).collect();
    sqlx::query("INSERT INTO file (id, authority, name, mime, bytes_base64, lat, lon, created_at) VALUES ($1,$2,$3,'image/jpeg',$4,CAST(CAST($5 AS TEXT) AS DOUBLE PRECISION),CAST(CAST($6 AS TEXT) AS DOUBLE PRECISION),$7)")
        .bind(id.clone())
        .bind(scope.id().to_owned())
        .bind(name.clone())
        .bind(STANDARD.encode(&picture.jpeg))
        .bind(maybe_real(picture.point.map(|point| point.0)))
        .bind(maybe_real(picture.point.map(|point| point.1)))
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(FileRef { id, name })
}

/// Copies a picture to another authority, with a request that goes there; gives the copy.
pub async fn copy(tx: &mut Tx, scope: &Scope, there: &Scope, id: &str) -> Result<FileRef> {
    let new = tx.chance.secret();
    let now = tx.now.0;
    let row = sqlx::query(
        "INSERT INTO file (id, authority, name, mime, bytes_base64, lat, lon, created_at) \
         SELECT $1, $2, name, mime, bytes_base64, lat, lon, $3 FROM file WHERE authority = $4 AND id = $5 RETURNING name",
    )
    .bind(new.clone())
    .bind(there.id().to_owned())
    .bind(now)
    .bind(scope.id().to_owned())
    .bind(id.to_owned())
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Error::NotFound)?;
    Ok(FileRef { id: new, name: row.try_get(0)? })
}

/// A kept picture's bytes, a JPEG.
pub async fn get(db: &Db, scope: &Scope, id: &str) -> Result<Vec<u8>> {
    let row =
        sqlx::query("SELECT bytes_base64 FROM file WHERE authority = $1 AND id = $2").bind(scope.id()).bind(id).fetch_optional(db.read()).await?;
    let text: String = row.ok_or(Error::NotFound)?.try_get(0)?;
    STANDARD.decode(text).map_err(|_| Error::internal("a file that is not base64"))
}

/// Where the camera was when a kept picture was taken.
pub async fn point(db: &Db, scope: &Scope, id: &str) -> Result<Option<(f64, f64)>> {
    let row = sqlx::query("SELECT lat, lon FROM file WHERE authority = $1 AND id = $2").bind(scope.id()).bind(id).fetch_optional(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let point: (Option<f64>, Option<f64>) = (row.try_get(0)?, row.try_get(1)?);
    Ok(point.0.zip(point.1))
}

/// Deletes a picture.
pub async fn remove(tx: &mut Tx, scope: &Scope, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM file WHERE authority = $1 AND id = $2").bind(scope.id().to_owned()).bind(id.to_owned()).execute(tx.conn()).await?;
    Ok(())
}
