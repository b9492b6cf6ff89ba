//! The team's list: what to narrow it by, what decides first, what to do with many at once.

use askama::Template;
use axum::extract::{Query, State as Shared};
use axum::response::Response;
use model::{Lang, Millis, RequestId, TeamId};
use serde::Deserialize;

use super::state::State;
use super::store::list::{COUNT_MAX, Filter, PAGE_ROWS, count, page};
use crate::app::App;
use crate::platform::page::html;
use crate::platform::{Page, Result};
use crate::staff::{Act, Role, SignedIn, staff_page, store::members};

/// What the list is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    state: String,
    team: String,
    service: String,
    who: String,
    late: String,
    before: String,
    done: String,
    undo: String,
}

/// A row of the list.
pub struct Row {
    id: RequestId,
    reference: String,
    summary: String,
    state: &'static str,
    priority: String,
    team: String,
    assigned: String,
    age: String,
    late: bool,
    place: String,
    /// Whether the resident said that it was not done after all.
    reopened: bool,
}

/// A choice of a filter.
pub struct Pick {
    key: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "staff/requests.html")]
struct ListPage {
    page: Page,
    asked: Asked,
    states: Vec<Pick>,
    teams: Vec<Pick>,
    services: Vec<Pick>,
    whose: Vec<Pick>,
    rows: Vec<Row>,
    n: String,
    next: String,
    narrowed: bool,
    may_work: bool,
}

/// How old or how late something is, in words: `2 days over`, `due today`, `3 days left`.
pub fn age_words(created: Millis, due: Option<Millis>, closed: Option<Millis>, now: Millis) -> (String, bool) {
    // By the days of the calendar: what is due tomorrow at nine is not due today.
    let between = |from: Millis, to: Millis| from.date().until(to.date()).map_or(0, |span| i64::from(span.get_days()));
    let days = |n: i64| if n == 1 { "1 day".to_owned() } else { format!("{n} days") };
    match (closed, due) {
        (Some(closed), _) => (format!("took {}", days(between(created, closed).max(0))), false),
        (None, Some(due)) if due < now => match between(due, now) {
            0 => ("over since today".to_owned(), true),
            n => (format!("{} over", days(n)), true),
        },
        (None, Some(due)) => match between(now, due) {
            0 => ("due today".to_owned(), false),
            n => (format!("{} left", days(n)), false),
        },
        (None, None) => (format!("{} old", days(between(created, now))), false),
    }
}

fn picks<'a>(any: &str, chosen: &str, all: impl Iterator<Item = (&'a str, String)>) -> Vec<Pick> {
    let mut picks = vec![Pick { key: String::new(), words: any.to_owned(), chosen: chosen.is_empty() }];
    picks.extend(all.map(|(key, words)| Pick { key: key.to_owned(), words, chosen: chosen == key }));
    picks
}

fn filter(asked: &Asked, who: &SignedIn, now: Millis) -> Filter {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Filter {
        words: asked.q.clone(),
        state: match asked.state.as_str() {
            "" => Some("open".to_owned()),
            "any" => None,
            state => given(state),
        },
        team: given(&asked.team).map(TeamId::from),
        service: given(&asked.service),
        assigned: match asked.who.as_str() {
            "me" => Some(who.staff.clone()),
            "" | "nobody" => None,
            id => Some(id.into()),
        },
        unassigned: asked.who == "nobody",
        late_at: (!asked.late.is_empty()).then_some(now),
        before: asked.before.split_once('_').and_then(|(at, id)| Some((Millis(at.parse().ok()?), RequestId::from(id)))),
        ..Filter::readable_by(who)
    }
}

impl Filter {
    /// Every request that somebody may read: what is sensitive stays with its team and the supervisors.
    pub fn readable_by(who: &SignedIn) -> Self {
        Self { sensitive_team: who.team.clone(), all_sensitive: who.role == Role::Supervisor, ..Self::default() }
    }
}

/// `GET /requests`.
pub async fn list(Shared(app): Shared<App>, who: SignedIn, Query(mut asked): Query<Asked>) -> Result<Response> {
    who.may(Act::ReadRequests)?;
    // A team's own list is where its people begin.
    let first = asked.q.is_empty() && asked.state.is_empty() && asked.team.is_empty() && asked.service.is_empty() && asked.who.is_empty();
    if first && asked.before.is_empty() && asked.late.is_empty() && asked.done.is_empty() {
        asked.team = who.team.as_ref().map_or_else(String::new, ToString::to_string);
    }
    if asked.team == "any" {
        asked.team = String::new();
    }
    let (scope, now) = (who.scope(), app.clock.now());
    let filter = filter(&asked, &who, now);
    let mut found = page(&app.db, &scope, &filter).await?;
    let n = count(&app.db, &scope, &Filter { before: None, ..filter }).await?;
    let more = found.len() as i64 > PAGE_ROWS;
    found.truncate(usize::try_from(PAGE_ROWS).unwrap_or_default());
    let authority = app.authority(&who.authority)?;
    let staff = members(&app.db, &scope).await?;
    let name_of = |id: &model::StaffId| staff.iter().find(|member| &member.id == id).map_or_else(String::new, |member| member.name.clone());
    let rows: Vec<Row> = found
        .iter()
        .map(|request| {
            let (age, late) = age_words(request.created_at, request.due_at, request.closed_at, now);
            Row {
                id: request.id.clone(),
                reference: request.reference.clone(),
                summary: request.summary.clone(),
                state: request.outcome.map_or(request.state.words(), |outcome| outcome.words()),
                priority: request.priority.clone(),
                team: authority.team_name(&request.team, Lang::En),
                assigned: request.assigned.as_ref().map(&name_of).unwrap_or_default(),
                age,
                late,
                place: request.place.clone(),
                reopened: request.reopened_at.is_some() && request.state != State::Done,
            }
        })
        .collect();
    let next = match found.last().filter(|_| more) {
        Some(last) => format!("?{}&before={}_{}", query(&asked), last.created_at.0, last.id),
        None => String::new(),
    };
    let library = app.library();
    let given = library.catalogue.services.values().filter(|service| authority.gives(service));
    let mut page = staff_page(&app, &who, "/requests", "Requests")?;
    page.flash = Some(asked.done.clone()).filter(|done| !done.is_empty());
    html(&ListPage {
        states: {
            let open = std::iter::once(("", "Open".to_owned())).chain(State::ALL.iter().map(|state| (state.as_str(), state.words().to_owned())));
            let all = open.chain(std::iter::once(("any", "Any".to_owned())));
            all.map(|(key, words)| Pick { key: key.to_owned(), words, chosen: asked.state == key }).collect()
        },
        teams: picks("Every team", &asked.team, authority.teams.iter().map(|team| (team.id.as_str(), team.name.en.clone())))
            .into_iter()
            .map(|pick| if pick.key.is_empty() { Pick { key: "any".to_owned(), ..pick } } else { pick })
            .collect(),
        services: picks("Every service", &asked.service, given.map(|service| (service.id.as_str(), service.title.en.clone()))),
        whose: {
            let mut whose = picks("Everybody's", &asked.who, [("me", "Mine".to_owned()), ("nobody", "Nobody's yet".to_owned())].into_iter());
            whose.extend(staff.iter().map(|member| Pick {
                key: member.id.to_string(),
                words: member.name.clone(),
                chosen: asked.who == member.id.as_str(),
            }));
            whose
        },
        rows,
        n: if n > COUNT_MAX {
            format!("more than {COUNT_MAX} requests")
        } else if n == 1 {
            "1 request".to_owned()
        } else {
            format!("{n} requests")
        },
        next,
        narrowed: !first,
        may_work: who.role.may(Act::WorkRequests),
        asked,
        page,
    })
}

/// The query that asks for the same list again.
fn query(asked: &Asked) -> String {
    let pairs =
        [("q", &asked.q), ("state", &asked.state), ("team", &asked.team), ("service", &asked.service), ("who", &asked.who), ("late", &asked.late)];
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ageing_is_said_in_words() {
        let day = 86_400_000;
        let at = |n: i64| Millis(n * day);
        assert_eq!(age_words(at(0), Some(at(3)), None, at(5)), ("2 days over".to_owned(), true));
        assert_eq!(age_words(at(0), Some(at(3)), None, at(3)), ("due today".to_owned(), false));
        assert_eq!(age_words(at(0), Some(at(3)), None, at(2)), ("1 day left".to_owned(), false));
        assert_eq!(age_words(at(0), Some(at(3)), Some(at(9)), at(20)), ("took 9 days".to_owned(), false));
    }
}
