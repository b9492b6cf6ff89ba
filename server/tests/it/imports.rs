//! Imports: all or nothing, every bad row said, figures right.

use std::collections::BTreeMap;

use jiff::civil::date;
use server::import::{Mapping, import};

use crate::support::{Centre, both_databases, root};

both_databases!(bad_rows_are_said_and_nothing_is_taken, bytes_that_are_no_text, a_workbook, real_casework);

const MAPPING: &str =
    "[columns]\nexternal_id = \"id\"\ncreated = \"made\"\nclosed = \"ended\"\nservice = \"type\"\nsummary = [\"type\", \"words\"]\n";

fn mapping(text: &str, centre: &Centre) -> Mapping {
    let path = centre.folder.path().join("mapping.toml");
    std::fs::write(&path, text).expect("written");
    Mapping::read(&path).expect("a mapping")
}

async fn bad_rows_are_said_and_nothing_is_taken(centre: Centre) {
    let file = centre.folder.path().join("old.csv");
    let rows = "id,made,ended,type,words\nA1,2026-01-02,,Noise,\"Dog, barking\"\nA2,soon,,Noise,x\nA1,2026-01-03,,Noise,again\nA3,2026-01-05,2026-01-04,Bins,x\n,2026-01-05,,Bins,x\nA4,2026-01-05,2026-01-09,Bîniau ŵ,=cmd|calc\n";
    std::fs::write(&file, rows).expect("written");
    let (scope, mapping) = (centre.scope("oxmoor"), mapping(MAPPING, &centre));
    let report = import(&centre.app.db, &scope, &file, &mapping, false, |_| {}).await.expect("the file can be read");
    let said: Vec<(u64, &str)> = report.bad.iter().map(|bad| (bad.row, bad.why.as_str())).collect();
    assert_eq!(said, [(3, "\"soon\" is no day"), (4, "A1 stands in row 2 already"), (5, "it ended before it was made"), (6, "\"id\" is empty")]);
    assert_eq!((report.rows, report.imported, centre.number("SELECT COUNT(*) FROM request").await), (6, 0, 0));
    let report = import(&centre.app.db, &scope, &file, &mapping, true, |_| {}).await.expect("the good ones are taken");
    assert_eq!((report.imported, report.bad.len()), (2, 4));
    let again = import(&centre.app.db, &scope, &file, &mapping, true, |_| {}).await.expect("it can be read again");
    assert_eq!(again.imported, 0, "{:?}", again.bad);
    assert!(again.bad.iter().any(|bad| bad.why == "A4 is here already"));
    let mut team = centre.staff("team_lead", "oxmoor").await;
    assert!(team.page("/requests?team=any&state=any&q=barking").await.contains("Noise, Dog, barking"));
    assert!(team.page("/requests?team=any&state=any&q=biniau").await.contains("1 request<"));
    let wrong =
        import(&centre.app.db, &scope, &file, &crate::imports::mapping(&MAPPING.replace("\"made\"", "\"maed\""), &centre), false, |_| {}).await;
    assert!(wrong.expect_err("no such column").to_string().contains("did you mean \"made\""));
}

async fn bytes_that_are_no_text(centre: Centre) {
    let file = centre.folder.path().join("old.csv");
    let mut bytes = b"id,made,ended,type,words\nA1,2026-01-02,,Noise,good\nA2,2026-01-02,,Noise,".to_vec();
    bytes.extend(b"\xff\xfe\nA3,2026-01-02,,Noise,good too\n");
    std::fs::write(&file, bytes).expect("written");
    let (scope, mapping) = (centre.scope("oxmoor"), mapping(MAPPING, &centre));
    let report = import(&centre.app.db, &scope, &file, &mapping, true, |_| {}).await.expect("the good ones are taken");
    assert_eq!((report.imported, report.bad.len(), report.bad[0].row), (2, 1, 3), "{report:?}");
}

async fn a_workbook(centre: Centre) {
    // A small workbook, written by hand: one sheet, a day as a spreadsheet keeps it.
    let file = centre.folder.path().join("old.xlsx");
    std::fs::write(&file, workbook()).expect("written");
    let (scope, mapping) = (centre.scope("oxmoor"), mapping(MAPPING, &centre));
    let report = import(&centre.app.db, &scope, &file, &mapping, false, |_| {}).await.expect("it can be read");
    assert_eq!((report.imported, report.bad.len()), (1, 0), "{report:?}");
    // 46,083 days after 30 December 1899.
    let made = model::Millis::start_of(date(2026, 3, 2)).0;
    assert_eq!(centre.number("SELECT created_at FROM request WHERE external_id = 'X1'").await, made);
}

/// The bytes of a workbook with a head and one row.
fn workbook() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let cell = |at: &str, words: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{words}</t></is></c>");
    let head: String = [("A1", "id"), ("B1", "made"), ("C1", "ended"), ("D1", "type"), ("E1", "words")].map(|(at, words)| cell(at, words)).concat();
    let row = format!("{}<c r=\"B2\" s=\"1\"><v>46083</v></c>{}{}", cell("A2", "X1"), cell("D2", "Noise"), cell("E2", "Bîniau ŵ"));
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}.styles+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Old\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!("<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\">{head}</row><row r=\"2\">{row}</row></sheetData></worksheet>"),
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut zip, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{text}").as_bytes()).expect("written");
    }
    zip.finish().expect("a workbook").into_inner()
}

async fn real_casework(centre: Centre) {
    let shared = std::env::var("ANSWERABLE_SHARED_DATA").map_or_else(|_| root().join("../shared/data"), std::path::PathBuf::from);
    let packed = shared.join("nyc-council-casework/nycomplaints_2015-2020.csv.gz");
    if !packed.exists() {
        eprintln!("NOT RUN: there is no {}", packed.display());
        return;
    }
    // The first 20,000 rows; the whole file is measured by the bench.
    let mut reader = csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(std::fs::File::open(packed).expect("it opens")));
    let file = centre.folder.path().join("casework.csv");
    let mut part = csv::Writer::from_path(&file).expect("it opens");
    part.write_record(reader.headers().expect("a head")).expect("written");
    let mut seen = std::collections::HashSet::new();
    let (mut open, mut by_type, mut bad) = (0, BTreeMap::<String, i64>::new(), 0);
    let (mut in_ten_days, mut lengths, mut ages) = (0, Vec::new(), Vec::new());
    let days = |from: jiff::civil::Date, to: jiff::civil::Date| from.until(to).expect("two days").get_days();
    let last = date(2020, 12, 31);
    for row in reader.records().take(20_000) {
        let row = row.expect("a row");
        part.write_record(&row).expect("written");
        if !seen.insert(row[0].to_owned()) || (!row[3].is_empty() && row[3] < row[2]) {
            bad += 1;
            continue;
        }
        open += i64::from(row[3].is_empty());
        let made: jiff::civil::Date = row[2][..10].parse().expect("a day");
        let closed: Option<jiff::civil::Date> = row[3].get(..10).map(|day| day.parse().expect("a day"));
        in_ten_days += i64::from(closed.is_some_and(|closed| days(made, closed) <= 10));
        match closed.filter(|closed| *closed <= last) {
            Some(closed) => lengths.push(days(made, closed)),
            None => ages.push(days(made, last) + 1),
        }
        *by_type.entry(row[4].to_lowercase()).or_default() += 1;
    }
    part.flush().expect("written");
    let nyc = "[columns]\nexternal_id = \"unique_key\"\ncreated = \"opendate\"\nclosed = \"closedate\"\nservice = \"complaint_type\"\nsummary = [\"complaint_type\", \"descriptor\"]\nplace = [\"borough\", \"city\"]\npostcode = \"zip\"\n";
    let (scope, mapping) = (centre.scope("oxmoor"), mapping(nyc, &centre));
    let report = import(&centre.app.db, &scope, &file, &mapping, true, |_| {}).await.expect("it is imported");
    assert_eq!((report.rows, report.bad.len()), (20_000, bad));
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE state <> 'done'").await, open);
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE service = 'transportation'").await, by_type["transportation"]);
    let mut team = centre.staff("team_lead", "oxmoor").await;
    // The performance page's figures, beside sums of whole days over the file itself.
    let csv = team.page("/performance.csv?from=2015-01-01&to=2020-12-31").await;
    let figure = |row: &str| csv.lines().find_map(|line| line.strip_prefix(row)).unwrap_or_else(|| panic!("no {row} in {csv}")).to_owned();
    let median = |days: &mut Vec<i32>| {
        days.sort_unstable();
        f64::midpoint(f64::from(days[(days.len() - 1) / 2]), f64::from(days[days.len() / 2]))
    };
    let good = 20_000 - i64::try_from(bad).expect("few");
    let share = 100.0 * in_ten_days as f64 / good as f64;
    assert!(figure("closed_within_ten_days,all,,").starts_with(&format!("{share:.4},percent,{good},")), "{share} {csv}");
    let types = by_type["transportation"];
    assert!(figure("closed_within_ten_days,part,transportation,").contains(&format!(",percent,{types},")), "{csv}");
    // A clock change within puts a request an hour off whole days, never more.
    let near = |row: &str, expected: f64, n: usize| {
        let row = figure(row);
        let mut cells = row.split(',');
        let value: f64 = cells.next().and_then(|value| value.parse().ok()).expect("a figure");
        assert!((value - expected).abs() <= 1.0 / 24.0 + 1e-3 && cells.nth(1) == Some(&n.to_string()), "{row} is not {expected} of {n}");
    };
    near("time_to_resolve,all,,", median(&mut lengths), lengths.len());
    near("open_requests_age,all,,", median(&mut ages), ages.len());
    let first = team.page("/requests?team=any&state=any").await;
    assert!(first.contains("more than 1000 requests") && first.contains("Older requests"));
    // Page by page nothing comes twice, although many have the same day.
    let (mut next, mut ids) = ("?team=any&state=any&q=sanitation".to_owned(), Vec::new());
    for _ in 0..5 {
        let page = team.page(&format!("/requests{next}")).await;
        ids.extend(page.split("name=\"id\" value=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)));
        next = page
            .split("rel=\"next\" href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("an older page")
            .replace("&#38;", "&")
            .replace("&amp;", "&");
    }
    assert_eq!(ids.len(), 250);
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), 250);
}
