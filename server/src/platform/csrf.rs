//! Rules for every answer and every form: no other site may send our forms, and no page runs a script that is not ours.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Nothing inline, nothing from elsewhere; the map's worker is made from our own script.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
    connect-src 'self'; worker-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Refuses forms sent by other sites. Browsers say where a request comes from in `Sec-Fetch-Site` (Fetch Metadata), older
/// ones in `Origin`; cookies are `SameSite=Lax` besides, for those that say nothing.
pub async fn same_site_only(request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !comes_from_us(&request) {
        return (StatusCode::FORBIDDEN, "This form was sent from another website, so we did not take it. Nothing was changed.").into_response();
    }
    next.run(request).await
}

fn comes_from_us(request: &Request) -> bool {
    let header = |name: &HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header(&HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match (header(&ORIGIN), header(&HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// Sets the headers that every answer carries, unless a handler said otherwise.
pub async fn safe_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", CONTENT_SECURITY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), display-capture=(), geolocation=(self)"),
    ] {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
