//! Tables for spreadsheets, in which no cell can become a formula.

/// A cell: quoted where it must be (RFC 4180), and with an apostrophe before what a spreadsheet would run as a formula.
pub fn csv_cell(text: &str) -> String {
    let number = !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-')) && text.parse::<f64>().is_ok();
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']) && !number;
    let safe = if risky { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// A table; lines end as RFC 4180 says.
pub fn to_csv(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2.5", "-2.5"),
            ("-2+cmd", "'-2+cmd"),
            ("a,\"b\"", "\"a,\"\"b\"\"\""),
            ("+44 1", "'+44 1"),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
        assert_eq!(to_csv(&[vec!["a".to_owned(), "b".to_owned()]]), "a,b\r\n");
    }
}
