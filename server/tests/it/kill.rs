//! The server is killed at random moments while residents send requests: what was acknowledged is there, once.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Centre, Dice, postgres_url, root, seed};

/// How often the server is killed on each database.
const KILLS: usize = 200;
/// How many residents send at once.
const RESIDENTS: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    let centre = Centre::sqlite().await;
    kill_and_count(centre).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_postgres() {
    if postgres_url().await.is_some() {
        kill_and_count(Centre::postgres().await.expect("there is one")).await;
    }
}

struct Server {
    child: Child,
    address: String,
}

/// Starts the real program on the centre's database.
fn start(url: &str, folder: &Path) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_answerable"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder).current_dir(root());
    command.arg("--catalogue").arg(folder.join("catalogue"));
    if url.starts_with("postgres") {
        command.args(["--database", url]);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its words")).read_line(&mut line).expect("it says where it serves");
    let address = line.trim().trim_start_matches("Serving on http://").to_owned();
    assert!(address.starts_with("127.0.0.1:"), "{line}");
    Server { child, address }
}

/// One request over a connection of its own: status, where it leads, the body. `None` when the server went away.
pub async fn ask(address: &str, method: &str, path: &str, fields: &str) -> Option<(u16, String, String)> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{fields}",
        fields.len()
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let to = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default().to_owned();
    Some((status, to, body.to_owned()))
}

/// Reports something and gives the address of the page that acknowledges it, if the server lived to say so.
pub async fn send(address: &str) -> Option<String> {
    let (_, form, _) = ask(address, "POST", "/oxmoor/dead-animal", "").await.filter(|(status, _, _)| *status == 303)?;
    ask(address, "POST", &format!("{form}/place"), "place-words=Kill+Lane").await?;
    ask(address, "POST", &format!("{form}/animal"), "animal=wild").await?;
    let (status, to, _) = ask(address, "POST", &format!("{form}/check"), "").await?;
    (status == 303 && to.ends_with("/done")).then_some(to)
}

async fn kill_and_count(centre: Centre) {
    let mut dice = Dice(seed());
    let folder = centre.folder.path().to_owned();
    let url = centre.url.clone();
    // One small catalogue, so that a start is quick.
    std::fs::create_dir_all(folder.join("catalogue/council")).expect("a folder");
    std::fs::copy(root().join("catalogue/council/dead-animal.toml"), folder.join("catalogue/council/dead-animal.toml")).expect("a file");
    let mut acknowledged: Vec<String> = Vec::new();
    for _ in 0..KILLS {
        let mut server = start(&url, &folder);
        let sent = Arc::new(AtomicU64::new(0));
        let mut residents = Vec::new();
        for _ in 0..RESIDENTS {
            let (address, sent) = (server.address.clone(), Arc::clone(&sent));
            residents.push(tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(done) = send(&address).await {
                    sent.fetch_add(1, Ordering::SeqCst);
                    mine.push(done);
                }
                mine
            }));
        }
        // The moment is drawn by what was done, not by a clock: after a few requests, in the middle of others.
        let enough = 1 + dice.roll(8) as u64;
        let nudge = dice.roll(2000);
        while sent.load(Ordering::SeqCst) < enough {
            tokio::task::yield_now().await;
        }
        for _ in 0..nudge {
            tokio::task::yield_now().await;
        }
        server.child.kill().expect("it is killed");
        server.child.wait().expect("it ends");
        for resident in residents {
            acknowledged.extend(resident.await.expect("a resident ends"));
        }
    }
    let mut server = start(&url, &folder);
    let mut references = std::collections::HashSet::new();
    for done in &acknowledged {
        let (status, _, body) = ask(&server.address, "GET", done, "").await.expect("the server answers");
        assert_eq!(status, 200, "{done}");
        let reference = body.split("<strong id=\"reference\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a reference").to_owned();
        assert!(references.insert(reference), "one form, one request");
    }
    server.child.kill().expect("it is killed");
    server.child.wait().expect("it ends");
    println!("{KILLS} kills, {} requests acknowledged", acknowledged.len());
    assert!(acknowledged.len() >= KILLS, "{} requests were acknowledged", acknowledged.len());
    let rows = sqlx::query("SELECT reference FROM request WHERE authority = 'oxmoor' AND place = 'Kill Lane'")
        .fetch_all(centre.app.db.read())
        .await
        .expect("rows");
    let kept: Vec<String> = rows.iter().map(|row| sqlx::Row::try_get(row, 0).expect("a reference")).collect();
    assert!(references.iter().all(|reference| kept.contains(reference)), "an acknowledged request is missing");
    // As many requests as forms that were sent: nothing was made twice, nothing half.
    let forms = centre.number("SELECT COUNT(*) FROM draft WHERE request IS NOT NULL").await;
    assert_eq!((kept.len() as i64, centre.number("SELECT COUNT(*) FROM draft WHERE outcome = ''").await), (forms, 0));
    let verdicts = server::platform::record::verify(centre.app.db.read()).await.expect("the record can be read");
    assert!(verdicts.iter().all(|verdict| verdict.broken.is_none()), "{verdicts:?}");
}
