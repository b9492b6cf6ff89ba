//! Requests from other systems: a CSV or XLSX file and a mapping. Every bad row is said; nothing is half imported unless asked.

mod check;
mod mapping;
mod rows;

use std::path::Path;

pub use check::{Bad, Checked};
pub use mapping::Mapping;

use crate::platform::{Db, Error, Result, Scope};
use crate::requests::store::import::{Imported, Importer};
use rows::Rows;

/// What an import did.
#[derive(Clone, Debug)]
pub struct Report {
    /// Rows that were read.
    pub rows: u64,
    /// Requests that were made.
    pub imported: u64,
    /// Rows that were not taken, and why.
    pub bad: Vec<Bad>,
}

/// Reads a file twice: first every row is checked, then the good ones are written in one transaction. `step` hears of each row.
///
/// # Errors
/// When the file or the mapping cannot be used at all, or the database cannot be written; then nothing was imported.
pub async fn import(
    db: &Db,
    scope: &Scope,
    file: &Path,
    mapping: &Mapping,
    keep_good: bool,
    step: impl Fn(u64) + Send + Sync + 'static,
) -> Result<Report> {
    let bad_file = |error: anyhow::Error| Error::Bad(format!("{error:#}"));
    let Checked { rows, good, bad } = check::check(Rows::open(file).map_err(bad_file)?, mapping, &known(db, scope).await?).map_err(bad_file)?;
    if !bad.is_empty() && !keep_good {
        return Ok(Report { rows, imported: 0, bad });
    }
    let (scope, mapping, path, n) = (scope.clone(), mapping.clone(), file.to_owned(), good);
    let skip: std::collections::HashSet<u64> = bad.iter().map(|bad| bad.row).collect();
    let imported = db
        .write(move |tx| {
            Box::pin(async move {
                let mut importer = Importer::new(tx, &scope).await?;
                let rows = Rows::open(&path).map_err(bad_file)?;
                let columns = mapping.columns_of(rows.head()).map_err(bad_file)?;
                for (row, cells) in (2..).zip(rows) {
                    step(row - 1);
                    // A row that cannot even be read was found bad by the check.
                    if skip.contains(&row) {
                        continue;
                    }
                    let cells = cells.map_err(bad_file)?;
                    let request: Imported = check::read(&columns, &mapping, &cells).map_err(|why| Error::internal(format!("row {row}: {why}")))?;
                    importer.add(tx, request).await?;
                }
                importer.finish(tx).await?;
                tx.record(&scope, "requests.imported", "import", serde_json::json!({ "rows": n }));
                Ok(n)
            })
        })
        .await?;
    Ok(Report { rows, imported, bad })
}

/// The ids of the other system that are here already.
async fn known(db: &Db, scope: &Scope) -> Result<std::collections::HashSet<String>> {
    crate::requests::store::import::external_ids(db, scope).await
}
