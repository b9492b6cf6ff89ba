//! What people read when something cannot be done: what happened, what was not lost, what to do next.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header::LOCATION, header::RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use model::{AuthorityId, Lang};

use crate::app::App;
use crate::platform::words::say;
use crate::platform::{Error, Page};

/// An error on its way to the page that tells of it.
#[derive(Clone, Debug)]
struct Told {
    key: &'static str,
    words: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, key, words) = match self {
            Self::SignIn(back) => {
                let back = serde_urlencoded::to_string([("next", back)]).unwrap_or_default();
                return (StatusCode::SEE_OTHER, [(LOCATION, format!("/sign-in?{back}"))]).into_response();
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", None),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", None),
            Self::Bad(words) => (StatusCode::BAD_REQUEST, "bad", Some(words)),
            Self::Conflict(words) => (StatusCode::CONFLICT, "conflict", Some(words)),
            Self::TooLarge(words) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", Some(words)),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy", None),
            Self::Internal(words) => {
                tracing::error!(%words, "a request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", None)
            }
        };
        let mut response = (status, words.clone().unwrap_or_default()).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(Told { key, words });
        response
    }
}

#[derive(Template)]
#[template(path = "page/error.html")]
struct ErrorPage {
    page: Page,
    words: String,
    next: String,
}

/// Turns errors into pages in the brand and language of the authority that the address names.
pub async fn error_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let lang = crate::resident::lang_of(request.uri().query(), request.headers());
    // No keyboard sends this sign, and one database refuses it.
    let response = if request.uri().path_and_query().is_some_and(|asked| asked.as_str().contains("%00")) {
        Error::NotFound.into_response()
    } else {
        next.run(request).await
    };
    let told = match (response.extensions().get::<Told>(), response.status()) {
        (Some(told), _) => told.clone(),
        (None, StatusCode::NOT_FOUND) if !path.starts_with("/assets/") => Told { key: "not-found", words: None },
        (None, StatusCode::METHOD_NOT_ALLOWED) => Told { key: "not-found", words: None },
        _ => return response,
    };
    let first = path.split('/').nth(1).unwrap_or_default();
    let authority = app.authority(&AuthorityId::from(first)).ok();
    let lang = if authority.is_some() { lang } else { Lang::En };
    let page = Page {
        title: say(lang, &format!("error-{}-title", told.key), &[]),
        lang: lang.tag(),
        brand: authority.map(|authority| authority.brand(lang)).unwrap_or_default(),
        here: path,
        ..Page::default()
    };
    // Some parts do not know the page's language and give the words' key; other words are no key and stay as they are.
    let words = told.words.map_or_else(|| say(lang, &format!("error-{}-words", told.key), &[]), |words| say(lang, &words, &[]));
    let template = ErrorPage { page, words, next: say(lang, &format!("error-{}-next", told.key), &[]) };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_TYPE);
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    match template.render() {
        Ok(body) => (parts.status, parts.headers, Html(body)).into_response(),
        Err(_) => (parts.status, "Something went wrong.").into_response(),
    }
}
