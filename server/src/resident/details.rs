//! Who to tell: name and ways to be reached, asked once and after everything else.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::{Ask, AskKind, ContactDetails, Value};

use super::draft::{self, Draft};
use super::form::back_href;
use super::start::see;
use super::visit::Visit;
use crate::app::App;
use crate::people::Details;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::{Page, Result};

#[derive(Template)]
#[template(path = "resident/details.html")]
struct DetailsPage {
    page: Page,
    service_title: String,
    back: String,
    required: bool,
    details: Details,
    /// Field and words, in the order of the page.
    errors: Vec<(&'static str, String)>,
}

impl DetailsPage {
    fn wrong(&self, field: &str) -> &str {
        self.errors.iter().find(|(name, _)| *name == field).map_or("", |(_, words)| words)
    }
}

/// `GET /{authority}/form/{form}/your-details`.
pub async fn details(State(app): State<App>, visit: Visit, Path((authority, form)): Path<(String, String)>) -> Result<Response> {
    let draft = draft::load(&app, &visit.scope(), &form).await?;
    if draft.sent.is_some() || !draft.asks_details() {
        return Ok(see(format!("/{authority}/form/{form}")));
    }
    let details = draft.details.clone();
    show(&visit, &draft, details, Vec::new())
}

fn show(visit: &Visit, draft: &Draft, details: Details, errors: Vec<(&'static str, String)>) -> Result<Response> {
    let mut page = visit.page("");
    page.title = page.t("details-title");
    page.exit = draft.service.sensitive;
    page.error = !errors.is_empty();
    html(&DetailsPage {
        page,
        service_title: draft.service.title.get(visit.lang).to_owned(),
        back: back_href(draft, visit.authority.id.as_str(), "your-details"),
        required: draft.service.contact == ContactDetails::Required,
        details,
        errors,
    })
}

/// Reads a person's details from a form: name, phone and e-mail, each by the catalogue's own rules for such an answer.
pub fn read_details(fields: &Fields, visit_lang: model::Lang, required: bool, today: jiff::civil::Date) -> (Details, Vec<(&'static str, String)>) {
    let mut details = Details { lang: visit_lang, ..Details::default() };
    let mut errors = Vec::new();
    let mut read = |name: &'static str, kind: AskKind, optional: bool| {
        let ask = Ask::plain(name, kind, optional);
        let values: BTreeMap<String, Vec<String>> = BTreeMap::from([(name.to_owned(), vec![fields.get(name).to_owned()])]);
        match catalogue::read_answer(&ask, &values, today) {
            Ok(Value::Text(text)) => text,
            Ok(_) => String::new(),
            Err(error) => {
                errors.push((name, error.words.get(visit_lang).to_owned()));
                fields.get(name).to_owned()
            }
        }
    };
    details.name = read("name", AskKind::Name, !required);
    details.phone = read("phone", AskKind::Phone, true);
    details.email = read("email", AskKind::Email, true);
    if required && errors.is_empty() && details.phone.is_empty() && details.email.is_empty() {
        errors.push(("phone", crate::platform::words::say(visit_lang, "details-one-way", &[])));
    }
    (details, errors)
}

/// `POST /{authority}/form/{form}/your-details`.
pub async fn save_details(State(app): State<App>, visit: Visit, Path((authority, form)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let mut draft = draft::load(&app, &visit.scope(), &form).await?;
    if draft.sent.is_some() || !draft.asks_details() {
        return Ok(see(format!("/{authority}/form/{form}")));
    }
    let required = draft.service.contact == ContactDetails::Required;
    let (details, errors) = read_details(&fields, visit.lang, required, draft.today);
    if !errors.is_empty() {
        return show(&visit, &draft, details, errors);
    }
    draft.details = details;
    draft::tell_whom(&app, &visit.scope(), &draft).await?;
    Ok(see(format!("/{authority}/form/{form}/check")))
}
