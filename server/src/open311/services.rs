//! What can be reported: discovery, the list of services, and the questions of one.

use std::sync::Arc;

use catalogue::{Audience, Service};
use model::Lang;

use super::Given;
use super::answer::{Fault, Node};
use super::asked::Asked;
use super::attributes;
use crate::admin::Authority;
use crate::app::App;
use crate::resident::draft::makes_request;
use crate::resident::services_of;

/// `GET discovery`: where the endpoints are and what they speak.
pub fn discovery(app: &App) -> (&'static str, Node) {
    let base = &app.settings.base;
    let changed = Node::moment(app.library().read_at);
    let endpoint = |kind: &str| {
        Node::Object(vec![
            ("specification", Node::text("http://wiki.open311.org/GeoReport_v2")),
            ("url", Node::Text(format!("{base}/open311/v2"))),
            ("changeset", changed.clone()),
            ("type", Node::text(kind)),
            ("formats", Node::List("format", vec![Node::text("text/xml"), Node::text("application/json")])),
        ])
    };
    let kind = if app.settings.demo { "test" } else { "production" };
    let parts = vec![
        ("changeset", changed.clone()),
        ("contact", Node::Text(format!("Ask for a key at the authority whose services you report to; {base} lists them."))),
        ("key_service", Node::Text(format!("{base}/"))),
        ("endpoints", Node::List("endpoint", vec![endpoint(kind)])),
    ];
    ("discovery", Node::Object(parts))
}

/// The services that can be reported from outside: for residents, not sensitive, and leading to a request.
pub fn offered(app: &App, authority: &Authority) -> Vec<Arc<Service>> {
    let reports = |service: &Arc<Service>| !service.sensitive && service.rules.iter().any(|rule| rule.outcome.is_some_and(makes_request));
    services_of(app, authority, Audience::Residents).into_iter().filter(reports).collect()
}

/// One service that can be reported from outside.
pub fn offered_one(app: &App, authority: &Authority, code: &str) -> Result<Arc<Service>, Fault> {
    let found = offered(app, authority).into_iter().find(|service| service.id == code);
    found.ok_or_else(|| Fault::not_found("service_code: there is no such service."))
}

/// `GET services`.
pub fn list(app: &App, asked: &Asked) -> Given {
    let authority = asked.authority(app)?;
    let each = |service: Arc<Service>| {
        Node::Object(vec![
            ("service_code", Node::text(service.id.clone())),
            ("service_name", Node::text(service.title.get(Lang::En))),
            ("description", Node::text(service.description.get(Lang::En))),
            ("metadata", Node::Flag(!attributes::of(&service).is_empty())),
            ("type", Node::text("realtime")),
            ("keywords", Node::text(service.phrases.join(", "))),
            ("group", Node::text(service.category.get(Lang::En))),
        ])
    };
    Ok(("services", Node::List("service", offered(app, &authority).into_iter().map(each).collect())))
}

/// `GET services/{code}`.
pub fn one(app: &App, asked: &Asked) -> Given {
    let authority = asked.authority(app)?;
    let service = offered_one(app, &authority, &asked.resource)?;
    let parts = vec![
        ("service_code", Node::text(service.id.clone())),
        ("attributes", Node::List("attribute", attributes::of(&service).into_iter().map(attributes::definition).collect())),
    ];
    Ok(("service_definition", Node::Object(parts)))
}
