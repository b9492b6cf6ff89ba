//! What an administrator looks after: brand, teams, staff, and the state of the catalogue.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use model::{StaffId, TeamId, Text};
use serde::Deserialize;

use super::authority::{Authority, Disruption, Team, contrast_with_white, is_id};
use super::store;
use crate::app::App;
use crate::files;
use crate::platform::form::Fields;
use crate::platform::page::html;
use crate::platform::words::day_and_time;
use crate::platform::{Error, Page, Result};
use crate::resident::see;
use crate::staff::store::{Member, add, make_link, members, set_disabled};
use crate::staff::{Act, Role, SignedIn, staff_page};

/// What was just done, and a link that was just made.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "admin/page.html")]
struct AdminPage {
    page: Page,
    /// The other authorities of the centre.
    partners: Vec<(String, String)>,
    authority: std::sync::Arc<Authority>,
    staff: Vec<Member>,
    roles: [Role; 7],
    diagnostics: Vec<String>,
    /// Teams that services name and this authority does not have: what they send would stand in nobody's list.
    lost_teams: Vec<String>,
    services: usize,
    articles: usize,
    read_at: String,
    link: String,
}

/// How long a sign-in link from an administrator is good: a day.
const LINK_MS: i64 = 24 * 60 * 60 * 1000;

/// `GET /admin`.
pub async fn page(State(app): State<App>, who: SignedIn, Query(done): Query<Done>) -> Result<Response> {
    who.may(Act::Administer)?;
    show(&app, &who, done.done, String::new()).await
}

async fn show(app: &App, who: &SignedIn, done: String, link: String) -> Result<Response> {
    let authority = app.authority(&who.authority)?;
    let library = app.library();
    let mut page = staff_page(app, who, "/admin", "Admin")?;
    page.flash = Some(done).filter(|done| !done.is_empty());
    let authorities = app.authorities();
    let others = authorities.values().filter(|other| other.id != authority.id);
    let given = library.catalogue.services.values().filter(|service| authority.gives(service));
    let named =
        given.flat_map(|service| service.rules.iter().filter_map(|rule| rule.team.as_ref()).chain([&service.team]).map(move |team| (team, service)));
    let lost = named.filter(|(team, _)| authority.teams.iter().all(|known| known.id != **team));
    let lost: std::collections::BTreeSet<String> = lost.map(|(team, service)| format!("{team}, named by {}", service.title.en)).collect();
    html(&AdminPage {
        lost_teams: lost.into_iter().collect(),
        partners: others.map(|other| (other.name.en.clone(), other.kind.clone())).collect(),
        staff: members(&app.db, &who.scope()).await?,
        roles: Role::ALL,
        diagnostics: library.diagnostics.iter().map(ToString::to_string).collect(),
        services: library.catalogue.services.values().filter(|service| authority.gives(service)).count(),
        articles: library.catalogue.articles.values().filter(|article| authority.packs.contains(&article.pack)).count(),
        read_at: day_and_time(model::Lang::En, library.read_at),
        authority,
        link,
        page,
    })
}

fn word(text: &str) -> Result<String> {
    if is_id(text) {
        Ok(text.to_owned())
    } else {
        Err(Error::Bad("An id is 2 to 40 small letters, digits and hyphens. Nothing was changed.".to_owned()))
    }
}

/// `POST /admin`: one change, by the form's `act`.
pub async fn act(State(app): State<App>, who: SignedIn, mut fields: Fields) -> Result<Response> {
    who.may(Act::Administer)?;
    let scope = who.scope();
    let mut authority = Authority::clone(&*app.authority(&who.authority)?);
    let typed = fields.clone();
    let need = |name: &str, what: &str, most: usize| {
        let given = typed.given(name).filter(|text| text.chars().count() <= most).map(str::to_owned);
        given.ok_or_else(|| Error::Bad(format!("Write {what}, in {most} characters or fewer. Nothing was changed.")))
    };
    let done = match typed.get("act") {
        "brand" => {
            let colour = need("colour", "a colour", 7)?;
            match contrast_with_white(&colour) {
                None => return Err(Error::Bad("Write the colour as # and six digits of hex, like #1d4f76. Nothing was changed.".to_owned())),
                Some(contrast) if contrast < 4.5 => {
                    return Err(Error::Bad(format!(
                        "White words on {colour} have a contrast of {contrast:.1}; people need 4.5 or more. Choose a darker colour. Nothing was changed."
                    )));
                }
                Some(_) => {}
            }
            authority.name = Text { en: need("name", "a name", 100)?, cy: fields.given("name_cy").map(str::to_owned) };
            authority.brand.colour = colour;
            authority.brand.phone = need("phone", "a phone number", 30)?;
            authority.brand.email = need("email", "an email address", 200)?;
            authority.brand.hours = need("hours", "the hours", 200)?;
            authority.brand.hours_cy = fields.given("hours_cy").map(str::to_owned);
            authority.brand.logo_letters = need("logo_letters", "one to three letters", 3)?;
            app.db.write(move |tx| Box::pin(async move { store::put(tx, &scope, &authority).await })).await?;
            app.reload_authorities().await?;
            "Brand kept"
        }
        "logo" => {
            let upload = fields.files.pop().ok_or_else(|| Error::Bad("Choose a picture first. Nothing was changed.".to_owned()))?;
            let picture = files::take_in_turn(upload.bytes).await?;
            let picture = picture.ok_or_else(|| Error::Bad("Choose a JPEG, PNG, WebP or GIF. Nothing was changed.".to_owned()))?;
            app.db
                .write(move |tx| {
                    Box::pin(async move {
                        if let Some(before) = &authority.brand.logo {
                            files::store::remove(tx, &scope, before).await?;
                        }
                        authority.brand.logo = Some(files::store::put(tx, &scope, "logo", &picture).await?.id);
                        store::put(tx, &scope, &authority).await
                    })
                })
                .await?;
            app.reload_authorities().await?;
            "The logo stands in the header"
        }
        "no_logo" => {
            authority.brand.logo = None;
            app.db.write(move |tx| Box::pin(async move { store::put(tx, &scope, &authority).await })).await?;
            app.reload_authorities().await?;
            "The letters stand in the header"
        }
        "team" => {
            let id = TeamId::from(word(fields.get("id"))?);
            let name = Text { en: need("name", "a name", 100)?, cy: fields.given("name_cy").map(str::to_owned) };
            authority.teams = vec![Team { id, name }];
            app.db.write(move |tx| Box::pin(async move { store::put(tx, &scope, &authority).await })).await?;
            app.reload_authorities().await?;
            "Team kept"
        }
        "disruption" => {
            let disruption = Disruption {
                title: need("title", "a line that says what does not run", 150)?,
                title_cy: fields.given("title_cy").map(str::to_owned),
                words: need("words", "what it means for residents", 600)?,
                words_cy: fields.given("words_cy").map(str::to_owned),
            };
            authority.disruptions.push(disruption);
            app.db.write(move |tx| Box::pin(async move { store::put(tx, &scope, &authority).await })).await?;
            app.reload_authorities().await?;
            "Residents see it on the home page"
        }
        "over" => {
            authority.disruptions.retain(|disruption| disruption.title != fields.get("title"));
            app.db.write(move |tx| Box::pin(async move { store::put(tx, &scope, &authority).await })).await?;
            app.reload_authorities().await?;
            "It is over"
        }
        "staff" => {
            let (name, email) = (need("name", "a name", 100)?, need("email", "an email address", 200)?);
            let role = Role::parse(fields.get("role")).ok_or_else(|| Error::Bad("Choose a role. Nobody was added.".to_owned()))?;
            let team = fields.given("team").map(TeamId::from).filter(|team| authority.teams.iter().any(|known| known.id == *team));
            app.db.write(move |tx| Box::pin(async move { add(tx, &scope, &name, &email, role, team.as_ref()).await })).await?;
            "Added. Make them a sign-in link below."
        }
        "leave" | "return" => {
            let (id, leaves) = (StaffId::from(fields.get("staff")), fields.get("act") == "leave");
            if leaves && id == who.staff {
                return Err(Error::Bad("You cannot take away your own access. Ask another administrator.".to_owned()));
            }
            app.db.write(move |tx| Box::pin(async move { set_disabled(tx, &scope, &id, leaves).await })).await?;
            if leaves { "Their access has ended, and so have their sessions" } else { "They may come in again" }
        }
        "link" => {
            let id = StaffId::from(fields.get("staff"));
            let known = members(&app.db, &scope).await?.iter().any(|member| member.id == id && member.disabled_at.is_none());
            if !known {
                return Err(Error::NotFound);
            }
            let secret = app.db.write(move |tx| Box::pin(async move { make_link(tx, &scope, &id, LINK_MS, false).await })).await?;
            // Shown once, never kept: only its hash is in the database.
            let link = format!("{}/sign-in/{secret}", app.settings.base);
            return show(&app, &who, "A link that works once, for a day. Give it to them yourself.".to_owned(), link).await;
        }
        "reload" => {
            app.reload_library();
            "The catalogue was read again"
        }
        _ => return Err(Error::NotFound),
    };
    let query = serde_urlencoded::to_string([("done", done)]).unwrap_or_default();
    Ok(see(format!("/admin?{query}")))
}
