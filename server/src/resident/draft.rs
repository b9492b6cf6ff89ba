//! A half-done form, on whatever channel: the resident's own, or an agent's who speaks for them.

use std::sync::Arc;

use catalogue::{Answers, Ask, Outcome, OutcomeKind, Service, Step, Value};
use jiff::civil::Date;
use model::{ContactId, IncidentId, Lang, Millis, PersonId, RequestId};
use serde::{Deserialize, Serialize};

use super::store::{self, Claim};
use crate::admin::Authority;
use crate::app::App;
use crate::contacts::{self, Question};
use crate::people::{self, Details};
use crate::platform::chance::hash_of;
use crate::platform::words::say;
use crate::platform::{Actor, Error, Result, Scope, Tx};
use crate::requests::{self, NewRequest};

/// A half-done form.
#[derive(Clone)]
pub struct Draft {
    /// The secret of its link.
    pub secret: String,
    /// Whose service it is.
    pub authority: Arc<Authority>,
    /// The service as it is now.
    pub service: Arc<Service>,
    /// The language it was begun in.
    pub lang: Lang,
    /// How it comes.
    pub channel: String,
    /// What was answered.
    pub answers: Answers,
    /// Who to tell.
    pub details: Details,
    /// The contact it belongs to.
    pub contact: Option<ContactId>,
    /// How it ended, once it was sent.
    pub sent: Option<Sent>,
    /// The day it is now.
    pub today: Date,
    /// When it was begun.
    pub begun_at: Millis,
}

/// How a form ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The outcome's kind.
    pub outcome: String,
    /// The number of the rule that led to it, for its words.
    pub rule: usize,
    /// The request it became, if it did.
    pub request: Option<RequestId>,
    /// What the resident was told.
    pub reference: Option<String>,
    /// When the request should be done.
    pub due_at: Option<Millis>,
    /// Whether a message was put on its way.
    pub told: bool,
}

/// For whom a form is sent.
#[derive(Clone, Debug, Default)]
pub struct For {
    /// The person who asks, when already known; else the form's details make or find one.
    pub person: Option<PersonId>,
    /// The person for whom they ask.
    pub represented: Option<PersonId>,
    /// A request that tells of the same thing: theirs joins it.
    pub same_as: Option<RequestId>,
    /// Words that the form has no question for; they go onto the timeline.
    pub comment: String,
}

/// Begins a form of a service that the authority gives.
pub async fn begin(
    app: &App,
    scope: &Scope,
    service: &Arc<Service>,
    lang: Lang,
    channel: &'static str,
    contact: Option<ContactId>,
) -> Result<String> {
    let (scope, service) = (scope.clone(), Arc::clone(service));
    app.db.write(move |tx| Box::pin(async move { store::begin(tx, &scope, &service, lang, channel, contact.as_ref()).await })).await
}

/// Reads a form by its secret.
pub async fn load(app: &App, scope: &Scope, secret: &str) -> Result<Draft> {
    let now = app.clock.now();
    let kept = store::load(&app.db, scope, secret, now).await?;
    let service = app.library().catalogue.service(&kept.service).cloned().ok_or(Error::NotFound)?;
    Ok(Draft {
        secret: secret.to_owned(),
        authority: app.authority(&scope.authority)?,
        service,
        lang: kept.lang,
        channel: kept.channel,
        answers: kept.answers,
        details: kept.details,
        contact: kept.contact,
        sent: kept.outcome.and_then(|sent| serde_json::from_str(&sent).ok()),
        today: now.date(),
        begun_at: kept.begun_at,
    })
}

impl Draft {
    /// What comes next.
    pub fn step(&self) -> Step<'_> {
        catalogue::step(&self.service, &self.answers, self.today)
    }

    /// The outcome, when all is answered.
    pub fn outcome(&self) -> Option<Outcome<'_>> {
        match self.step() {
            Step::Outcome(outcome) => Some(outcome),
            Step::Ask(_) | Step::Tell { .. } => None,
        }
    }

    /// The questions met so far, with an answer or not.
    pub fn path(&self) -> Vec<&Ask> {
        catalogue::path_of(&self.service, &self.answers, self.today)
    }

    /// Whether the person's name and ways to reach them are to be asked for.
    pub fn asks_details(&self) -> bool {
        self.service.contact != catalogue::ContactDetails::None && self.outcome().is_some_and(|outcome| makes_request(outcome.kind))
    }

    /// The first point on the map among the answers: degrees north and east.
    pub fn point(&self) -> Option<(f64, f64)> {
        self.path().iter().find_map(|ask| match self.answers.0.get(&ask.id) {
            Some(Value::Address(address)) => address.lat.zip(address.lon),
            Some(Value::Place(place)) => place.lat.zip(place.lon),
            _ => None,
        })
    }

    /// The secret of the tracking link, which follows from the form's own, so that whoever sends a form twice is shown the same link.
    pub fn tracking_secret(&self) -> String {
        hash_of(&format!("track:{}", self.secret))[..32].to_owned()
    }
}

/// Keeps an answer and drops what hung on the old one.
pub async fn answer(app: &App, scope: &Scope, draft: &mut Draft, ask: &str, value: Option<Value>) -> Result<()> {
    let (scope, secret, service, ask, today) = (scope.clone(), draft.secret.clone(), Arc::clone(&draft.service), ask.to_owned(), draft.today);
    // Changed where it is kept: another tab's answer of a moment ago is not written over.
    let change = move |answers: &Answers| catalogue::change(&service, answers, &ask, value, today);
    draft.answers = app.db.write(move |tx| Box::pin(async move { store::change_answers(tx, &scope, &secret, change).await })).await?;
    Ok(())
}

/// Keeps who to tell.
pub async fn tell_whom(app: &App, scope: &Scope, draft: &Draft) -> Result<()> {
    let (scope, secret, details) = (scope.clone(), draft.secret.clone(), draft.details.clone());
    app.db.write(move |tx| Box::pin(async move { store::save_details(tx, &scope, &secret, &details).await })).await
}

/// Keeps answers and details as they are given, whatever was there.
pub async fn save(app: &App, scope: &Scope, draft: &Draft) -> Result<()> {
    let (scope, secret, answers, details) = (scope.clone(), draft.secret.clone(), draft.answers.clone(), draft.details.clone());
    app.db.write(move |tx| Box::pin(async move { store::save(tx, &scope, &secret, &answers, &details).await })).await
}

/// Whether an outcome becomes a request that a team works.
pub fn makes_request(kind: OutcomeKind) -> bool {
    matches!(kind, OutcomeKind::Request | OutcomeKind::Appointment | OutcomeKind::Escalate)
}

/// Sends a form: once, however often and however many at once ask for it. `None` when it is not all answered.
pub async fn send(app: &App, scope: &Scope, draft: &Draft, whose: For) -> Result<Option<Sent>> {
    let Some(outcome) = draft.outcome() else {
        return Ok(draft.sent.clone());
    };
    let rule = draft.service.rules.iter().position(|rule| std::ptr::eq(rule, outcome.rule)).unwrap_or_default();
    let kind = outcome.kind;
    let mut new = makes_request(kind).then(|| new_request(app, draft, &outcome));
    if let Some(new) = new.as_mut().filter(|new| new.point.is_none()) {
        new.point = photo_point(app, scope, &new.answers).await?;
    }
    let (scope, draft, app_in) = (scope.clone(), draft.clone(), app.clone());
    let sent = app.db.write(move |tx| Box::pin(async move { send_in(tx, &app_in, scope, &draft, whose, kind, rule, new).await })).await?;
    Ok(Some(sent))
}

/// Where the first picture with a place in it was taken.
async fn photo_point(app: &App, scope: &Scope, answers: &Answers) -> Result<Option<(f64, f64)>> {
    for value in answers.0.values() {
        let Value::Files(files) = value else { continue };
        for file in files {
            if let Some(point) = crate::files::store::point(&app.db, scope, &file.id).await? {
                return Ok(Some(point));
            }
        }
    }
    Ok(None)
}

fn new_request(app: &App, draft: &Draft, outcome: &Outcome<'_>) -> NewRequest {
    let (mut place, mut postcode, mut point) = (String::new(), String::new(), None);
    for ask in draft.path() {
        match draft.answers.0.get(&ask.id) {
            Some(Value::Address(address)) if place.is_empty() => {
                (place, postcode, point) = (address.line.clone(), address.postcode.clone(), address.lat.zip(address.lon));
            }
            Some(Value::Place(found)) if place.is_empty() => (place, point) = (found.words.clone(), found.lat.zip(found.lon)),
            _ => {}
        }
    }
    let path = draft.path();
    let kept = path.iter().filter_map(|ask| draft.answers.0.get_key_value(&ask.id)).map(|(id, value)| (id.clone(), value.clone()));
    NewRequest {
        service: draft.service.id.clone(),
        service_title: draft.service.title.en.clone(),
        version: draft.service.version.clone(),
        answers: Answers(kept.collect()),
        summary: outcome.summary.clone(),
        team: outcome.team.clone(),
        priority: outcome.priority.as_str().to_owned(),
        channel: draft.channel.clone(),
        lang: draft.lang,
        person: None,
        represented: None,
        contact: draft.contact.clone(),
        place,
        postcode,
        point,
        sensitive: draft.service.sensitive,
        due_at: outcome.resolve_within.map(|target| app.holidays.due(draft.authority.nation, app.clock.now(), target.due())),
        secret: draft.tracking_secret(),
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one submission, gathered outside the transaction")]
async fn send_in(
    tx: &mut Tx,
    app: &App,
    mut scope: Scope,
    draft: &Draft,
    whose: For,
    kind: OutcomeKind,
    rule: usize,
    new: Option<NewRequest>,
) -> Result<Sent> {
    match store::claim(tx, &scope, &draft.secret).await? {
        Claim::Sent(before) => return serde_json::from_str(&before).map_err(Error::from),
        Claim::First(answers) if answers != draft.answers => {
            return Err(Error::Conflict(say(draft.lang, "error-other-window", &[])));
        }
        Claim::First(_) => {}
    }
    let mut sent = Sent { outcome: kind.as_str().to_owned(), rule, request: None, reference: None, due_at: None, told: false };
    if let Some(mut new) = new {
        new.person = match whose.person {
            Some(person) => Some(person),
            None if draft.details.is_empty() => None,
            None => Some(people::find_or_create(tx, &scope, &draft.details).await?),
        };
        new.represented = whose.represented;
        if let (Actor::Anonymous, Some(person)) = (&scope.actor, &new.person) {
            scope.actor = Actor::Person(person.clone());
        }
        let created = requests::create(tx, &scope, &new).await?;
        if !whose.comment.is_empty() {
            requests::store::add_event(tx, &scope, &created.id, "comment", true, &whose.comment, &serde_json::json!({})).await?;
        }
        if let Some(original) = &whose.same_as {
            let _incident: IncidentId = requests::join(tx, &scope, original, &created.id).await?;
        }
        sent.told = super::outcome::tell(tx, app, &scope, draft, &new, &created).await?;
        sent.due_at = new.due_at;
        sent.request = Some(created.id);
        sent.reference = Some(created.reference);
    } else {
        let facts =
            serde_json::json!({ "service": draft.service.id, "version": draft.service.version, "outcome": kind.as_str(), "channel": draft.channel });
        tx.record(&scope, "form.settled", &draft.service.id, facts);
    }
    let question = Question {
        service: Some(draft.service.id.clone()),
        article: None,
        outcome: sent.outcome.clone(),
        request: sent.request.clone(),
        words: sent.reference.clone().unwrap_or_default(),
    };
    match &draft.contact {
        Some(contact) => contacts::store::add_question(tx, &scope, contact, &question).await?,
        None => contacts::web_contact(tx, &scope, draft, &question, !makes_request(kind)).await?,
    }
    store::finish(tx, &scope, &draft.secret, &serde_json::to_string(&sent)?, sent.request.as_ref().map(RequestId::as_str)).await?;
    Ok(sent)
}
