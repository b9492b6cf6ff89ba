//! Where SQL stands, whose tables it names, and that it never forgets the authority.

use std::collections::BTreeMap;

use super::{Broken, File};

const VERBS: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];

/// The SQL texts of a Rust file: line, text, whether the lines above excuse it from naming an authority.
fn statements(text: &str) -> Vec<(usize, String, bool)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let Some(at) = VERBS.iter().filter_map(|verb| line.find(&format!("\"{verb}"))).min() else { continue };
        let mut sql = line[at + 1..].to_owned();
        let mut next = n + 1;
        // A text goes on while its lines end in a backslash.
        while sql.trim_end().ends_with('\\') && next < lines.len() {
            sql = format!("{} {}", sql.trim_end().trim_end_matches('\\'), lines[next].trim_start());
            next += 1;
        }
        let sql = sql.split('"').next().unwrap_or_default().to_owned();
        let excused = lines[n.saturating_sub(8)..n].iter().any(|line| line.contains("// unscoped:"));
        found.push((n + 1, sql, excused));
    }
    found
}

fn holds_tests(file: &File) -> bool {
    file.path.contains("/tests/") || file.path.ends_with("tests.rs") || file.path.contains("/bin/")
}

fn is_store(file: &File) -> bool {
    file.path.ends_with("/store.rs") || file.path.contains("/store/") || file.path.starts_with("server/src/platform/")
}

/// SQL stands in stores, where it is looked for.
pub fn only_in_stores(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.is(&[".rs"]) && file.path.starts_with("server/src/") && !is_store(file) && !holds_tests(file)) {
        for (line, _, _) in statements(&file.text) {
            broken.push((file.path.clone(), line, "SQL belongs into the slice's store.rs".to_owned()));
        }
    }
    broken
}

/// Tables by owner, from the line above each.
fn owners(files: &[File]) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with("server/migrations/")) {
        let mut slice = "";
        for line in file.text.lines() {
            if let Some(name) = line.strip_prefix("-- slice: ") {
                slice = name.trim();
            } else if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                owners.insert(rest.split([' ', '(']).next().unwrap_or_default().to_owned(), slice.to_owned());
                slice = "";
            }
        }
    }
    owners
}

/// A slice reads and writes its own tables; of others it uses what they export.
pub fn own_tables(files: &[File]) -> Vec<Broken> {
    let owners = owners(files);
    let mut broken = Vec::new();
    for (table, slice) in &owners {
        if slice.is_empty() {
            broken.push(("server/migrations".to_owned(), 1, format!("write \"-- slice: NAME\" above the table {table}")));
        }
    }
    for file in files.iter().filter(|file| file.path.starts_with("server/src/") && file.is(&[".rs"]) && !holds_tests(file)) {
        let slice = file.path["server/src/".len()..].split('/').next().unwrap_or_default();
        for (line, sql, _) in statements(&file.text) {
            let words: Vec<&str> = sql.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')).filter(|word| !word.is_empty()).collect();
            for pair in words.windows(2).filter(|pair| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0])) {
                match owners.get(pair[1]) {
                    Some(owner) if owner != slice && owner != "platform" => {
                        broken.push((file.path.clone(), line, format!("the table {} is {owner}'s: ask what {owner} exports", pair[1])));
                    }
                    _ => {}
                }
            }
        }
    }
    broken
}

/// Every statement names the authority, or says why it cannot.
pub fn scoped(files: &[File]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| is_store(file) && file.is(&[".rs"]) && !holds_tests(file)) {
        for (line, sql, excused) in statements(&file.text) {
            if !excused && !sql.contains("authority") {
                broken.push((file.path.clone(), line, "this SQL names no authority; scope it, or say \"// unscoped: why\" above it".to_owned()));
            }
        }
    }
    broken
}

/// Both databases have these types and no others.
pub fn portable_types(files: &[File]) -> Vec<Broken> {
    const NOT: &[&str] =
        &[" INTEGER", " INT ", " BOOLEAN", " TIMESTAMP", " JSONB", " JSON ", " REAL", " BLOB", " BYTEA", " VARCHAR", " SERIAL", " UUID"];
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("server/migrations/")) {
        for (n, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("--")) {
            for bad in NOT.iter().filter(|bad| line.contains(**bad)) {
                broken.push((file.path.clone(), n + 1, format!("{} is not in the dialect: TEXT, BIGINT or DOUBLE PRECISION", bad.trim())));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: &str = "-- slice: people\nCREATE TABLE person (\n    id TEXT\n);\n";

    #[test]
    fn sql_outside_a_store_is_found() {
        let text = "//! X.\nlet sql = \"SELECT id FROM person WHERE authority = $1\";\n";
        assert_eq!(only_in_stores(&[File::new("server/src/people/pages.rs", text)]).len(), 1);
        assert_eq!(only_in_stores(&[File::new("server/src/people/store.rs", text)]).len(), 0);
    }

    #[test]
    fn anothers_table_is_found() {
        let tables = || File::new("server/migrations/1.sql", TABLES);
        let text = "sqlx::query(\"SELECT id \\\n    FROM person WHERE authority = $1\")\n";
        assert_eq!(own_tables(&[tables(), File::new("server/src/desk/store.rs", text)]).len(), 1);
        assert_eq!(own_tables(&[tables(), File::new("server/src/people/store.rs", text)]).len(), 0);
        assert_eq!(own_tables(&[File::new("server/migrations/1.sql", "CREATE TABLE lost (\n);")]).len(), 1);
    }

    #[test]
    fn a_statement_without_authority_is_found() {
        let bare = "sqlx::query(\"DELETE FROM person WHERE id = $1\")";
        assert_eq!(scoped(&[File::new("server/src/people/store.rs", bare)]).len(), 1);
        assert_eq!(scoped(&[File::new("server/src/people/store.rs", &format!("// unscoped: the id says.\n{bare}"))]).len(), 0);
    }

    #[test]
    fn types_of_one_database_are_found() {
        assert_eq!(portable_types(&[File::new("server/migrations/1.sql", "    at TIMESTAMP NOT NULL,\n")]).len(), 1);
        assert_eq!(portable_types(&[File::new("server/migrations/1.sql", "    at BIGINT NOT NULL,\n")]).len(), 0);
    }
}
