//! What a form sent: fields by name, tidied of what no keyboard sends, and uploaded files.

use std::collections::BTreeMap;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;

use super::Error;

/// The most that a form without files may hold.
const FIELDS_BYTES_MAX: usize = 256 * 1024;
/// The most that one uploaded file may hold.
pub const FILE_BYTES_MAX: usize = 10 * 1024 * 1024;
const FILES_MAX: usize = 6;
const PARTS_MAX: usize = 200;

/// The fields of a form, in the order of their names; a name may be there more than once.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Name to values.
    pub values: BTreeMap<String, Vec<String>>,
    /// Uploaded files that hold anything.
    pub files: Vec<Upload>,
}

/// An uploaded file as it came; nothing about it is to be trusted.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The field it was sent in.
    pub field: String,
    /// What the sender calls it.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// A path of this centre that may be gone back to; anything else would lead people away. Browsers drop control signs and take `\\` for `/`.
pub fn inside(path: &str) -> Option<&str> {
    let strange = path.contains('\\') || path.chars().any(char::is_control);
    (path.starts_with('/') && !path.starts_with("//") && !strange).then_some(path)
}

impl Fields {
    /// The first value of a field, trimmed; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// The first value of a field, trimmed, unless it is empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Reads `name=value&…` as browsers send it.
    pub fn from_urlencoded(bytes: &[u8]) -> Result<Self, Error> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).map_err(|_| not_text())?;
        let mut fields = Self::default();
        for (name, value) in pairs {
            // The decoder puts U+FFFD where bytes are no UTF-8.
            if value.contains('\u{fffd}') && !contains(bytes, b"%EF%BF%BD") && !contains(bytes, b"%ef%bf%bd") {
                return Err(not_text());
            }
            fields.push(&name, &value);
        }
        Ok(fields)
    }

    fn push(&mut self, name: &str, value: &str) {
        self.values.entry(tidy(name)).or_default().push(tidy(value));
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn not_text() -> Error {
    Error::Bad("error-no-text".to_owned())
}

/// Takes out control characters, which no keyboard sends and one database refuses, and makes line ends alike.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect()
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return read_multipart(Multipart::from_request(request, state).await.map_err(|_| not_text())?).await;
        }
        let bytes = to_bytes(request.into_body(), FIELDS_BYTES_MAX).await.map_err(|_| too_much())?;
        Self::from_urlencoded(&bytes)
    }
}

fn too_much() -> Error {
    Error::TooLarge("error-too-much".to_owned())
}

async fn read_multipart(mut parts: Multipart) -> Result<Fields, Error> {
    let mut fields = Fields::default();
    let mut fields_bytes = 0;
    let mut n_parts = 0;
    while let Some(mut part) = parts.next_field().await.map_err(|_| too_much())? {
        n_parts += 1;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(tidy);
        let limit = if file_name.is_some() { FILE_BYTES_MAX } else { FIELDS_BYTES_MAX };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| too_much())? {
            if bytes.len() + chunk.len() > limit {
                return Err(match file_name {
                    Some(_) => Error::TooLarge("error-file-too-large".to_owned()),
                    None => too_much(),
                });
            }
            bytes.extend_from_slice(&chunk);
        }
        match file_name {
            Some(_) if bytes.is_empty() => {}
            Some(file_name) => fields.files.push(Upload { field: name, name: file_name, bytes: bytes.into() }),
            None => {
                fields_bytes += bytes.len();
                fields.push(&name, std::str::from_utf8(&bytes).map_err(|_| not_text())?);
            }
        }
        if fields_bytes > FIELDS_BYTES_MAX || n_parts > PARTS_MAX || fields.files.len() > FILES_MAX {
            return Err(too_much());
        }
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    #[test]
    fn nobody_is_led_away() {
        for away in ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "javascript:x", ""] {
            assert_eq!(super::inside(away), None, "{away:?}");
        }
        assert_eq!(super::inside("/requests?team=waste"), Some("/requests?team=waste"));
    }

    use super::*;

    #[test]
    fn fields_are_tidied() {
        let fields = Fields::from_urlencoded(b"a=+one%00two%0D%0A&a=x&b=%C5%B7").expect("reads");
        assert_eq!(fields.get("a"), "onetwo");
        assert_eq!(fields.all("a").len(), 2);
        assert_eq!(fields.get("b"), "ŷ");
        assert_eq!(fields.given("c"), None);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(matches!(Fields::from_urlencoded(b"a=%FF%FE"), Err(Error::Bad(_))));
    }
}
