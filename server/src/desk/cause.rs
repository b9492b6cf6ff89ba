//! What caused a contact, as a link to the thing itself: an earlier contact, a message of ours, a request whose job was not done, a page.

use model::{ContactId, Lang, PersonId, RequestId};

use crate::app::App;
use crate::contacts::store as contacts;
use crate::contacts::{Cause, Contact};
use crate::messages;
use crate::people;
use crate::platform::form::{Fields, inside};
use crate::platform::words::day;
use crate::platform::{Error, Result};
use crate::requests::{self, store::list::Filter};
use crate::staff::SignedIn;

/// What can cause a contact.
pub const CAUSES: [(&str, &str); 6] = [
    ("none", "Nothing: they need something new"),
    ("earlier_contact", "An earlier contact that was not settled"),
    ("letter", "A letter or message of ours"),
    ("page", "A page that was not clear"),
    ("missed_job", "A job that was not done"),
    ("other", "Something else of ours"),
];
/// How many earlier things of each kind are offered.
const OFFERED_MAX: usize = 10;
/// The longest words of a cause, in characters.
const WORDS_MAX: usize = 300;

/// Things of one kind that may have caused a contact.
pub struct Earlier {
    /// The kind in words.
    pub title: &'static str,
    /// The value (`contact:ID`, `request:ID`, `message:ID`) and the words of each.
    pub list: Vec<(String, String)>,
}

/// What happened earlier with the people of a contact.
pub async fn earlier(app: &App, who: &SignedIn, contact: &Contact) -> Result<Vec<Earlier>> {
    let scope = who.scope();
    let (mut talks, mut jobs, mut letters) = (Vec::new(), Vec::new(), Vec::new());
    for one in everybody(app, who, contact).await? {
        for past in contacts::of_person(&app.db, &scope, &one, 20).await?.into_iter().filter(|past| past.id != contact.id) {
            talks.push((past.started_at, format!("contact:{}", past.id), past.channel));
        }
        let filter = Filter { person: Some(one.to_string()), ..Filter::readable_by(who) };
        for request in requests::store::list::page(&app.db, &scope, &filter).await? {
            jobs.push((request.created_at, format!("request:{}", request.id), format!("{} {}", request.reference, request.service_title)));
        }
        for sent in messages::store::of_person(&app.db, &scope, &one, 20).await? {
            let words = if sent.subject.is_empty() { sent.carrier.clone() } else { format!("{}: {}", sent.carrier, sent.subject) };
            letters.push((sent.at, format!("message:{}", sent.id), words));
        }
    }
    let group = |title, mut list: Vec<(model::Millis, String, String)>| {
        list.sort_by(|one, other| other.cmp(one));
        let line = |(at, value, words): (model::Millis, String, String)| (value, format!("{words}, {}", day(Lang::En, at.date())));
        Earlier { title, list: list.into_iter().take(OFFERED_MAX).map(line).collect() }
    };
    let groups = [group("Earlier contacts", talks), group("Requests", jobs), group("Letters and messages", letters)];
    Ok(groups.into_iter().filter(|group| !group.list.is_empty()).collect())
}

/// Who speaks and who is spoken for, with the entries that were merged into theirs.
async fn everybody(app: &App, who: &SignedIn, contact: &Contact) -> Result<Vec<PersonId>> {
    let mut all = Vec::new();
    for person in [&contact.person, &contact.represented].into_iter().flatten() {
        all.push(person.clone());
        all.extend(people::store::find::parts_of(&app.db, &who.scope(), person).await?.into_iter().map(|part| part.id));
    }
    Ok(all)
}

/// Reads the cause from the form that ends a contact. A link has to lead somewhere, and to the kind of thing that was said.
pub async fn chosen(app: &App, who: &SignedIn, fields: &Fields) -> Result<Cause> {
    let kind = CAUSES.iter().map(|(kind, _)| *kind).find(|kind| *kind == fields.get("cause"));
    let kind = kind.ok_or_else(|| Error::Bad("Say what caused the contact".to_owned()))?;
    let words: String = fields.get("cause_words").trim().chars().take(WORDS_MAX).collect();
    let link = match fields.given("cause_link") {
        Some(link) => Some(link.to_owned()),
        // A reference that was read out over the telephone is as good as one that was picked.
        None if kind == "missed_job" || kind == "earlier_contact" => {
            let request = requests::store::by_reference(&app.db, &who.scope(), &words).await;
            request.ok().filter(|request| who.may_read_request(&request.team, request.sensitive)).map(|request| format!("request:{}", request.id))
        }
        // A page of ours, as it stands in the address bar.
        None if kind == "page" => page_of(app, &words).map(|path| format!("page:{path}")),
        None => None,
    };
    if let Some(link) = &link {
        let fits = match link.split_once(':') {
            Some(("contact", _)) => kind == "earlier_contact",
            Some(("request", _)) => kind == "missed_job" || kind == "earlier_contact",
            Some(("message", _)) => kind == "letter",
            Some(("page", _)) => kind == "page",
            _ => false,
        };
        if !fits || shown(app, who, link).await?.is_none() {
            return Err(Error::Bad("What caused the contact and which one it was do not fit together".to_owned()));
        }
    }
    Ok(Cause { kind: kind.to_owned(), what: link, words })
}

/// The path of a page of this centre, from its whole address or the path alone.
fn page_of<'a>(app: &App, words: &'a str) -> Option<&'a str> {
    inside(words.strip_prefix(app.settings.base.as_str()).unwrap_or(words)).filter(|path| !path.contains(char::is_whitespace))
}

/// Words and address of what a link leads to; nothing when there is no such thing in this authority.
pub async fn shown(app: &App, who: &SignedIn, link: &str) -> Result<Option<(String, String)>> {
    let scope = who.scope();
    let found = match link.split_once(':') {
        Some(("contact", id)) => contacts::by_id(&app.db, &scope, &ContactId::from(id))
            .await
            .map(|past| (format!("{}, {}", past.channel, day(Lang::En, past.started_at.date())), format!("/desk/{id}"))),
        Some(("request", id)) => requests::store::by_id(&app.db, &scope, &RequestId::from(id))
            .await
            .and_then(|request| who.may_read_request(&request.team, request.sensitive).then_some(request).ok_or(Error::NotFound))
            .map(|request| (request.reference, format!("/requests/{id}"))),
        Some(("message", id)) => messages::store::by_id(&app.db, &scope, id)
            .await
            .map(|sent| (format!("{} of {}", sent.carrier, day(Lang::En, sent.at.date())), String::new())),
        Some(("page", path)) => inside(path).map(|path| (path.to_owned(), path.to_owned())).ok_or(Error::NotFound),
        _ => Err(Error::NotFound),
    };
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
