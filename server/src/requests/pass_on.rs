//! Passing a request to the authority whose job it is, when the resident agrees: it is made anew there, with a copy of what
//! was told, and ends here. Neither authority reads the other's.

use model::{AuthorityId, RequestId};

use super::intake::{NewRequest, create};
use super::state::Outcome;
use super::store::write::{Standing, stand};
use super::store::{self};
use crate::app::App;
use crate::people;
use crate::platform::chance::hash_of;
use crate::platform::{Error, Result, Scope, Tx};

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
    let there = Scope { authority: to.clone(), actor: crate::platform::Actor::System };
    let person = match &request.person {
        Some(person) => {
            let details = people::store::peek_in(tx, scope, person).await?.details;
            tx.record(scope, "person.read", person.as_str(), serde_json::json!({ "why": "passed_on", "to": to }));
            Some(people::find_or_create(tx, &there, &details).await?)
        }
        None => None,
    };
    let library = app.library();
    let service = library.catalogue.service(&request.service).filter(|service| other.gives(service));
    let team = service.map_or_else(|| other.teams.first().map(|team| team.id.clone()), |service| Some(service.team.clone()));
    let new = NewRequest {
        service: request.service.clone(),
        service_title: request.service_title.clone(),
        version: request.version.clone(),
        answers: request.answers.clone(),
        summary: request.summary.clone(),
        team: team.ok_or_else(|| Error::Bad(format!("{} has no team that could take it.", other.name.en)))?,
        priority: request.priority.clone(),
        channel: request.channel.clone(),
        lang: request.lang,
        person,
        represented: None,
        contact: None,
        place: request.place.clone(),
        postcode: request.postcode.clone(),
        point: request.point,
        sensitive: request.sensitive,
        due_at: None,
        // The tracking link of the resident shows the way; the new request has a key of its own.
        secret: hash_of(&format!("passed:{}:{}", request.secret_hash, tx.chance.secret())),
    };
    let created = create(tx, &there, &new).await?;
    let passed_to = format!("{to}/{}", created.reference);
    let standing = request.standing().done(Outcome::NotOurs, Some(other.name.en.clone()), tx.now);
    stand(tx, scope, id, edition, &Standing { passed_to: Some(passed_to.clone()), ..standing }).await?;
    let data = serde_json::json!({ "to": to, "reference": created.reference });
    store::add_event(tx, scope, id, "passed", true, "", &data).await?;
    tx.record(scope, "request.passed", id.as_str(), data);
    Ok(passed_to)
}
