//! Finding people, and one person's page: details, contacts, requests, and who read about them.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use model::{Lang, PersonId};
use serde::Deserialize;

use super::store::find;
use super::{Details, Person, note_reads, read, reads, store};
use crate::app::App;
use crate::contacts;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::day_and_time;
use crate::platform::{Error, Page, Result};
use crate::requests::{self, store::list::Filter};
use crate::resident::{read_details, see};
use crate::staff::{Act, SignedIn, staff_page, store::members};

/// What was typed, and what was just done.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    page: Page,
    typed: String,
    found: Vec<Person>,
    n: i64,
}

/// `GET /people`. Each person who is shown was read, and the record says so.
pub async fn list(State(app): State<App>, who: SignedIn, Query(asked): Query<Asked>) -> Result<Response> {
    who.may(Act::ReadPeople)?;
    let found = find_and_record(&app, &who, &asked.q, "search").await?;
    let n = find::count(&app.db, &who.scope()).await?;
    html(&ListPage { page: staff_page(&app, &who, "/people", "People")?, typed: asked.q, found, n })
}

/// Finds people, and puts each reading on the record.
pub async fn find_and_record(app: &App, who: &SignedIn, typed: &str, why: &'static str) -> Result<Vec<Person>> {
    let scope = who.scope();
    let found = find::find(&app.db, &scope, typed).await?;
    note_reads(&app.db, &scope, found.iter().map(|person| person.id.clone()).collect(), why).await?;
    Ok(found)
}

struct Past {
    when: String,
    words: String,
    href: String,
}

#[derive(Template)]
#[template(path = "people/one.html")]
struct OnePage {
    page: Page,
    person: Person,
    contacts: Vec<Past>,
    requests: Vec<Past>,
    reads: Vec<Past>,
    parts: Vec<Person>,
    others: Vec<Person>,
    typed: String,
    may_merge: bool,
    wrong: String,
}

/// `GET /people/{id}`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    who.may(Act::ReadPeople)?;
    show(&app, &who, &PersonId::from(id), asked, String::new(), None).await
}

async fn show(app: &App, who: &SignedIn, id: &PersonId, asked: Asked, wrong: String, typed: Option<Details>) -> Result<Response> {
    let scope = who.scope();
    let mut person = read(&app.db, &scope, id, "page").await?;
    let parts = find::parts_of(&app.db, &scope, id).await?;
    note_reads(&app.db, &scope, parts.iter().map(|part| part.id.clone()).collect(), "page").await?;
    let staff = members(&app.db, &scope).await?;
    let (mut past_contacts, mut past_requests) = (Vec::new(), Vec::new());
    for one in std::iter::once(&person.id).chain(parts.iter().map(|part| &part.id)) {
        for contact in contacts::store::of_person(&app.db, &scope, one, 20).await? {
            let words = format!("{} · {}", contact.channel, contact.disposition.as_deref().unwrap_or("open"));
            past_contacts.push(Past { when: day_and_time(Lang::En, contact.started_at), words, href: format!("/desk/{}", contact.id) });
        }
        let filter = Filter { person: Some(one.to_string()), ..Filter::readable_by(who) };
        for request in requests::store::list::page(&app.db, &scope, &filter).await? {
            let words =
                format!("{} {} · {}", request.reference, request.summary, request.outcome.map_or(request.state.words(), |outcome| outcome.words()));
            past_requests.push(Past { when: day_and_time(Lang::En, request.created_at), words, href: format!("/requests/{}", request.id) });
        }
    }
    let reads = reads(&app.db, &scope, id).await?.into_iter().map(|read| {
        let reader = read.actor.strip_prefix("staff:").and_then(|id| staff.iter().find(|member| member.id.as_str() == id));
        Past { when: reader.map_or("The centre", |member| &member.name).to_owned(), words: read.words(Lang::En), href: String::new() }
    });
    let mut page = staff_page(
        app,
        who,
        "/people",
        if person.details.name.is_empty() { "Person without a name".to_owned() } else { person.details.name.clone() },
    )?;
    page.flash = Some(asked.done).filter(|done| !done.is_empty());
    page.error = !wrong.is_empty();
    let others = if asked.q.is_empty() { Vec::new() } else { find_and_record(app, who, &asked.q, "merge").await? };
    if let Some(typed) = typed {
        person.details = typed;
    }
    html(&OnePage {
        contacts: past_contacts,
        requests: past_requests,
        reads: reads.collect(),
        parts,
        others: others.into_iter().filter(|other| other.id != person.id).collect(),
        typed: asked.q,
        may_merge: who.role.may(Act::MergePeople),
        person,
        wrong,
        page,
    })
}

/// `POST /people/{id}`: changes details, merges, or parts.
pub async fn act(State(app): State<App>, who: SignedIn, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    who.may(Act::ReadPeople)?;
    let (id, scope) = (PersonId::from(id), who.scope());
    let done = match fields.get("act") {
        "change" => {
            let (mut details, errors) = read_details(&fields, Lang::En, false, app.clock.now().date());
            let short = |name: &str, most: usize| fields.get(name).chars().take(most).collect::<String>();
            (details.address, details.postcode, details.needs) = (short("address", 300), short("postcode", 10), short("needs", 300));
            if let Some((_, wrong)) = errors.into_iter().next() {
                return show(&app, &who, &id, Asked { q: String::new(), done: String::new() }, wrong, Some(details)).await;
            }
            let edition: i64 = fields.get("edition").parse().map_err(|_| Error::Bad("The form was not whole. Go back and try again.".to_owned()))?;
            let changed = id.clone();
            app.db.write(move |tx| Box::pin(async move { find::change(tx, &scope, &changed, edition, &details).await })).await?;
            "Details kept"
        }
        "merge" => {
            who.may(Act::MergePeople)?;
            let (from, into) = (PersonId::from(fields.get("other")), id.clone());
            app.db.write(move |tx| Box::pin(async move { find::merge(tx, &scope, &from, &into).await })).await?;
            "Merged: both are shown here until you part them"
        }
        "part" => {
            who.may(Act::MergePeople)?;
            let other = PersonId::from(fields.get("other"));
            app.db.write(move |tx| Box::pin(async move { find::part(tx, &scope, &other).await })).await?;
            "Parted again"
        }
        _ => return Err(Error::NotFound),
    };
    let query = serde_urlencoded::to_string([("done", done)]).unwrap_or_default();
    Ok(see(format!("/people/{id}?{query}")))
}

/// `POST /people`: makes a person.
pub async fn create(State(app): State<App>, who: SignedIn, fields: Fields) -> Result<Response> {
    who.may(Act::ReadPeople)?;
    let (details, errors) = read_details(&fields, Lang::En, false, app.clock.now().date());
    if let Some((_, wrong)) = errors.into_iter().next() {
        return Err(Error::Bad(wrong));
    }
    if details.is_empty() {
        return Err(Error::Bad("Write a name, a phone number or an email address first. Nobody was added.".to_owned()));
    }
    let scope = who.scope();
    let id = app.db.write(move |tx| Box::pin(async move { store::find_or_create(tx, &scope, &details).await })).await?;
    Ok(see(format!("/people/{id}")))
}
