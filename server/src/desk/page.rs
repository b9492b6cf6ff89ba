//! The desk's pages: what is open, and one contact with its person, its questions and what is known.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use model::{ContactId, Lang};
use serde::Deserialize;

use super::cause::{self, CAUSES, Earlier};
use crate::app::App;
use crate::contacts::store as contacts;
use crate::contacts::{Contact, Question};
use crate::knowledge::{self, Found};
use crate::people::{self, Person};
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::clock_time;
use crate::platform::{Error, Page, Result};
use crate::staff::{Act, SignedIn, staff_page};

/// What a contact's page is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words for services and articles.
    pub q: String,
    /// Words for people.
    pub person: String,
    /// What was just done.
    pub done: String,
}

/// An open contact in the list at the left.
pub struct Open {
    /// Its id.
    pub id: ContactId,
    /// Its channel and when it began.
    pub words: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

#[derive(Template)]
#[template(path = "desk/desk.html")]
struct DeskPage {
    page: Page,
    open: Vec<Open>,
}

/// The agent's open contacts.
pub async fn open_of(app: &App, who: &SignedIn, current: Option<&ContactId>) -> Result<Vec<Open>> {
    let open = contacts::open_of(&app.db, &who.scope(), &who.staff).await?;
    Ok(open
        .into_iter()
        .map(|contact| Open {
            words: format!("{} since {}", contact.channel, clock_time(contact.started_at)),
            current: Some(&contact.id) == current,
            id: contact.id,
        })
        .collect())
}

/// `GET /desk`.
pub async fn desk(State(app): State<App>, who: SignedIn) -> Result<Response> {
    who.may(Act::HandleContacts)?;
    html(&DeskPage { page: staff_page(&app, &who, "/desk", "Desk")?, open: open_of(&app, &who, None).await? })
}

/// The person of a contact, as the panel at the right shows them.
pub struct Panel {
    /// Who speaks.
    pub person: Option<Person>,
    /// For whom.
    pub represented: Option<Person>,
}

/// What caused a contact.
struct Caused {
    kind: &'static str,
    words: String,
    /// The thing itself: words and address.
    thing: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "desk/contact.html")]
struct ContactPage {
    page: Page,
    contact: Contact,
    open: Vec<Open>,
    questions: Vec<Question>,
    found: Vec<Found>,
    /// The search's id, which what is followed carries.
    from: String,
    people: Vec<Person>,
    panel: Panel,
    asked: Asked,
    causes: [(&'static str, &'static str); 6],
    earlier: Vec<Earlier>,
    caused: Option<Caused>,
    /// What is wrong with what was sent, and the field it is about.
    wrong: (String, &'static str),
    /// What was sent with it: nothing typed is lost.
    typed: Fields,
    dispositions: [(&'static str, &'static str); 6],
}

/// How a contact can end.
pub const DISPOSITIONS: [(&str, &str); 6] = [
    ("completed", "Done"),
    ("transferred", "Passed to a colleague"),
    ("callback", "We ring back"),
    ("cut_off", "Cut off"),
    ("wrong_number", "Wrong number"),
    ("abusive", "Ended because of abuse"),
];

/// Reads who speaks in a contact, and puts the reading on the record.
pub async fn panel(app: &App, who: &SignedIn, contact: &Contact) -> Result<Panel> {
    let read = async |id: &Option<model::PersonId>| match id {
        Some(id) => people::read(&app.db, &who.scope(), id, "contact").await.map(Some).or_else(|error| match error {
            Error::NotFound => Ok(None),
            error => Err(error),
        }),
        None => Ok(None),
    };
    Ok(Panel { person: read(&contact.person).await?, represented: read(&contact.represented).await? })
}

/// `GET /desk/{contact}`.
pub async fn contact(State(app): State<App>, who: SignedIn, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    who.may(Act::HandleContacts)?;
    let contact = contacts::by_id(&app.db, &who.scope(), &ContactId::from(id)).await?;
    show(&app, &who, contact, asked, Fields::default(), (String::new(), "")).await
}

/// The page of a contact; perhaps with what was just typed and what is wrong with it.
pub async fn show(app: &App, who: &SignedIn, contact: Contact, asked: Asked, typed: Fields, wrong: (String, &'static str)) -> Result<Response> {
    let scope = who.scope();
    let authority = app.authority(&who.authority)?;
    let people = if asked.person.is_empty() { Vec::new() } else { people::find_and_record(app, who, &asked.person, "contact").await? };
    let mut page = staff_page(app, who, "/desk", "Contact")?.with(&["desk.js"], &[]);
    let earlier = if contact.ended_at.is_none() { cause::earlier(app, who, &contact).await? } else { Vec::new() };
    let caused = match &contact.cause {
        Some(cause) => {
            let kind = CAUSES.iter().find(|(kind, _)| *kind == cause.kind).map_or("Something else", |(_, words)| words);
            let thing = match &cause.what {
                Some(link) => cause::shown(app, who, link).await?,
                None => None,
            };
            Some(Caused { kind, words: cause.words.clone(), thing })
        }
        None => None,
    };
    page.error = !wrong.0.is_empty();
    let found = knowledge::find(app, &authority, Lang::En, &asked.q, true);
    let from = knowledge::note(app, scope.clone(), "desk", &asked.q, found.len(), Some(contact.id.clone())).await?;
    page.flash = Some(asked.done.clone()).filter(|done| !done.is_empty());
    html(&ContactPage {
        open: open_of(app, who, Some(&contact.id)).await?,
        questions: contacts::questions(&app.db, &scope, &contact.id).await?,
        found,
        from,
        wrong,
        typed,
        people,
        panel: panel(app, who, &contact).await?,
        contact,
        asked,
        causes: CAUSES,
        earlier,
        caused,
        dispositions: DISPOSITIONS,
        page,
    })
}
