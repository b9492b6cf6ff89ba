//! How a centre gets its authorities, and what an administrator writes for residents.

use std::path::Path;
use std::process::{Command, Output};

use axum::http::StatusCode;

use crate::support::{Centre, both_databases, root};

both_databases!(a_centre_begins_with_a_file, what_does_not_run_is_told);

const FILE: &str = "[[authority]]\nid = \"marsh\"\nname = \"Marsh Borough\"\nname_cy = \"Bwrdeistref y Gors\"\nkind = \"borough\"\nnation = \"wales\"\n\
    packs = [\"council\"]\nbrand = { colour = \"#1d4f76\", phone = \"01632 960 999\" }\n\n[[authority.team]]\nid = \"waste\"\nname = \"Waste\"\n";

/// Runs the program against a centre's own database.
fn run(centre: &Centre, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_answerable"));
    command.current_dir(root()).args(arguments);
    if centre.url.starts_with("postgres") {
        command.args(["--database", &centre.url]);
    } else {
        command.arg("--data").arg(centre.folder.path());
    }
    command.output().expect("it runs")
}

fn put(centre: &Centre, file: &Path, more: &[&str]) -> (bool, String) {
    let output = run(centre, &[&["authority", "put", file.to_str().expect("a path")], more].concat());
    (output.status.success(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

async fn a_centre_begins_with_a_file(centre: Centre) {
    let file = centre.folder.path().join("marsh.toml");
    std::fs::write(&file, FILE.replace("\"council\"", "\"counsel\"")).expect("written");
    let (good, said) = put(&centre, &file, &[]);
    assert!(!good && said.contains("no pack \"counsel\"; nothing was written"), "{said}");
    std::fs::write(&file, FILE).expect("written");
    let first = ["--administrator", "Bethan Rushford", "--email", "bethan@marsh.example", "--base", "http://centre.test"];
    let (good, said) = put(&centre, &file, &first);
    assert!(good, "{said}");
    let link = said.split_whitespace().find_map(|word| word.strip_prefix("http://centre.test")).expect("a link").to_owned();
    let (_, again) = put(&centre, &file, &first);
    assert!(again.contains("has an administrator already") && !again.contains("/sign-in/"), "{again}");

    centre.app.reload_authorities().await.expect("they are read");
    let mut administrator = centre.visitor();
    assert_eq!(administrator.get(&link).await.status, StatusCode::SEE_OTHER);
    assert!(administrator.page("/admin").await.contains("Marsh Borough"));
    assert_eq!(centre.visitor().get(&link).await.status, StatusCode::BAD_REQUEST, "it works once");
    assert!(centre.visitor().page("/marsh?lang=cy").await.contains("Bwrdeistref y Gors"));
}

async fn what_does_not_run_is_told(centre: Centre) {
    let mut administrator = centre.staff("administrator", "wendle").await;
    let missing = administrator.post("/admin", &[("act", "disruption"), ("title", "The pool is shut")]).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    let told = [("act", "disruption"), ("title", "The pool is <shut>"), ("words", "Swim at Hatch Hill."), ("words_cy", "Nofiwch yn Hatch Hill.")];
    administrator.done("/admin", &told).await;
    let home = centre.visitor().page("/wendle").await;
    assert!(home.contains("The pool is &#60;shut&#62;") && home.contains("Swim at Hatch Hill."), "{home}");
    let welsh = centre.visitor().page("/wendle?lang=cy").await;
    assert!(welsh.contains("<strong lang=\"en\">The pool") && welsh.contains("<span lang=\"cy\">Nofiwch"), "{welsh}");
    assert!(!centre.visitor().page("/oxmoor").await.contains("The pool"));
    administrator.done("/admin", &[("act", "over"), ("title", "The pool is <shut>")]).await;
    assert!(!centre.visitor().page("/wendle").await.contains("The pool"));
}
