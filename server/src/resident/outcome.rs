//! How a form ended: the page, and the message that says the same.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::OutcomeKind;
use model::Millis;

use super::draft::{self, Draft};
use super::form::{Told, told};
use super::home::Link;
use super::start::see;
use super::visit::Visit;
use crate::app::App;
use crate::messages::{self, Carrier, Message};
use crate::platform::page::html;
use crate::platform::words::{day, say};
use crate::platform::{Page, Result, Scope, Tx};
use crate::requests::{Created, NewRequest};

#[derive(Template)]
#[template(path = "resident/done.html")]
struct Done {
    page: Page,
    service_title: String,
    reference: String,
    track: String,
    by: String,
    next: String,
    told_by: bool,
    tell: Option<Told>,
    /// Whose it is, when it is another authority's.
    elsewhere: Vec<Link>,
    link: String,
}

/// `GET /{authority}/form/{form}/done`.
pub async fn done(State(app): State<App>, visit: Visit, Path((authority, form)): Path<(String, String)>) -> Result<Response> {
    let draft = draft::load(&app, &visit.scope(), &form).await?;
    let Some(sent) = &draft.sent else {
        return Ok(see(format!("/{authority}/form/{form}")));
    };
    let kind = OutcomeKind::parse(&sent.outcome).unwrap_or(OutcomeKind::Resolved);
    let rule = draft.service.rules.get(sent.rule);
    let mut page = visit.page("");
    page.title = page.t(&format!("done-{}", kind.as_str()));
    page.exit = draft.service.sensitive;
    let reference = sent.reference.clone().unwrap_or_default();
    html(&Done {
        service_title: draft.service.title.get(visit.lang).to_owned(),
        track: format!("/{authority}/track/{reference}?key={}", draft.tracking_secret()),
        by: sent.due_at.map_or_else(String::new, |due| day(visit.lang, due.date())),
        next: draft.service.next.as_ref().map_or("", |next| next.get(visit.lang)).to_owned(),
        told_by: sent.told,
        tell: rule.and_then(|rule| rule.tell.as_ref()).map(|tell| told(&app, tell, visit.lang)),
        elsewhere: elsewhere(&app, &visit, &draft, rule.and_then(|rule| rule.to.as_deref())),
        link: rule.and_then(|rule| rule.link.clone()).unwrap_or_default(),
        reference,
        page,
    })
}

/// The other authorities of this centre whose service it is.
fn elsewhere(app: &App, visit: &Visit, draft: &Draft, to: Option<&str>) -> Vec<Link> {
    let Some(kind) = to else {
        return Vec::new();
    };
    let authorities = app.authorities();
    let others = authorities.values().filter(|other| other.kind == kind && other.id != visit.authority.id);
    others
        .map(|other| Link {
            href: if other.gives(&draft.service) { format!("/{}/{}", other.id, draft.service.id) } else { format!("/{}", other.id) },
            title: other.name.get(visit.lang).to_owned(),
            words: other.brand.phone.clone(),
            lang: other.name.lang(visit.lang).tag(),
        })
        .collect()
}

/// Tells whoever left an address that we have their request: by e-mail if they gave one, else by text. Whether anything was sent.
pub async fn tell(tx: &mut Tx, app: &App, scope: &Scope, draft: &Draft, new: &NewRequest, created: &Created) -> Result<bool> {
    let (carrier, to) = match (draft.details.email.as_str(), draft.details.phone.as_str()) {
        ("", "") => return Ok(false),
        ("", phone) => (Carrier::Text, phone),
        (email, _) => (Carrier::Email, email),
    };
    let lang = draft.lang;
    let link = format!("{}/{}/track/{}?key={}", app.settings.base, scope.authority, created.reference, new.secret);
    let by = new.due_at.map_or_else(String::new, |due: Millis| day(lang, due.date()));
    let words = [
        ("reference", created.reference.as_str()),
        ("service", draft.service.title.get(lang)),
        ("authority", draft.authority.name.get(lang)),
        ("by", by.as_str()),
        ("link", link.as_str()),
        ("phone", draft.authority.brand.phone.as_str()),
    ];
    let key = match (carrier, new.due_at) {
        (Carrier::Text, _) => "receipt-text",
        (_, Some(_)) => "receipt-email-by",
        (_, None) => "receipt-email",
    };
    let message = Message {
        carrier,
        to: to.to_owned(),
        subject: if carrier == Carrier::Text { String::new() } else { say(lang, "receipt-subject", &words) },
        body: say(lang, key, &words),
        lang,
        person: new.person.clone(),
        request: Some(created.id.clone()),
        sensitive: new.sensitive,
    };
    messages::send(tx, scope, &message).await?;
    Ok(true)
}
