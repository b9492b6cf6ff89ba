//! One question a page.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use catalogue::{Ask, AskKind, Step, Tell, Value};
use serde::Deserialize;

use super::draft::{self, Draft};
use super::field::Field;
use super::start::see;
use super::visit::Visit;
use crate::app::App;
use crate::files;
use crate::places::{self, Found};
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::say;
use crate::platform::{Error, Page, Result, Scope};

/// Where in a form.
#[derive(Deserialize)]
pub struct At {
    authority: String,
    form: String,
    #[serde(default)]
    ask: String,
}

impl At {
    fn href(&self, part: &str) -> String {
        format!("/{}/form/{}/{part}", self.authority, self.form)
    }
}

#[derive(Template)]
#[template(path = "resident/question.html")]
struct Question {
    page: Page,
    service_title: String,
    back: String,
    field: Field,
    number: usize,
    found: Vec<Found>,
    /// What was looked up in the gazetteer, when something was.
    sought: Option<String>,
    resume: String,
}

#[derive(Template)]
#[template(path = "resident/notice.html")]
struct Notice {
    page: Page,
    service_title: String,
    back: String,
    told: Told,
}

/// Words that a rule tells, ready for a page.
pub struct Told {
    /// A heading, when it is an article.
    pub title: String,
    /// HTML that the catalogue made safe.
    pub html: String,
    /// The language of the words.
    pub lang: &'static str,
}

/// What a rule tells, as HTML.
pub fn told(app: &App, tell: &Tell, lang: model::Lang) -> Told {
    match tell {
        Tell::Words(words) => Told {
            title: String::new(),
            html: words.get(lang).split("\n\n").map(|part| format!("<p class=\"govuk-body\">{}</p>", escape(part))).collect(),
            lang: words.lang(lang).tag(),
        },
        Tell::Article(id) => match app.library().catalogue.article(id) {
            Some(article) => {
                Told { title: article.title.get(lang).to_owned(), html: article.html.get(lang).to_owned(), lang: article.html.lang(lang).tag() }
            }
            None => Told { title: String::new(), html: String::new(), lang: "en" },
        },
    }
}

/// Words with the signs that mean something in HTML written out.
pub fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// `GET /{authority}/form/{form}`: goes on where the resident left off.
pub async fn resume(State(app): State<App>, visit: Visit, Path(at): Path<At>) -> Result<Response> {
    let draft = draft::load(&app, &visit.scope(), &at.form).await?;
    Ok(see(next_href(&draft, &at)))
}

fn next_href(draft: &Draft, at: &At) -> String {
    if draft.sent.is_some() {
        return at.href("done");
    }
    match draft.step() {
        Step::Ask(ask) => at.href(&ask.id),
        Step::Tell { key, .. } => at.href(&key),
        Step::Outcome(_) if draft.asks_details() && draft.details.is_empty() => at.href("your-details"),
        Step::Outcome(_) => at.href("check"),
    }
}

/// Where the back link of a page of the form leads.
pub fn back_href(draft: &Draft, authority: &str, from: &str) -> String {
    let path = draft.path();
    let here = path.iter().position(|ask| ask.id == from).unwrap_or(path.len());
    match here.checked_sub(1) {
        Some(before) => format!("/{authority}/form/{}/{}", draft.secret, path[before].id),
        None => format!("/{authority}/{}", draft.service.id),
    }
}

/// `GET /{authority}/form/{form}/{ask}`.
pub async fn question(State(app): State<App>, visit: Visit, Path(at): Path<At>, uri: axum::http::Uri) -> Result<Response> {
    let draft = draft::load(&app, &visit.scope(), &at.form).await?;
    if draft.sent.is_some() {
        return Ok(see(at.href("done")));
    }
    if at.ask.starts_with("told_") {
        return notice(&app, &visit, &draft, &at);
    }
    let Some(ask) = draft.path().into_iter().find(|ask| ask.id == at.ask) else {
        // A question that is not to be asked now: an old link, or an answer before it was changed.
        return Ok(see(next_href(&draft, &at)));
    };
    let sought = serde_urlencoded::from_str::<Vec<(String, String)>>(uri.query().unwrap_or_default())
        .unwrap_or_default()
        .into_iter()
        .find_map(|(name, value)| (name == "find").then_some(value));
    let field = Field::of(ask, &draft.answers, visit.lang);
    show(&app, &visit, &draft, &at, ask, field, sought).await
}

fn notice(app: &App, visit: &Visit, draft: &Draft, at: &At) -> Result<Response> {
    let Step::Tell { key, tell } = draft.step() else {
        return Ok(see(next_href(draft, at)));
    };
    if key != at.ask {
        return Ok(see(next_href(draft, at)));
    }
    let told = told(app, tell, visit.lang);
    let mut page = visit.page(if told.title.is_empty() { draft.service.title.get(visit.lang).to_owned() } else { told.title.clone() });
    page.exit = draft.service.sensitive;
    let title = draft.service.title.get(visit.lang).to_owned();
    html(&Notice { page, service_title: title, back: back_href(draft, &at.authority, &at.ask), told })
}

async fn show(app: &App, visit: &Visit, draft: &Draft, at: &At, ask: &Ask, mut field: Field, sought: Option<String>) -> Result<Response> {
    field.file_href = at.href("files/");
    let found = match &sought {
        Some(typed) => places::find(&app.db, &visit.scope(), typed).await?,
        None => Vec::new(),
    };
    let mut page = visit.page(field.label.clone());
    page.error = field.error.is_some();
    page.exit = draft.service.sensitive;
    if ask.kind == AskKind::Place {
        page = page.with(&["map.js"], &[]);
    }
    let number = draft.path().iter().position(|other| other.id == ask.id).unwrap_or_default() + 1;
    html(&Question {
        page,
        service_title: draft.service.title.get(visit.lang).to_owned(),
        back: back_href(draft, &at.authority, &at.ask),
        field,
        number,
        found,
        sought,
        resume: format!("{}/{}/form/{}", app.settings.base, at.authority, at.form),
    })
}

/// `POST /{authority}/form/{form}/{ask}`: keeps the answer and goes on; what is wrong is said beside the field.
pub async fn answer(State(app): State<App>, visit: Visit, Path(at): Path<At>, mut fields: Fields) -> Result<Response> {
    let mut draft = draft::load(&app, &visit.scope(), &at.form).await?;
    if draft.sent.is_some() {
        return Ok(see(at.href("done")));
    }
    if at.ask.starts_with("told_") {
        draft::answer(&app, &visit.scope(), &mut draft, &at.ask, Some(Value::Skipped)).await?;
        return Ok(see(next_href(&draft, &at)));
    }
    let service = std::sync::Arc::clone(&draft.service);
    let Some(ask) = service.asks.iter().find(|ask| ask.id == at.ask) else {
        return Err(Error::NotFound);
    };
    if !draft.path().iter().any(|met| met.id == ask.id) {
        return Ok(see(next_href(&draft, &at)));
    }
    if let Some(typed) = fields.given("find") {
        let query = serde_urlencoded::to_string([("find", typed)]).unwrap_or_default();
        return Ok(see(format!("{}?{query}", at.href(&ask.id))));
    }
    choose_address(&app, &visit.scope(), ask, &mut fields).await?;
    if let Err(error) = keep_files(&app, &visit, &draft, ask, &mut fields).await? {
        let field = Field::of(ask, &draft.answers, visit.lang).typed(&fields, &error, visit.lang);
        return show(&app, &visit, &draft, &at, ask, field, None).await;
    }
    match catalogue::read_answer(ask, &fields.values, draft.today) {
        Ok(value) => {
            draft::answer(&app, &visit.scope(), &mut draft, &ask.id, Some(value)).await?;
            Ok(see(next_href(&draft, &at)))
        }
        Err(error) => {
            let field = Field::of(ask, &draft.answers, visit.lang).typed(&fields, &error, visit.lang);
            show(&app, &visit, &draft, &at, ask, field, None).await
        }
    }
}

/// An address chosen from the list is looked up again by its number: what the browser says of it is not believed.
pub async fn choose_address(app: &App, scope: &Scope, ask: &Ask, fields: &mut Fields) -> Result<()> {
    if ask.kind != AskKind::Address {
        return Ok(());
    }
    let uprn = fields.get(&format!("{}-uprn", ask.id)).to_owned();
    for end in ["uprn", "lat", "lon"] {
        fields.values.remove(&format!("{}-{end}", ask.id));
    }
    if let Some(found) = places::store::by_uprn(&app.db, scope, &uprn).await? {
        let mut set = |end: &str, value: String| fields.values.insert(format!("{}-{end}", ask.id), vec![value]);
        set("line", found.line);
        set("postcode", found.postcode);
        set("uprn", found.uprn);
        if let Some((lat, lon)) = found.point {
            set("lat", lat.to_string());
            set("lon", lon.to_string());
        }
    }
    Ok(())
}

/// Takes uploaded pictures in, and leaves their references in the field where the catalogue looks for them.
pub async fn keep_files(
    app: &App,
    visit: &Visit,
    draft: &Draft,
    ask: &Ask,
    fields: &mut Fields,
) -> Result<std::result::Result<(), catalogue::AnswerError>> {
    if !matches!(ask.kind, AskKind::Photo | AskKind::File) {
        return Ok(Ok(()));
    }
    // Files that are kept are sent back by their ids; only those of this very answer are believed.
    let mut references = Vec::new();
    if let Some(Value::Files(before)) = draft.answers.0.get(&ask.id) {
        for file in before.iter().filter(|file| fields.all("kept").contains(&file.id)) {
            references.push(serde_json::to_string(file)?);
        }
    }
    for upload in std::mem::take(&mut fields.files) {
        let name = upload.name;
        let taken = files::take_in_turn(upload.bytes).await?;
        let Some(picture) = taken else {
            let words =
                model::Text { en: say(model::Lang::En, "photo-not-a-picture", &[]), cy: Some(say(model::Lang::Cy, "photo-not-a-picture", &[])) };
            return Ok(Err(catalogue::AnswerError { field: ask.id.clone(), words }));
        };
        let scope = visit.scope();
        let kept = app.db.write(move |tx| Box::pin(async move { files::store::put(tx, &scope, &name, &picture).await })).await?;
        references.push(serde_json::to_string(&kept)?);
    }
    fields.values.insert(ask.id.clone(), references);
    Ok(Ok(()))
}

/// `GET /{authority}/form/{form}/files/{file}`: a picture of this form.
pub async fn file(State(app): State<App>, visit: Visit, Path((_, form, id)): Path<(String, String, String)>) -> Result<Response> {
    let draft = draft::load(&app, &visit.scope(), &form).await?;
    let ours = draft.answers.0.values().any(|value| matches!(value, Value::Files(files) if files.iter().any(|file| file.id == id)));
    if !ours {
        return Err(Error::NotFound);
    }
    let bytes = files::store::get(&app.db, &visit.scope(), &id).await?;
    Ok(([(CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}
