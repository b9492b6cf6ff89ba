//! Who has read a person's details, as the person and staff are told: one line for each reason, reader and day.

use model::{Lang, Millis, PersonId};

use crate::platform::words::{day_and_time, say};
use crate::platform::{Db, Result, Scope, record};

/// How many readings are looked at.
const ENTRIES_MAX: i64 = 500;

/// Readings of one reader on one day for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The reader as the record keeps it: `staff:ID`, `system`.
    pub actor: String,
    /// Why: `contact`, `request`, `search`, `page`, `merge`, `outbox`, `passed_on`.
    pub why: String,
    /// When last.
    pub last: Millis,
    /// How often.
    pub times: usize,
}

impl Read {
    /// The reason, the last time and how often, in words.
    pub fn words(&self, lang: Lang) -> String {
        let why = say(lang, &format!("read-{}", self.why.replace('_', "-")), &[]);
        let when = day_and_time(lang, self.last);
        if self.times == 1 {
            format!("{why}: {when}")
        } else {
            say(lang, "read-times", &[("why", &why), ("when", &when), ("n", &self.times.to_string())])
        }
    }
}

/// The readings of a person's details, newest first.
pub async fn reads(db: &Db, scope: &Scope, person: &PersonId) -> Result<Vec<Read>> {
    let mut reads: Vec<Read> = Vec::new();
    for entry in
        record::about(db.read(), &scope.authority, person.as_str(), ENTRIES_MAX).await?.into_iter().filter(|entry| entry.kind == "person.read")
    {
        let facts: serde_json::Value = serde_json::from_str(&entry.facts)?;
        let why = facts["why"].as_str().unwrap_or("page").to_owned();
        let same = |read: &&mut Read| read.actor == entry.actor && read.why == why && read.last.date() == entry.at.date();
        match reads.iter_mut().find(same) {
            Some(read) => read.times += 1,
            None => reads.push(Read { actor: entry.actor, why, last: entry.at, times: 1 }),
        }
    }
    Ok(reads)
}

/// Puts it on the record that people's details were shown, each once; `why` is one of the reasons of [`Read`].
pub async fn note_reads(db: &Db, scope: &Scope, people: Vec<PersonId>, why: &'static str) -> Result<()> {
    let people: std::collections::BTreeSet<String> = people.into_iter().map(|person| person.to_string()).collect();
    if people.is_empty() {
        return Ok(());
    }
    let scope = scope.clone();
    db.write(move |tx| {
        Box::pin(async move {
            for person in people {
                tx.record(&scope, "person.read", &person, serde_json::json!({ "why": why }));
            }
            Ok(())
        })
    })
    .await
}
