//! Every address of the centre, in one list.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::platform::{assets, csrf};
use crate::staff::{account, sign_in};
use crate::{admin, desk, error, knowledge, messages, open311, people, performance, record, requests, resident, track};

/// The most that any request may carry: a form with its files.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The whole centre as one service.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/health/live", get(async || "live"))
        .route("/health/ready", get(resident::ready))
        .route("/assets/{file}", get(assets::get))
        .route("/schemas/service.json", get(knowledge::schema))
        // Staff: coming in and going out.
        .route("/sign-in", get(sign_in::page).post(sign_in::with_password))
        .route("/sign-in/{secret}", get(sign_in::link_page).post(sign_in::with_link))
        .route("/sign-out", post(sign_in::out))
        .route("/account", get(account::page).post(account::act))
        // Staff: requests.
        .route("/requests", get(requests::list))
        .route("/requests/bulk", post(requests::bulk))
        .route("/requests/undo/{id}", post(requests::undo))
        .route("/requests/{id}", get(requests::one).post(requests::act))
        .route("/requests/{id}/files/{file}", get(requests::file))
        .route("/desk", get(desk::desk).post(desk::begin))
        .route("/desk/{contact}", get(desk::contact).post(desk::act))
        .route("/desk/{contact}/form/{form}", get(desk::question).post(desk::answer))
        .route("/people", get(people::list).post(people::create))
        .route("/people/{id}", get(people::one).post(people::act))
        .route("/performance", get(performance::page))
        .route("/performance.csv", get(performance::csv))
        .route("/performance/{kpi}", get(performance::one))
        .route("/outbox", get(messages::outbox))
        .route("/record", get(record::page))
        .route("/admin", get(admin::page).post(admin::act))
        .route("/knowledge", get(knowledge::for_staff))
        // Residents: the first part of the address is the authority.
        .route("/", get(resident::front_door))
        .route("/{authority}", get(resident::home))
        .route("/{authority}/brand.css", get(resident::brand_css))
        .route("/{authority}/logo", get(resident::logo))
        .route("/{authority}/wards.geojson", get(resident::wards))
        .route("/{authority}/language/{lang}", get(resident::set_language))
        .route("/{authority}/accessibility", get(resident::accessibility))
        .route("/{authority}/privacy", get(resident::privacy))
        .route("/{authority}/track", get(track::ask_page).post(track::ask))
        .route("/{authority}/track/code", post(track::enter))
        .route("/{authority}/track/{reference}", get(track::show).post(track::act))
        .route("/{authority}/track/{reference}/files/{file}", get(track::file))
        .route("/{authority}/search", get(knowledge::search))
        .route("/{authority}/search.json", get(knowledge::search_json))
        .route("/{authority}/go/{search}/{what}/{id}", get(knowledge::go))
        .route("/{authority}/found/{what}/{id}", get(knowledge::found))
        .route("/{authority}/knowledge/{article}", get(knowledge::article).post(knowledge::helped))
        .route("/{authority}/form/{form}", get(resident::resume))
        .route("/{authority}/form/{form}/your-details", get(resident::details).post(resident::save_details))
        .route("/{authority}/form/{form}/check", get(resident::check).post(resident::send))
        .route("/{authority}/form/{form}/done", get(resident::done))
        .route("/{authority}/form/{form}/files/{file}", get(resident::file))
        .route("/{authority}/form/{form}/{ask}", get(resident::question).post(resident::answer))
        .route("/{authority}/{service}", get(resident::start).post(resident::begin))
        .layer(from_fn_with_state(app.clone(), error::error_pages))
        .layer(from_fn(csrf::same_site_only))
        // Other systems: they have keys instead of cookies, so any site may send, and their errors are no pages.
        .route("/open311/v2/{resource}", get(open311::get).post(open311::post))
        .route("/open311/v2/{kind}/{id}", get(open311::get_one))
        .layer(from_fn(csrf::safe_headers))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::new())
        .with_state(app)
}
