//! What a client asks: the resource, its format, its parameters, whose pages and with which key.

use std::sync::Arc;

use model::{AuthorityId, Millis};

use super::answer::{Fault, Format};
use crate::admin::Authority;
use crate::app::App;
use crate::platform::form::Fields;
use crate::platform::{Actor, Scope};
use crate::tokens;

/// A request of a client.
pub struct Asked {
    /// The resource without its ending.
    pub resource: String,
    /// How it is to be answered.
    pub format: Format,
    parameters: Vec<(String, String)>,
}

impl Asked {
    /// Reads the last part of the address and the query.
    pub fn new(last: &str, query: Option<&str>) -> Self {
        let (resource, format) = match last.rsplit_once('.') {
            Some((resource, "json")) => (resource, Format::Json),
            Some((resource, "xml")) => (resource, Format::Xml),
            _ => (last, Format::Xml),
        };
        let parameters = serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default();
        Self { resource: resource.to_owned(), format, parameters }
    }

    /// Adds what was posted.
    pub fn add(&mut self, fields: &Fields) {
        for (name, values) in &fields.values {
            self.parameters.extend(values.iter().map(|value| (name.clone(), value.clone())));
        }
    }

    /// A parameter, trimmed, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Every value of a parameter.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.parameters.iter().filter(|(other, _)| other == name).map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// A parameter with several values between commas.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.get(name).into_iter().flat_map(|list| list.split(',')).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    }

    /// A parameter that is a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Fault> {
        let Some(text) = self.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Fault::bad(format!("{name}: \"{text}\" is no number.")))
    }

    /// A parameter that is a moment: a date and time with its zone, or a day.
    pub fn moment(&self, name: &str) -> Result<Option<Millis>, Fault> {
        let Some(text) = self.get(name) else { return Ok(None) };
        // A plus that was not written as %2B arrives as a space.
        let stamp = text.replace(' ', "+").parse::<jiff::Timestamp>().map(|stamp| Millis(stamp.as_millisecond()));
        let day = || text.parse::<jiff::civil::Date>().map(Millis::start_of);
        let read = stamp.or_else(|_| day());
        read.map(Some).map_err(|_| Fault::bad(format!("{name}: \"{text}\" is no date and time like 2026-03-04T12:00:00Z.")))
    }

    /// Whose pages are asked for. With one authority in the centre it need not be said.
    pub fn authority(&self, app: &App) -> Result<Arc<Authority>, Fault> {
        let all = app.authorities();
        match self.get("jurisdiction_id") {
            Some(id) => all.get(&AuthorityId::from(id)).cloned().ok_or_else(|| Fault::not_found("jurisdiction_id: there is no such jurisdiction.")),
            None if all.len() == 1 => Ok(all.values().next().cloned().expect("there is one")),
            None => Err(Fault::bad("jurisdiction_id was not provided, and this endpoint serves several.")),
        }
    }

    /// The scope of the client's work for an authority, when its key opens that; `None` without a key.
    pub async fn client(&self, app: &App, authority: &Authority) -> Result<Option<Scope>, Fault> {
        let Some(key) = self.get("api_key") else { return Ok(None) };
        match tokens::store::find(&app.db, tokens::Kind::Open311, key).await? {
            Some(id) if id == authority.id => Ok(Some(Scope { authority: id, actor: Actor::Anonymous })),
            _ => Err(Fault::forbidden("api_key: this key does not open this jurisdiction.")),
        }
    }

    /// The same, where a key is needed.
    pub async fn known_client(&self, app: &App, authority: &Authority) -> Result<Scope, Fault> {
        self.client(app, authority).await?.ok_or_else(|| Fault::forbidden("api_key was not provided."))
    }
}
