//! What an agent does with a contact besides the script.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::{ContactId, Lang, PersonId};

use super::page::{self, DISPOSITIONS};
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
            if contact.staff.as_ref() != Some(&who.staff) {
                return Err(Error::Conflict("These are a colleague's notes, so they were not changed. Begin a contact of your own.".to_owned()));
            }
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
            details.address = fields.get("address").chars().take(300).collect();
            let wrong = match errors.into_iter().next() {
                Some((field, wrong)) => Some((wrong, if field == "email" { "email" } else { "phone" })),
                None => details.is_empty().then(|| ("Write a name, a phone number or an email address".to_owned(), "name")),
            };
            if let Some(wrong) = wrong {
                return Ok(bad(page::show(&app, &who, contact, page::Asked::default(), fields, wrong).await?));
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
            if let Some(search) = fields.given("search") {
                let (scope, search, what) = (scope.clone(), search.to_owned(), format!("service:{}", service.id));
                app.db.write(move |tx| Box::pin(async move { knowledge::store::follow(tx, &scope, &search, &what).await })).await?;
            }
            let form = draft::begin(&app, &scope, &service, Lang::En, channel, Some(id)).await?;
            return Ok(see(format!("{here}/form/{form}")));
        }
        "article" => {
            let article = fields.get("article").to_owned();
            if app.library().catalogue.article(&article).is_none() {
                return Err(Error::NotFound);
            }
            let helped = fields.get("helped") == "yes";
            let search = fields.given("search").map(str::to_owned);
            app.db
                .write(move |tx| {
                    Box::pin(async move {
                        knowledge::store::helped(tx, &scope, &contact.channel, &article, helped, Some(&id), search.as_deref()).await?;
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
        "end" => return end(&app, &who, contact, fields).await,
        _ => return Err(Error::NotFound),
    }
    Ok(see(here))
}

/// A page that says what is wrong.
fn bad(page: Response) -> Response {
    (StatusCode::BAD_REQUEST, page).into_response()
}

/// Ends a contact: how, what caused it, and whether everything was settled.
async fn end(app: &App, who: &SignedIn, contact: crate::contacts::Contact, fields: Fields) -> Result<Response> {
    let wrong = |words: &str, field| (words.to_owned(), field);
    let disposition = DISPOSITIONS.iter().map(|(key, _)| *key).find(|key| *key == fields.get("disposition"));
    let resolved = match fields.get("resolved") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let cause = super::cause::chosen(app, who, &fields).await;
    let (disposition, resolved, cause) = match (disposition, resolved, cause) {
        (Some(disposition), Some(resolved), Ok(cause)) => (disposition, resolved, cause),
        (_, _, Err(Error::Bad(words))) => {
            return Ok(bad(page::show(app, who, contact, page::Asked::default(), fields, (words, "cause")).await?));
        }
        (_, _, Err(error)) => return Err(error),
        (None, _, _) => {
            return Ok(bad(page::show(app, who, contact, page::Asked::default(), fields, wrong("Say how the contact ended", "disposition")).await?));
        }
        (_, None, _) => {
            return Ok(bad(
                page::show(app, who, contact, page::Asked::default(), fields, wrong("Say whether everything is settled", "resolved")).await?
            ));
        }
    };
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
