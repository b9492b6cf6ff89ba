//! `GET requests` and one of them: with a key all that are not sensitive, without one those of services whose requests everybody may see.

use model::{Lang, Millis};

use super::Given;
use super::answer::{Fault, Node};
use super::asked::Asked;
use crate::admin::Authority;
use crate::app::App;
use crate::requests::store::published::{Published, published};
use crate::requests::{Request, State};

/// How far back the list goes when nothing is said: the standard's 90 days.
const DAYS_MS: i64 = 90 * 24 * 60 * 60 * 1000;
/// How many requests one answer holds: the standard's 1,000.
const ROWS_MAX: i64 = 1000;

/// What a client may see.
struct Sight {
    /// Whether it has a key.
    known: bool,
    /// The services whose requests everybody may see.
    open: Vec<String>,
}

async fn sight(app: &App, asked: &Asked, authority: &Authority) -> Result<Sight, Fault> {
    let known = asked.client(app, authority).await?.is_some();
    let library = app.library();
    let open = library.catalogue.services.values().filter(|service| service.public && !service.sensitive && authority.gives(service));
    Ok(Sight { known, open: open.map(|service| service.id.clone()).collect() })
}

/// `GET requests`.
pub async fn list(app: &App, asked: &Asked) -> Given {
    let authority = asked.authority(app)?;
    let sight = sight(app, asked, &authority).await?;
    let ids = asked.list("service_request_id");
    let (from, to) = (asked.moment("start_date")?, asked.moment("end_date")?);
    let now = app.clock.now();
    // Whoever names requests wants those, however old.
    let to = to.unwrap_or(now);
    let from = from.unwrap_or(if ids.is_empty() { to.plus(-DAYS_MS) } else { Millis(0) });
    if ids.is_empty() && to.since(from) > DAYS_MS {
        return Err(Fault::bad("start_date, end_date: 90 days are the most."));
    }
    let open = match asked.list("status").as_slice() {
        [] => None,
        [one] if one == "open" => Some(true),
        [one] if one == "closed" => Some(false),
        [one, other] if one != other && [one, other].iter().all(|status| ["open", "closed"].contains(&status.as_str())) => None,
        _ => return Err(Fault::bad("status: open and closed are the only ones.")),
    };
    let mut services = asked.list("service_code");
    if !sight.known {
        // Without a key only what everybody may see; nothing at all when that is not what was asked for.
        services = if services.is_empty() { sight.open.clone() } else { services.into_iter().filter(|code| sight.open.contains(code)).collect() };
        if services.is_empty() {
            return Ok(("service_requests", Node::List("request", Vec::new())));
        }
    }
    let rows_max = asked.number::<i64>("page_size")?.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
    let page = asked.number::<i64>("page")?.unwrap_or(1).clamp(1, 100_000);
    let wanted = Published { ids, services, open, from, to, rows_max, skip: (page - 1) * rows_max };
    let scope = crate::platform::Scope::resident(authority.id.clone());
    let found = published(&app.db, &scope, &wanted).await?;
    Ok(("service_requests", Node::List("request", found.iter().map(|request| shown(app, &authority, request, sight.known)).collect())))
}

/// `GET requests/{id}`.
pub async fn one(app: &App, asked: &Asked) -> Given {
    let authority = asked.authority(app)?;
    let sight = sight(app, asked, &authority).await?;
    let scope = crate::platform::Scope::resident(authority.id.clone());
    let request = crate::requests::store::by_reference(&app.db, &scope, &asked.resource).await?;
    if request.sensitive || (!sight.known && !sight.open.contains(&request.service)) {
        return Err(Fault::not_found("service_request_id: there is no such request, or it is not open to you."));
    }
    Ok(("service_requests", Node::List("request", vec![shown(app, &authority, &request, sight.known)])))
}

/// `GET tokens/{id}`: requests are made at once here, so the token is the reference itself.
pub async fn token(app: &App, asked: &Asked) -> Given {
    let authority = asked.authority(app)?;
    let scope = asked.known_client(app, &authority).await?;
    let request = crate::requests::store::by_reference(&app.db, &scope, &asked.resource).await?;
    if request.sensitive {
        return Err(Fault::not_found("token: there is no such token."));
    }
    let parts = vec![("service_request_id", Node::text(request.reference)), ("token", Node::text(asked.resource.clone()))];
    Ok(("service_requests", Node::List("request", vec![Node::Object(parts)])))
}

/// A request as the standard shows it. Without a key the words are the service's and the place's, never what somebody wrote.
fn shown(app: &App, authority: &Authority, request: &Request, known: bool) -> Node {
    let library = app.library();
    let service = library.catalogue.service(&request.service);
    let title = service.map_or(request.service_title.as_str(), |service| service.title.get(Lang::En));
    let description = if known { request.summary.clone() } else { title.to_owned() };
    let real = |number: Option<f64>| number.map_or(Node::Nothing, Node::Real);
    Node::Object(vec![
        ("service_request_id", Node::text(request.reference.clone())),
        ("status", Node::text(if request.state == State::Done { "closed" } else { "open" })),
        ("status_notes", Node::text(request.reason.clone().unwrap_or_default())),
        ("service_name", Node::text(title)),
        ("service_code", Node::text(request.service.clone())),
        ("description", Node::text(description)),
        ("agency_responsible", Node::Text(format!("{}: {}", authority.name.en, authority.team_name(&request.team, Lang::En)))),
        ("service_notice", Node::text(service.and_then(|service| service.next.as_ref()).map_or("", |next| next.get(Lang::En)))),
        ("requested_datetime", Node::moment(request.created_at)),
        ("updated_datetime", Node::moment(request.updated_at)),
        ("expected_datetime", request.due_at.map_or(Node::Nothing, Node::moment)),
        ("address", Node::text(request.place.clone())),
        ("address_id", Node::Nothing),
        ("zipcode", Node::text(request.postcode.clone())),
        ("lat", real(request.point.map(|point| point.0))),
        ("long", real(request.point.map(|point| point.1))),
        ("media_url", Node::Nothing),
    ])
}
