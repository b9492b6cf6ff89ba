//! The guided script: the service's questions in spoken words, answered by the agent for the person who speaks.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use catalogue::{Step, Value};
use model::{ContactId, Lang};
use serde::Deserialize;

use super::page::{Open, Panel, open_of, panel};
use crate::app::App;
use crate::contacts::Contact;
use crate::contacts::store as contacts;
use crate::places;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::{Error, Page, Result};
use crate::resident::draft::{self, Draft, For};
use crate::resident::field::Field;
use crate::resident::{Line, Near, Told, choose_address, lines, near, same_as, see, told};
use crate::staff::{Act, SignedIn, staff_page};

/// Which question is asked for, when not the next.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    ask: String,
    /// A postcode or the beginning of an address to look up.
    find: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/script.html")]
struct ScriptPage {
    page: Page,
    contact: Contact,
    service_title: String,
    open: Vec<Open>,
    panel: Panel,
    /// The question to ask, unless all is answered.
    field: Option<Field>,
    /// What to tell the person now.
    told: Option<Told>,
    told_key: String,
    lines: Vec<Line>,
    /// What is to be sent.
    outcome: String,
    summary: String,
    number: usize,
    /// What was reported nearby already.
    near: Vec<Near>,
    /// Addresses that were looked up.
    found: Vec<places::Found>,
    sought: Option<String>,
}

async fn open(app: &App, who: &SignedIn, contact: &str, form: &str) -> Result<(Contact, Draft)> {
    who.may(Act::HandleContacts)?;
    let contact = contacts::by_id(&app.db, &who.scope(), &ContactId::from(contact)).await?;
    let draft = draft::load(app, &who.scope(), form).await?;
    if draft.contact.as_ref() != Some(&contact.id) {
        return Err(Error::NotFound);
    }
    Ok((contact, draft))
}

/// `GET /desk/{contact}/form/{form}`.
pub async fn question(
    State(app): State<App>,
    who: SignedIn,
    Path((contact, form)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response> {
    let (contact, draft) = open(&app, &who, &contact, &form).await?;
    if draft.sent.is_some() {
        return Ok(see(format!("/desk/{}", contact.id)));
    }
    let chosen = draft.path().into_iter().find(|ask| ask.id == which.ask);
    let field = match (chosen, draft.step()) {
        (Some(ask), _) | (None, Step::Ask(ask)) => Some(Field::of(ask, &draft.answers, Lang::En)),
        _ => None,
    };
    show(&app, &who, contact, &draft, field, which.find).await
}

async fn show(app: &App, who: &SignedIn, contact: Contact, draft: &Draft, field: Option<Field>, sought: Option<String>) -> Result<Response> {
    let found = match &sought {
        Some(typed) => places::find(&app.db, &who.scope(), typed).await?,
        None => Vec::new(),
    };
    let here = format!("/desk/{}/form/{}", contact.id, draft.secret);
    let mut page = staff_page(app, who, "/desk", draft.service.title.en.clone())?.with(&["desk.js", "map.js"], &[]);
    page.error = field.as_ref().is_some_and(|field| field.error.is_some());
    let mut nearby = Vec::new();
    let (mut tell, mut told_key, mut outcome, mut summary) = (None, String::new(), String::new(), String::new());
    if field.is_none() {
        match draft.step() {
            Step::Tell { key, tell: words } => (tell, told_key) = (Some(told(app, words, Lang::En)), key),
            Step::Outcome(end) => {
                if draft::makes_request(end.kind) {
                    nearby = near(app, &who.scope(), draft, Lang::En).await?;
                }
                tell = end.tell.map(|words| told(app, words, Lang::En));
                (outcome, summary) = (end.kind.as_str().to_owned(), if draft::makes_request(end.kind) { end.summary } else { String::new() });
            }
            Step::Ask(_) => {}
        }
    }
    let number = field.as_ref().and_then(|field| draft.path().iter().position(|ask| ask.id == field.id)).map_or(0, |at| at + 1);
    html(&ScriptPage {
        open: open_of(app, who, Some(&contact.id)).await?,
        panel: panel(app, who, &contact).await?,
        lines: lines(draft, Lang::En, |ask| format!("{here}?ask={ask}")),
        service_title: draft.service.title.en.clone(),
        contact,
        field,
        told: tell,
        told_key,
        outcome,
        summary,
        number,
        near: nearby,
        found,
        sought,
        page,
    })
}

/// `POST /desk/{contact}/form/{form}`: an answer, a notice that was read out, or the end of the script.
pub async fn answer(State(app): State<App>, who: SignedIn, Path((contact, form)): Path<(String, String)>, mut fields: Fields) -> Result<Response> {
    let (contact, mut draft) = open(&app, &who, &contact, &form).await?;
    let (scope, here) = (who.scope(), format!("/desk/{}/form/{form}", contact.id));
    if contact.ended_at.is_some() {
        return Err(Error::Conflict("This contact has ended, so nothing was sent. Begin a new one.".to_owned()));
    }
    if draft.sent.is_some() {
        return Ok(see(format!("/desk/{}", contact.id)));
    }
    let asked = fields.get("ask").to_owned();
    if asked.starts_with("told_") {
        draft::answer(&app, &scope, &mut draft, &asked, Some(Value::Skipped)).await?;
        return Ok(see(here));
    }
    if asked == "send" {
        return finish(&app, &who, contact, &draft, &fields).await;
    }
    let service = std::sync::Arc::clone(&draft.service);
    let ask = service.asks.iter().find(|ask| ask.id == asked).ok_or(Error::NotFound)?;
    if let Some(typed) = fields.given("find") {
        let query = serde_urlencoded::to_string([("ask", ask.id.as_str()), ("find", typed)]).unwrap_or_default();
        return Ok(see(format!("{here}?{query}")));
    }
    choose_address(&app, &scope, ask, &mut fields).await?;
    // Pictures are added by the person themselves, on the page of their request.
    if ask.takes_files() {
        fields.values.remove(&ask.id);
    }
    match catalogue::read_answer(ask, &fields.values, draft.today) {
        Ok(value) => {
            draft::answer(&app, &scope, &mut draft, &ask.id, Some(value)).await?;
            Ok(see(here))
        }
        Err(error) => {
            let field = Field::of(ask, &draft.answers, Lang::En).typed(&fields, &error, Lang::En);
            show(&app, &who, contact, &draft, Some(field), None).await
        }
    }
}

/// Sends the form for the person of the contact.
async fn finish(app: &App, who: &SignedIn, contact: Contact, draft: &Draft, fields: &Fields) -> Result<Response> {
    let scope = who.scope();
    let mut draft = draft.clone();
    if let Some(person) = &contact.person {
        // So that the receipt goes to them; the details are theirs already.
        draft.details = crate::people::store::peek(&app.db, &scope, person).await?.details;
        draft.lang = draft.details.lang;
    }
    let same_as = match fields.given("same_as") {
        Some(id) => same_as(app, &scope, &draft, id).await?,
        None => None,
    };
    let whose = For { person: contact.person.clone(), represented: contact.represented.clone(), same_as, ..For::default() };
    let Some(sent) = draft::send(app, &scope, &draft, whose).await? else {
        return Ok(see(format!("/desk/{}/form/{}", contact.id, draft.secret)));
    };
    let words = sent.reference.unwrap_or_default();
    let done = if words.is_empty() { "Settled".to_owned() } else { format!("Request {words} was made. Tell them the reference.") };
    let query = serde_urlencoded::to_string([("done", done)]).unwrap_or_default();
    Ok(see(format!("/desk/{}?{query}", contact.id)))
}
