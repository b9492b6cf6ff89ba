//! The rows of a CSV file (perhaps packed with gzip) or of the first sheet of a workbook, one at a time.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use calamine::{Data, Reader};

/// A file's rows after its head.
pub struct Rows {
    head: Vec<String>,
    source: Source,
}

enum Source {
    Csv(Box<csv::StringRecordsIntoIter<Box<dyn Read + Send>>>),
    Sheet(std::vec::IntoIter<Vec<String>>),
}

impl Rows {
    /// Opens a file by what its name ends in: `.csv`, `.csv.gz` or `.xlsx`.
    ///
    /// # Errors
    /// When it cannot be read or has no head.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let name = path.to_string_lossy().to_lowercase();
        let opened = || File::open(path).map(BufReader::new).with_context(|| format!("could not open {}", path.display()));
        if name.ends_with(".csv") {
            return Self::csv(Box::new(opened()?));
        }
        if name.ends_with(".csv.gz") {
            return Self::csv(Box::new(flate2::read::MultiGzDecoder::new(opened()?)));
        }
        if !name.ends_with(".xlsx") {
            bail!("{}: a .csv, .csv.gz or .xlsx file is needed", path.display());
        }
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).with_context(|| format!("{} is no workbook", path.display()))?;
        let sheet = book.worksheet_range_at(0).context("the workbook has no sheet")??;
        let mut rows = sheet.rows().map(|row| row.iter().map(words).collect::<Vec<String>>());
        let head = rows.next().context("the sheet is empty")?;
        let rows: Vec<Vec<String>> = rows.collect();
        Ok(Self { head, source: Source::Sheet(rows.into_iter()) })
    }

    fn csv(file: Box<dyn Read + Send>) -> anyhow::Result<Self> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let head = reader.headers().context("the file has no head")?.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        Ok(Self { head, source: Source::Csv(Box::new(reader.into_records())) })
    }

    /// The names of the columns.
    pub fn head(&self) -> &[String] {
        &self.head
    }
}

impl Iterator for Rows {
    type Item = anyhow::Result<Vec<String>>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.source {
            Source::Csv(records) => {
                records.next().map(|record| record.context("a row could not be read").map(|record| record.iter().map(str::to_owned).collect()))
            }
            Source::Sheet(rows) => rows.next().map(Ok),
        }
    }
}

fn words(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        // Days since 30 December 1899, as spreadsheets count them (ECMA-376, part 1, 18.17.4.1).
        Data::DateTime(moment) => {
            let days = jiff::Span::new().try_days(moment.as_f64().floor() as i64);
            let day = days.and_then(|days| jiff::civil::date(1899, 12, 30).checked_add(days));
            day.map_or_else(|_| cell.to_string(), |day| day.to_string())
        }
        cell => cell.to_string(),
    }
}
