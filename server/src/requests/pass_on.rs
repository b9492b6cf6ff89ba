//! Passing a request to the authority whose job it is, when the resident agrees: it is made anew there, with a copy of what
//! was told, and ends here. Neither authority reads the other's.

use catalogue::Value;
use model::{AuthorityId, PersonId, RequestId};

use super::intake::{NewRequest, create};
use super::state::{Outcome, State};
use super::store;
use super::store::write::{Standing, stand};
use crate::app::App;
use crate::files;
use crate::messages::{self, Carrier, Message};
use crate::people;
use crate::platform::words::say;
use crate::platform::{Actor, Error, Result, Scope, Tx};

/// The team that takes what is no team's own.
const USUAL_TEAM: &str = "customer-services";

/// Passes a request on; gives the new request's reference.
pub async fn pass_on(tx: &mut Tx, app: &App, scope: &Scope, id: &RequestId, edition: i64, to: &AuthorityId, consent: bool) -> Result<String> {
    if !consent {
        return Err(Error::Bad("The person has to agree before their request and details go to another authority.".to_owned()));
    }
    if to == &scope.authority {
        return Err(Error::Bad("Choose another authority than your own.".to_owned()));
    }
    let other = app.authority(to)?;
    let request = store::by_id_in(tx, scope, id).await?;
    if request.state == State::Done {
        return Err(Error::Conflict("This request has ended already, so it was not passed on. Reopen it first.".to_owned()));
    }
    let there = Scope { authority: to.clone(), actor: Actor::System };
    let person = copy_person(tx, scope, &there, request.person.as_ref()).await?;
    let represented = copy_person(tx, scope, &there, request.represented.as_ref()).await?;
    let library = app.library();
    let service = library.catalogue.service(&request.service).filter(|service| other.gives(service));
    let usual = other.teams.iter().find(|team| team.id.as_str() == USUAL_TEAM).or_else(|| other.teams.first());
    let team = service.map_or_else(|| usual.map(|team| team.id.clone()), |service| Some(service.team.clone()));
    let target = service.and_then(|service| service.resolve_within);
    let mut answers = request.answers.clone();
    for value in answers.0.values_mut() {
        if let Value::Files(files) = value {
            for file in files {
                *file = files::store::copy(tx, scope, &there, &file.id).await?;
            }
        }
    }
    let secret = tx.chance.secret();
    let new = NewRequest {
        service: request.service.clone(),
        service_title: request.service_title.clone(),
        version: request.version.clone(),
        answers,
        summary: request.summary.clone(),
        team: team.ok_or_else(|| Error::Bad(format!("{} has no team that could take it.", other.name.en)))?,
        priority: request.priority.clone(),
        channel: request.channel.clone(),
        lang: request.lang,
        person: person.clone(),
        represented,
        contact: None,
        place: request.place.clone(),
        postcode: request.postcode.clone(),
        point: request.point,
        sensitive: request.sensitive,
        due_at: target.map(|target| app.holidays.due(other.nation, tx.now, target.due())),
        secret: secret.clone(),
    };
    let created = create(tx, &there, &new).await?;
    // What the resident wrote and showed since goes with it; what colleagues noted stays.
    for event in store::events_in(tx, scope, id).await?.into_iter().filter(|event| event.kind == "comment" || event.kind == "photo") {
        let mut data = event.data.clone();
        if let Some(file) = data["file"].as_str().map(str::to_owned) {
            data["file"] = files::store::copy(tx, scope, &there, &file).await?.id.into();
        }
        store::add_event(tx, &there, &created.id, &event.kind, event.public, &event.words, &data).await?;
    }
    let passed_to = format!("{to}/{}", created.reference);
    let standing = request.standing().done(Outcome::NotOurs, Some(other.name.en.clone()), tx.now);
    stand(tx, scope, id, edition, &Standing { passed_to: Some(passed_to.clone()), ..standing }).await?;
    let data = serde_json::json!({ "to": to, "name": other.name.get(request.lang), "reference": created.reference, "consent": "yes" });
    store::add_event(tx, scope, id, "passed", true, "", &data).await?;
    tx.record(scope, "request.passed", id.as_str(), serde_json::json!({ "to": to, "reference": created.reference, "consent": "yes" }));
    if let Some(person) = person
        && let Some((carrier, to)) = people::store::reached_by(tx, &there, &person).await?
    {
        let lang = request.lang;
        let link = format!("{}/{}/track/{}?key={secret}", app.settings.base, there.authority, created.reference);
        let from = app.authority(&scope.authority)?;
        let words = [
            ("from", from.name.get(lang)),
            ("to", other.name.get(lang)),
            ("old", request.reference.as_str()),
            ("reference", created.reference.as_str()),
            ("link", link.as_str()),
            ("phone", other.brand.phone.as_str()),
        ];
        let message = Message {
            carrier,
            to,
            subject: if carrier == Carrier::Text { String::new() } else { say(lang, "passed-subject", &words) },
            body: format!("{}\n\n{}", say(lang, "passed-subject", &words), say(lang, "passed-message", &words)),
            lang,
            person: Some(person),
            request: Some(created.id),
            sensitive: request.sensitive,
        };
        messages::send(tx, &there, &message).await?;
    }
    Ok(passed_to)
}

/// A person's details for the other authority, where they are found or made; the reading is on the record.
async fn copy_person(tx: &mut Tx, scope: &Scope, there: &Scope, person: Option<&PersonId>) -> Result<Option<PersonId>> {
    let Some(person) = person else { return Ok(None) };
    let details = people::store::peek_in(tx, scope, person).await?.details;
    tx.record(scope, "person.read", person.as_str(), serde_json::json!({ "why": "passed_on", "to": there.authority }));
    // Made anew unless everything fits: another authority's entry is not changed by what ours holds.
    let stranger = Scope { authority: there.authority.clone(), actor: Actor::Anonymous };
    people::find_or_create(tx, &stranger, &details).await.map(Some)
}
