//! Open311 GeoReport v2: other systems read our services, report, and follow what they reported, in XML and JSON.
//!
//! The standard: Open311 GeoReport version 2; the updates by mySociety's extension of it. What cannot be said in them (a form that
//! settles itself, a request that only its team may read) is left out or answered with an error that says why.

mod answer;
mod asked;
mod attributes;
mod report;
mod requests;
mod services;
mod updates;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use crate::app::App;
use crate::platform::form::Fields;
use answer::{Fault, Node, answer};
use asked::Asked;

/// What handlers give: the root element's name and what is in it, or what was wrong.
type Given = std::result::Result<(&'static str, Node), Fault>;

/// `GET /open311/v2/{resource}`: `discovery`, `services`, `requests`, `servicerequestupdates`, each with `.xml` or `.json`.
pub async fn get(State(app): State<App>, Path(resource): Path<String>, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::new(&resource, query.as_deref());
    let given = match asked.resource.as_str() {
        "discovery" => Ok(services::discovery(&app)),
        "services" => services::list(&app, &asked),
        "requests" => requests::list(&app, &asked).await,
        "servicerequestupdates" => updates::list(&app, &asked).await,
        _ => Err(Fault::not_found("There is no such resource.")),
    };
    answer(asked.format, given)
}

/// `GET /open311/v2/{kind}/{id}`: one of `services`, `requests` or `tokens`.
pub async fn get_one(State(app): State<App>, Path((kind, id)): Path<(String, String)>, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::new(&id, query.as_deref());
    let given = match kind.as_str() {
        "services" => services::one(&app, &asked),
        "requests" => requests::one(&app, &asked).await,
        "tokens" => requests::token(&app, &asked).await,
        _ => Err(Fault::not_found("There is no such resource.")),
    };
    answer(asked.format, given)
}

/// `POST /open311/v2/{resource}`: `requests` or `servicerequestupdates`.
pub async fn post(
    State(app): State<App>,
    Path(resource): Path<String>,
    RawQuery(query): RawQuery,
    fields: Result<Fields, crate::platform::Error>,
) -> Response {
    let mut asked = Asked::new(&resource, query.as_deref());
    let given = match fields {
        Err(error) => Err(Fault::bad(crate::platform::words::say(model::Lang::En, &error.to_string(), &[]))),
        Ok(fields) => {
            asked.add(&fields);
            match asked.resource.as_str() {
                "requests" => report::report(&app, &asked, fields).await,
                "servicerequestupdates" => updates::add(&app, &asked).await,
                _ => Err(Fault::not_found("There is no such resource.")),
            }
        }
    };
    answer(asked.format, given)
}
