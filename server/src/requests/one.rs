//! One request: what was asked, its timeline, and what to do next.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use catalogue::Value;
use model::{AuthorityId, Lang, RequestId, StaffId, TeamId};
use serde::Deserialize;

use super::change::{Change, apply};
use super::incident::{join, leave};
use super::list::age_words;
use super::pass_on::pass_on;
use super::state::{Outcome, State};
use super::store::write::{of_incident, siblings};
use super::store::{self, Event, Request};
use crate::app::App;
use crate::people::{self, Details};
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::day_and_time;
use crate::platform::{Error, Page, Result};
use crate::resident::see;
use crate::staff::{Act, SignedIn, staff_page, store::members};

/// A line of the timeline.
struct Past {
    when: String,
    title: String,
    who: String,
    words: String,
    public: bool,
}

struct Line {
    label: String,
    words: String,
    change: String,
}

#[derive(Template)]
#[template(path = "staff/request.html")]
struct OnePage {
    page: Page,
    request: Request,
    state: &'static str,
    age: String,
    late: bool,
    by: String,
    team: String,
    lines: Vec<Line>,
    files: Vec<String>,
    person: Option<Details>,
    represented: Option<Details>,
    past: Vec<Past>,
    siblings: Vec<(RequestId, String, String)>,
    staff: Vec<(StaffId, String)>,
    teams: Vec<(TeamId, String)>,
    others: Vec<(AuthorityId, String)>,
    may_work: bool,
}

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// A request that this member of staff may read; others look missing.
async fn readable(app: &App, who: &SignedIn, id: &RequestId) -> Result<Request> {
    who.may(Act::ReadRequests)?;
    let request = store::by_id(&app.db, &who.scope(), id).await?;
    if who.may_read_request(&request.team, request.sensitive) { Ok(request) } else { Err(Error::NotFound) }
}

/// `GET /requests/{id}`. The person's details are shown, so the reading goes on the record.
pub async fn one(Shared(app): Shared<App>, who: SignedIn, Path(id): Path<String>, Query(done): Query<Done>) -> Result<Response> {
    let request = readable(&app, &who, &RequestId::from(id)).await?;
    let scope = who.scope();
    let authority = app.authority(&who.authority)?;
    let may_read_people = who.role.may(Act::ReadPeople);
    let person = read_person(&app, &who, request.person.as_ref(), may_read_people).await?;
    let represented = read_person(&app, &who, request.represented.as_ref(), may_read_people).await?;
    let staff = members(&app.db, &scope).await?;
    let name_of =
        |id: &str| staff.iter().find(|member| member.id.as_str() == id).map_or("Somebody who left".to_owned(), |member| member.name.clone());
    let events = store::events(&app.db, &scope, &request.id).await?;
    let past = events.iter().map(|event| told(event, &authority, &name_of)).collect();
    let now = app.clock.now();
    let (age, late) = age_words(request.created_at, request.due_at, request.closed_at, now);
    let lines = lines(&app, &request);
    let files = request.answers.0.values().filter_map(|value| match value {
        Value::Files(files) => Some(files.iter().map(|file| file.id.clone())),
        _ => None,
    });
    let added = events.iter().filter_map(|event| event.data["file"].as_str().map(str::to_owned));
    let mut page = staff_page(&app, &who, "/requests", format!("{} {}", request.reference, request.service_title))?;
    page.flash = Some(done.done).filter(|done| !done.is_empty());
    html(&OnePage {
        state: request.outcome.map_or(request.state.words(), |outcome| outcome.words()),
        age,
        late,
        by: request.due_at.map_or_else(String::new, |due| day_and_time(Lang::En, due)),
        team: authority.team_name(&request.team, Lang::En),
        lines,
        files: files.flatten().chain(added).collect(),
        person,
        represented,
        past,
        siblings: match &request.incident {
            Some(incident) => siblings(&app.db, &scope, incident).await?.into_iter().filter(|(id, _, _)| *id != request.id).collect(),
            None => Vec::new(),
        },
        staff: staff
            .into_iter()
            .filter(|member| member.disabled_at.is_none() && member.role.may(Act::WorkRequests))
            .map(|member| (member.id, member.name))
            .collect(),
        teams: authority.teams.iter().map(|team| (team.id.clone(), team.name.en.clone())).collect(),
        others: app.authorities().values().filter(|other| other.id != who.authority).map(|other| (other.id.clone(), other.name.en.clone())).collect(),
        may_work: who.role.may(Act::WorkRequests),
        request,
        page,
    })
}

async fn read_person(app: &App, who: &SignedIn, id: Option<&model::PersonId>, may: bool) -> Result<Option<Details>> {
    match id.filter(|_| may) {
        Some(id) => match people::read(&app.db, &who.scope(), id, "request").await {
            Ok(person) => Ok(Some(person.details)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        },
        None => Ok(None),
    }
}

/// The answers in words: by the service as it is now, and by their ids where it no longer asks.
fn lines(app: &App, request: &Request) -> Vec<Line> {
    let library = app.library();
    let service = library.catalogue.service(&request.service);
    let label = |id: &str| service.and_then(|service| service.asks.iter().find(|ask| ask.id == id));
    // In the order in which they were asked; what is not asked any more comes last.
    let place = |id: &str| service.and_then(|service| service.asks.iter().position(|ask| ask.id == id)).unwrap_or(usize::MAX);
    let mut given: Vec<(&String, &Value)> = request.answers.0.iter().collect();
    given.sort_by_key(|(id, _)| place(id));
    given
        .into_iter()
        .filter(|(id, _)| !id.starts_with("told_"))
        .map(|(id, value)| match label(id) {
            Some(ask) => Line { label: ask.label.en.clone(), words: catalogue::value_words(ask, value, Lang::En), change: String::new() },
            None => {
                let ask = catalogue::Ask::plain(id, catalogue::AskKind::Text, true);
                Line { label: id.replace('_', " "), words: catalogue::value_words(&ask, value, Lang::En), change: String::new() }
            }
        })
        .collect()
}

fn told(event: &Event, authority: &crate::admin::Authority, name_of: &impl Fn(&str) -> String) -> Past {
    let text = |key: &str| event.data[key].as_str().unwrap_or_default().to_owned();
    let state = || match (Outcome::parse(&text("outcome")), State::parse(&text("state"))) {
        (Some(outcome), _) => outcome.words(),
        (None, Some(state)) => state.words(),
        (None, None) => "",
    };
    let title = match event.kind.as_str() {
        "received" => format!("Received by {}", text("channel")),
        "note" => "Note for colleagues".to_owned(),
        "message" => "Message to the resident".to_owned(),
        "assigned" if event.data["to"].is_null() => "Given back to the team".to_owned(),
        "assigned" => format!("Assigned to {}", name_of(&text("to"))),
        "team" => format!("Moved to {}", authority.team_name(&TeamId::from(text("to")), Lang::En)),
        "state" if event.data["undone"] == true => format!("Undone: {}", state()),
        "state" => state().to_owned(),
        "passed" => format!("Passed to {}, where it is {}; the person agreed", text("name"), text("reference")),
        "comment" => "The resident wrote".to_owned(),
        "photo" => "The resident added a picture".to_owned(),
        "reopened" => "The resident says it is not fixed".to_owned(),
        "partly" => "The resident says it is partly fixed".to_owned(),
        "confirmed" => "The resident says it is fixed".to_owned(),
        "withdrawn" => "Withdrawn by the resident".to_owned(),
        "joined" => "Joined with others about the same thing".to_owned(),
        "left" => "Taken out of those about the same thing".to_owned(),
        other => other.to_owned(),
    };
    let who = match (event.actor_kind.as_str(), &event.actor) {
        ("staff", Some(id)) => name_of(id),
        ("person" | "anonymous", _) => "Resident".to_owned(),
        _ => String::new(),
    };
    Past { when: day_and_time(Lang::En, event.at), title, who, words: event.words.clone(), public: event.public }
}

/// Refuses a change to a team or a person that is not there.
pub async fn who_can(app: &App, who: &SignedIn, change: &Change) -> Result<()> {
    match change {
        Change::Team(team) if !app.authority(&who.authority)?.teams.iter().any(|known| known.id == *team) => {
            Err(Error::Bad("There is no such team. Nothing was changed.".to_owned()))
        }
        Change::Assign(Some(staff)) => {
            let there = members(&app.db, &who.scope()).await?;
            let works = there.iter().any(|member| member.id == *staff && member.disabled_at.is_none() && member.role.may(Act::WorkRequests));
            if works { Ok(()) } else { Err(Error::Bad("There is nobody like that here. Nothing was changed.".to_owned())) }
        }
        _ => Ok(()),
    }
}

/// Reads what a form asks for.
pub fn change_of(fields: &Fields, who: &SignedIn) -> Result<Change> {
    let words = || fields.given("words").map(|words| words.chars().take(4000).collect::<String>());
    let need = |what: &str| Error::Bad(format!("Write {what} first. Nothing was changed."));
    Ok(match fields.get("act") {
        "note" => Change::Note(words().ok_or_else(|| need("the note"))?),
        "message" => Change::Message(words().ok_or_else(|| need("the message"))?),
        "take" => Change::Assign(Some(who.staff.clone())),
        "assign" => Change::Assign(fields.given("staff").map(StaffId::from)),
        "team" => Change::Team(TeamId::from(fields.given("team").ok_or_else(|| need("the team"))?)),
        "state" => Change::State(State::parse(fields.get("state")).filter(|state| *state != State::Done).ok_or_else(|| need("the state"))?),
        "fixed" => Change::Done(Outcome::Fixed, words()),
        "not_fixed" => Change::Done(Outcome::NotFixed, Some(words().ok_or_else(|| need("why it is not done, for the resident,"))?)),
        "not_ours" => Change::Done(Outcome::NotOurs, Some(words().ok_or_else(|| need("whose it is, for the resident,"))?)),
        _ => return Err(Error::Bad("Choose what to do. Nothing was changed.".to_owned())),
    })
}

/// `POST /requests/{id}`: one change; with `whole` to every request of the incident, each told for itself.
pub async fn act(Shared(app): Shared<App>, who: SignedIn, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    who.may(Act::WorkRequests)?;
    let request = readable(&app, &who, &RequestId::from(id)).await?;
    let edition: i64 = fields.get("edition").parse().map_err(|_| Error::Bad("The form was not whole. Go back and try again.".to_owned()))?;
    let here = format!("/requests/{}", request.id);
    let scope = who.scope();
    if fields.get("act") == "join" {
        let other = store::by_reference(&app.db, &scope, fields.get("reference")).await.ok();
        let other = other.filter(|other| who.may_read_request(&other.team, other.sensitive) && other.id != request.id);
        let other = other.ok_or_else(|| Error::Bad("There is no other request with this reference. Nothing was changed.".to_owned()))?;
        app.db.write(move |tx| Box::pin(async move { join(tx, &scope, &other.id, &request.id).await })).await?;
        return Ok(see(format!("{here}?done=Joined")));
    }
    if fields.get("act") == "leave" {
        app.db.write(move |tx| Box::pin(async move { leave(tx, &scope, &request.id).await })).await?;
        return Ok(see(format!("{here}?done=Taken+out")));
    }
    if fields.get("act") == "pass" {
        let (to, consent) = (AuthorityId::from(fields.get("to")), fields.get("consent") == "yes");
        let (app_in, id) = (app.clone(), request.id.clone());
        app.db.write(move |tx| Box::pin(async move { pass_on(tx, &app_in, &scope, &id, edition, &to, consent).await })).await?;
        return Ok(see(format!("{here}?done=Passed+on")));
    }
    let change = change_of(&fields, &who)?;
    who_can(&app, &who, &change).await?;
    let done = serde_urlencoded::to_string([("done", change.words())]).unwrap_or_default();
    let whole = fields.get("whole") == "yes";
    let app_in = app.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                apply(tx, &app_in, &scope, &request.id, edition, &change).await?;
                let Some(incident) = request.incident.filter(|_| whole) else { return Ok(()) };
                for other in of_incident(tx, &scope, &incident).await?.into_iter().filter(|other| *other != request.id) {
                    let other = store::by_id_in(tx, &scope, &other).await?;
                    // One that ended by itself (withdrawn, say) stays as it ended.
                    if other.state == State::Done && request.state != State::Done {
                        continue;
                    }
                    apply(tx, &app_in, &scope, &other.id, other.edition, &change).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(see(format!("{here}?{done}")))
}

/// `GET /requests/{id}/files/{file}`: a picture of a request that may be read.
pub async fn file(Shared(app): Shared<App>, who: SignedIn, Path((id, file)): Path<(String, String)>) -> Result<Response> {
    let request = readable(&app, &who, &RequestId::from(id)).await?;
    let answered = request.answers.0.values().any(|value| matches!(value, Value::Files(files) if files.iter().any(|one| one.id == file)));
    let added = store::events(&app.db, &who.scope(), &request.id).await?.iter().any(|event| event.data["file"] == file.as_str());
    if !answered && !added {
        return Err(Error::NotFound);
    }
    let bytes = crate::files::store::get(&app.db, &who.scope(), &file).await?;
    Ok(([(CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}
