//! What an agent does with a contact besides the script.

use axum::extract::{Path, State};
use axum::response::Response;
use model::{ContactId, Lang, PersonId};

use super::page::DISPOSITIONS;
use crate::app::App;
use crate::contacts::store as contacts;
use crate::contacts::{NewContact, Question};
use crate::knowledge;
use crate::people;
use crate::platform::form::Fields;
use crate::platform::{Error, Result};
use crate::resident::{draft, read_details, see};
use crate::staff::{Act, SignedIn};

/// The channels on which an agent can begin a contact by hand.
const CHANNELS: [&str; 4] = ["phone", "desk", "letter", "email"];
/// The longest notes, in characters.
const NOTES_MAX: usize = 20_000;

/// `POST /desk`: begins a contact.
pub async fn begin(State(app): State<App>, who: SignedIn, fields: Fields) -> Result<Response> {
    who.may(Act::HandleContacts)?;
    let channel = CHANNELS.into_iter().find(|channel| *channel == fields.get("channel")).unwrap_or("phone");
    let new = NewContact {
        channel: channel.to_owned(),
        direction: "in",
        staff: Some(who.staff.clone()),
        started_at: app.clock.now(),
        notes: String::new(),
    };
    let scope = who.scope();
    let id = app.db.write(move |tx| Box::pin(async move { contacts::start(tx, &scope, &new).await })).await?;
    Ok(see(format!("/desk/{id}")))
}

fn missing(what: &str) -> Error {
    Error::Bad(format!("{what} Nothing was changed."))
}

/// `POST /desk/{contact}`: one act, by the form's `act`.
pub async fn act(State(app): State<App>, who: SignedIn, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    who.may(Act::HandleContacts)?;
    let scope = who.scope();
    let contact = contacts::by_id(&app.db, &scope, &ContactId::from(id)).await?;
    let (here, id) = (format!("/desk/{}", contact.id), contact.id.clone());
    let act = fields.get("act");
    if contact.ended_at.is_some() && act != "notes" {
        return Err(Error::Conflict("This contact has ended. Begin a new one.".to_owned()));
    }
    match act {
        "notes" => {
            let notes: String = fields.get("notes").chars().take(NOTES_MAX).collect();
            app.db.write(move |tx| Box::pin(async move { contacts::set_notes(tx, &scope, &id, &notes).await })).await?;
        }
        "person" | "represented" => {
            let chosen = PersonId::from(fields.get("person"));
            let is_person = act == "person";
            app.db
                .write(move |tx| {
                    Box::pin(async move {
                        people::store::peek_in(tx, &scope, &chosen).await?;
                        let (person, represented) =
                            if is_person { (Some(&chosen), contact.represented.as_ref()) } else { (contact.person.as_ref(), Some(&chosen)) };
                        contacts::set_people(tx, &scope, &id, person, represented).await
                    })
                })
                .await?;
        }
        "anonymous" => app.db.write(move |tx| Box::pin(async move { contacts::set_people(tx, &scope, &id, None, None).await })).await?,
        "new_person" => {
            let (mut details, errors) = read_details(&fields, Lang::En, false, app.clock.now().date());
            if let Some((_, wrong)) = errors.into_iter().next() {
                return Err(Error::Bad(format!("{wrong}. Nobody was added. Go back: what you typed is still there.")));
            }
            details.address = fields.get("address").chars().take(300).collect();
            if details.is_empty() {
                return Err(missing("Write a name, a phone number or an email address first."));
            }
            let represented = fields.get("as") == "represented";
            app.db
                .write(move |tx| {
                    Box::pin(async move {
                        let made = people::find_or_create(tx, &scope, &details).await?;
                        let (person, other) =
                            if represented { (contact.person.as_ref(), Some(&made)) } else { (Some(&made), contact.represented.as_ref()) };
                        contacts::set_people(tx, &scope, &id, person, other).await
                    })
                })
                .await?;
        }
        "service" => {
            let service = app.library().catalogue.service(fields.get("service")).cloned().ok_or(Error::NotFound)?;
            if !app.authority(&who.authority)?.gives(&service) {
                return Err(Error::NotFound);
            }
            let channel = CHANNELS.into_iter().find(|channel| *channel == contact.channel).unwrap_or("phone");
            let form = draft::begin(&app, &scope, &service, Lang::En, channel, Some(id)).await?;
            return Ok(see(format!("{here}/form/{form}")));
        }
        "article" => {
            let article = fields.get("article").to_owned();
            if app.library().catalogue.article(&article).is_none() {
                return Err(Error::NotFound);
            }
            let helped = fields.get("helped") == "yes";
            app.db
                .write(move |tx| {
                    Box::pin(async move {
                        knowledge::store::helped(tx, &scope, &contact.channel, &article, helped, Some(&id)).await?;
                        if !helped {
                            return Ok(());
                        }
                        let question =
                            Question { service: None, article: Some(article), outcome: "resolved".to_owned(), request: None, words: String::new() };
                        contacts::add_question(tx, &scope, &id, &question).await
                    })
                })
                .await?;
        }
        "end" => return end(&app, &who, contact, &fields).await,
        _ => return Err(Error::NotFound),
    }
    Ok(see(here))
}

/// Ends a contact: how, what caused it, and whether everything was settled.
async fn end(app: &App, who: &SignedIn, contact: crate::contacts::Contact, fields: &Fields) -> Result<Response> {
    let known = |list: &[(&'static str, &str)], name: &str| list.iter().find(|(key, _)| *key == fields.get(name)).map(|(key, _)| *key);
    let disposition = known(&DISPOSITIONS, "disposition").ok_or_else(|| missing("Say how the contact ended."))?;
    let resolved = match fields.get("resolved") {
        "yes" => true,
        "no" => false,
        _ => return Err(missing("Say whether everything was settled.")),
    };
    let cause = super::cause::chosen(app, who, fields).await?;
    let notes: String = fields.get("notes").chars().take(NOTES_MAX).collect();
    let scope = who.scope();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let now = tx.now;
                if !notes.is_empty() {
                    contacts::set_notes(tx, &scope, &contact.id, &notes).await?;
                }
                contacts::set_cause(tx, &scope, &contact.id, &cause).await?;
                contacts::end(tx, &scope, &contact.id, now, disposition, Some(resolved)).await
            })
        })
        .await?;
    Ok(see("/desk".to_owned()))
}
