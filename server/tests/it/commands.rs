//! The program's commands, run as programs run them: what they print, and their exit codes.

use std::process::{Command, Output};

use crate::kill::{ask, send};
use crate::support::{Centre, both_databases, report, root};

both_databases!(commands_beside_a_running_centre, nothing_is_made_by_a_slip);

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn commands_beside_a_running_centre(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "Before the import", &[]).await;
    let (file, mapping) = (centre.folder.path().join("old.csv"), centre.folder.path().join("map.toml"));
    std::fs::write(&file, "id,made,ended,type\nA1,2026-03-02,2026-03-03,Noise\nA1,2026-03-02,,Noise\n").expect("written");
    std::fs::write(&mapping, "[columns]\nexternal_id = \"id\"\ncreated = \"made\"\nclosed = \"ended\"\nservice = \"type\"\nsummary = [\"type\"]\n")
        .expect("written");
    let (file, mapping) = (file.display().to_string(), mapping.display().to_string());
    let import = ["import", "requests", &file, "--authority", "oxmoor", "--mapping", &mapping];
    let refused = centre.run(&import);
    assert!(refused.status.code() == Some(2) && said(&refused).contains("Nothing was imported."), "{}", said(&refused));
    let taken = centre.run(&[&import[..], &["--keep-good", "--json"]].concat());
    let told: serde_json::Value = serde_json::from_slice(&taken.stdout).expect("JSON");
    assert_eq!((taken.status.code(), &told["imported"], &told["bad"][0]["row"]), (Some(2), &1.into(), &3.into()), "{told}");
    // The centre goes on writing after another process wrote to its record.
    report(&mut resident, "After the import", &[]).await;
    let verified = centre.run(&["record", "verify", "--json"]);
    assert!(verified.status.success() && !said(&verified).contains("\"seq\""), "{}", said(&verified));

    // The command says what the page says.
    let csv = centre.staff("agent", "oxmoor").await.page("/performance.csv?from=2026-03-01&to=2026-03-31").await;
    let kpis = centre.run(&["kpi", "--from", "2026-03-01", "--to", "2026-03-31", "--authority", "oxmoor", "--json"]);
    let lines = String::from_utf8_lossy(&kpis.stdout).into_owned();
    let mut n = 0;
    for line in lines.lines() {
        let told: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let row = csv.lines().find(|row| row.starts_with(&format!("{},all,", told["kpi"].as_str().expect("an id")))).expect("a row");
        let value = told["value"].as_f64().map_or_else(String::new, |value| format!("{value:.4}"));
        assert!(row.contains(&format!(",{value},")) && row.contains(&format!(",{},", told["n"])), "{row} is not {told}");
        n += 1;
    }
    assert_eq!(n, kpi::all().len(), "{lines}");

    sqlx::query("UPDATE record SET actor = 'staff:somebody-else' WHERE authority = 'oxmoor' AND seq = 2")
        .execute(centre.app.db.read())
        .await
        .expect("somebody changes it");
    let broken = centre.run(&["record", "verify"]);
    assert!(broken.status.code() == Some(2) && said(&broken).contains("BROKEN at entry 2"), "{}", said(&broken));
}

async fn nothing_is_made_by_a_slip(centre: Centre) {
    let slip = centre.folder.path().join("daat");
    for arguments in [&["record", "verify"][..], &["kpi", "--from", "2026-03-01", "--to", "2026-03-31"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_answerable")).current_dir(root()).args(arguments).arg("--data").arg(&slip).output();
        let output = output.expect("it runs");
        assert!(output.status.code() == Some(1) && said(&output).contains("there is no centre in"), "{}", said(&output));
    }
    assert!(!slip.exists());
    let good = centre.run(&["check", "catalogue"]);
    assert!(good.status.code() == Some(2) || said(&good).contains("unexpected argument"), "check takes no database: {}", said(&good));
    let check =
        |path: &std::path::Path| Command::new(env!("CARGO_BIN_EXE_answerable")).current_dir(root()).arg("check").arg(path).output().expect("it runs");
    assert!(check("catalogue".as_ref()).status.success());
    let broken = centre.folder.path().join("catalogue/council");
    std::fs::create_dir_all(&broken).expect("a folder");
    std::fs::write(broken.join("lost-bin.toml"), "titel = \"Lost bin\"\n").expect("written");
    let output = check(&centre.folder.path().join("catalogue"));
    assert!(output.status.code() == Some(2) && said(&output).contains("did you mean \"title\"?"), "{}", said(&output));
}

/// A demonstration that is started, stopped in order and started again on the same folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demonstration_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pages = Vec::new();
    for _ in 0..2 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_answerable"));
        command.current_dir(root()).args(["demo", "--port", "0", "--no-open", "--data"]).arg(folder.path());
        let mut child = command.stdout(std::process::Stdio::piped()).spawn().expect("it starts");
        let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("its words")));
        let mut address = String::new();
        for line in lines {
            let line = line.expect("text");
            if let Some((_, base)) = line.split_once("is at http://") {
                address = base.trim().to_owned();
            }
            if line.contains("demo-access.json") {
                break;
            }
        }
        if pages.is_empty() {
            pages.push(send(&address).await.expect("it is acknowledged"));
        }
        let (status, _, _) = ask(&address, "GET", &pages[0], "").await.expect("it answers");
        assert_eq!(status, 200, "what was sent is there");
        let access: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(folder.path().join("demo-access.json")).expect("a file")).expect("JSON");
        assert!(access["base"] == format!("http://{address}") && access["tokens"].as_array().is_some_and(|tokens| tokens.len() == 4), "{access}");
        let people = access["people"].as_array().expect("people");
        for role in ["agent", "supervisor", "team_member", "team_lead", "receptionist", "administrator", "auditor"] {
            assert!(people.iter().any(|person| person["role"] == role), "nobody is {role}");
        }
        let link = people[0]["sign_in"].as_str().expect("a link").trim_start_matches(&format!("http://{address}")).to_owned();
        assert_eq!(ask(&address, "GET", &link, "").await.expect("it answers").0, 303);
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
    }
}
