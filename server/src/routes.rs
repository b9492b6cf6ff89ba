//! Every address of the centre, in one list.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::platform::{assets, csrf};
use crate::{error, resident};

/// The most that any request may carry: a form with its files.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The whole centre as one service.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/health/live", get(async || "live"))
        .route("/health/ready", get(resident::ready))
        .route("/assets/{file}", get(assets::get))
        // Residents: the first part of the address is the authority.
        .route("/", get(resident::front_door))
        .route("/{authority}", get(resident::home))
        .layer(from_fn_with_state(app.clone(), error::error_pages))
        .layer(from_fn(csrf::same_site_only))
        .layer(from_fn(csrf::safe_headers))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::new())
        .with_state(app)
}
