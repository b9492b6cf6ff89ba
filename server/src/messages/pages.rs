//! The outbox: what waits for a carrier, or in a demonstration what would have been sent.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::Lang;

use super::store;
use crate::app::App;
use crate::people;
use crate::platform::page::html;
use crate::platform::words::day_and_time;
use crate::platform::{Page, Result};
use crate::staff::{Act, SignedIn, staff_page};

/// How many messages the page shows.
const ROWS_MAX: i64 = 200;

struct Row {
    when: String,
    carrier: String,
    to: String,
    subject: String,
    body: String,
}

#[derive(Template)]
#[template(path = "messages/outbox.html")]
struct Outbox {
    page: Page,
    rows: Vec<Row>,
    demo: bool,
}

/// `GET /outbox`. One-time codes and the keys of links are blanked out unless this is a demonstration: they are the resident's alone.
pub async fn outbox(State(app): State<App>, who: SignedIn) -> Result<Response> {
    who.may(Act::ReadOutbox)?;
    let demo = app.settings.demo;
    let sent = store::newest(&app.db, &who.scope(), ROWS_MAX).await?;
    let seen = sent.iter().filter(|sent| !sent.sensitive).filter_map(|sent| sent.person.clone()).collect();
    people::note_reads(&app.db, &who.scope(), seen, "outbox").await?;
    let rows = sent.into_iter().map(|sent| Row {
        when: day_and_time(Lang::En, sent.at),
        carrier: sent.carrier,
        to: if sent.sensitive { String::new() } else { sent.to },
        subject: if sent.sensitive { "About a sensitive request: only its team may read it".to_owned() } else { sent.subject },
        body: match (sent.sensitive, demo) {
            (true, _) => String::new(),
            (false, true) => sent.body,
            (false, false) => without_secrets(&sent.body),
        },
    });
    html(&Outbox { page: staff_page(&app, &who, "/outbox", "Outbox")?, rows: rows.collect(), demo })
}

/// The words without the keys of links and without codes of six digits.
fn without_secrets(body: &str) -> String {
    let blank = |word: &str| {
        let digits = word.trim_end_matches(['.', ',']);
        if digits.len() == 6 && digits.bytes().all(|sign| sign.is_ascii_digit()) {
            return word.replace(digits, "······");
        }
        match word.split_once("key=") {
            Some((before, _)) => format!("{before}key=…"),
            None => word.to_owned(),
        }
    };
    body.lines().map(|line| line.split(' ').map(blank).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn codes_and_keys_are_blanked() {
        let seen = without_secrets("Your code is 123456. It is good.\nFollow http://x/a?key=abc now, ring 01632 960100");
        assert_eq!(seen, "Your code is ······. It is good.\nFollow http://x/a?key=… now, ring 01632 ······");
    }
}
