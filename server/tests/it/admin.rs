//! How a centre gets its authorities, and what an administrator writes for residents.

use std::path::Path;

use axum::http::StatusCode;

use crate::support::{Centre, MULTIPART, between, both_databases, multipart};

both_databases!(a_centre_begins_with_a_file, what_does_not_run_is_told, a_logo, staff_and_teams);

const FILE: &str = "[[authority]]\nid = \"marsh\"\nname = \"Marsh Borough\"\nname_cy = \"Bwrdeistref y Gors\"\nkind = \"borough\"\nnation = \"wales\"\n\
    packs = [\"council\"]\nbrand = { colour = \"#1d4f76\", phone = \"01632 960 999\" }\n\n[[authority.team]]\nid = \"waste\"\nname = \"Waste\"\n";

fn put(centre: &Centre, file: &Path, more: &[&str]) -> (bool, String) {
    let output = centre.run(&[&["authority", "put", file.to_str().expect("a path")], more].concat());
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
    let page = administrator.page("/admin").await;
    let lost = between(&page, "id=\"lost-teams\"", "</ul>");
    assert!(page.contains("Marsh Borough") && lost.contains("streets, named by Report fly-tipping") && !lost.contains("waste,"), "{page}");
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

async fn a_logo(centre: Centre) {
    let mut administrator = centre.staff("administrator", "wendle").await;
    assert_eq!(centre.visitor().get("/wendle/logo").await.status, StatusCode::NOT_FOUND);
    for (bytes, status) in [(&b"<svg onload=alert(1)>"[..], StatusCode::BAD_REQUEST), (&crate::hostile::photo_with_place(), StatusCode::SEE_OTHER)] {
        let form = multipart(&[("act", b"logo", None), ("logo", bytes, Some("logo.png"))]);
        assert_eq!(administrator.post_raw("/admin", MULTIPART, form).await.status, status);
    }
    assert!(centre.visitor().page("/wendle").await.contains("src=\"/wendle/logo\""));
    let logo = centre.visitor().page("/wendle/logo").await;
    assert!(logo.contains("JFIF") && !logo.contains("Exif"));
    assert!(!centre.visitor().page("/oxmoor").await.contains("/logo\""));
    administrator.done("/admin", &[("act", "no_logo")]).await;
    assert!(!centre.visitor().page("/wendle").await.contains("/wendle/logo"));
}

async fn staff_and_teams(centre: Centre) {
    let mut administrator = centre.staff("administrator", "wendle").await;
    administrator.done("/admin", &[("act", "team"), ("id", "parks"), ("name", "Parks & gardens"), ("name_cy", "Parciau")]).await;
    let new = [("act", "staff"), ("name", "Iolo Ŵyn"), ("email", "iolo@wendle.example"), ("role", "team_lead"), ("team", "parks")];
    administrator.done("/admin", &new).await;
    assert_eq!(administrator.post("/admin", &new).await.status, StatusCode::CONFLICT, "an address belongs to one person");
    let page = administrator.page("/admin").await;
    assert!(page.contains("Parks &#38; gardens") && page.contains("Iolo Ŵyn"), "{page}");
    let row = page.split("iolo@wendle.example").nth(1).expect("a row");
    let id = between(row, "name=\"staff\" value=\"", "\"").to_owned();
    let shown = administrator.post("/admin", &[("act", "link"), ("staff", &id)]).await;
    let link = between(&shown.body, "id=\"link\">http://centre.test", "<").to_owned();
    let mut lead = centre.visitor();
    assert_eq!(lead.get(&link).await.status, StatusCode::SEE_OTHER);
    assert!(lead.page("/requests").await.contains("Parks &#38; gardens"));
    assert_eq!(centre.visitor().get(&link).await.status, StatusCode::BAD_REQUEST, "it works once");
    administrator.done("/admin", &[("act", "leave"), ("staff", &id)]).await;
    assert!(lead.get("/requests").await.to.starts_with("/sign-in"));
    assert_eq!(administrator.post("/admin", &[("act", "link"), ("staff", &id)]).await.status, StatusCode::NOT_FOUND);
    // The demonstration's authorities have every team that their services name.
    for authority in ["loxshire", "oxmoor", "wendle", "loxshire-police"] {
        assert!(!centre.staff("administrator", authority).await.page("/admin").await.contains("lost-teams"), "{authority}");
    }
    // Another authority's staff cannot be touched.
    let mut other = centre.staff("administrator", "oxmoor").await;
    assert_eq!(other.post("/admin", &[("act", "return"), ("staff", &id)]).await.status, StatusCode::NOT_FOUND);
}
