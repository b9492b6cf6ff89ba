//! Answers in XML and JSON from one tree, and errors as the standard wants them.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use model::Millis;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value};

use super::Given;
use crate::platform::Error;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Required by the standard, and what is given where nothing is asked for.
    Xml,
    /// Allowed by it.
    Json,
}

/// A part of an answer.
#[derive(Clone, Debug)]
pub enum Node {
    /// Words.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A number with a fraction.
    Real(f64),
    /// True or false.
    Flag(bool),
    /// Nothing known: `null`, or an empty element.
    Nothing,
    /// Parts by name, in order.
    Object(Vec<(&'static str, Node)>),
    /// Several of the same, each under a name in XML.
    List(&'static str, Vec<Node>),
}

impl Node {
    /// Words; nothing where they are empty.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Nothing } else { Self::Text(words) }
    }

    /// A moment as the W3C's note on dates writes it, in London's zone.
    pub fn moment(at: Millis) -> Self {
        Self::Text(at.in_london().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    fn as_json(&self) -> Value {
        match self {
            Self::Text(words) => words.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Real(number) => (*number).into(),
            Self::Flag(is) => (*is).into(),
            Self::Nothing => Value::Null,
            Self::Object(parts) => Value::Object(parts.iter().map(|(name, part)| ((*name).to_owned(), part.as_json())).collect::<Map<_, _>>()),
            Self::List(_, parts) => parts.iter().map(Self::as_json).collect(),
        }
    }

    fn write_xml(&self, name: &str, writer: &mut quick_xml::Writer<Vec<u8>>) -> std::io::Result<()> {
        let words = match self {
            Self::Nothing => {
                return writer.write_event(Event::Empty(BytesStart::new(name)));
            }
            Self::Text(words) => words.clone(),
            Self::Number(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            Self::Flag(is) => is.to_string(),
            Self::Object(_) | Self::List(..) => String::new(),
        };
        writer.write_event(Event::Start(BytesStart::new(name)))?;
        match self {
            Self::Object(parts) => {
                for (name, part) in parts {
                    part.write_xml(name, writer)?;
                }
            }
            Self::List(each, parts) => {
                for part in parts {
                    part.write_xml(each, writer)?;
                }
            }
            _ => writer.write_event(Event::Text(BytesText::new(&words)))?,
        }
        writer.write_event(Event::End(BytesEnd::new(name)))
    }
}

/// What was wrong with what was asked: a status and words for whoever wrote the client.
#[derive(Clone, Debug)]
pub struct Fault {
    status: StatusCode,
    words: Vec<String>,
}

impl Fault {
    /// Something that cannot be used.
    pub fn bad(words: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, words: vec![words.into()] }
    }

    /// Several things that cannot be used.
    pub fn all_bad(words: Vec<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, words }
    }

    /// Something that is not there.
    pub fn not_found(words: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, words: vec![words.to_owned()] }
    }

    /// A key that does not open this.
    pub fn forbidden(words: &str) -> Self {
        Self { status: StatusCode::FORBIDDEN, words: vec![words.to_owned()] }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found("There is no such thing here."),
            Error::Bad(words) | Error::Conflict(words) | Error::TooLarge(words) => Self::bad(words),
            Error::Busy => {
                Self { status: StatusCode::SERVICE_UNAVAILABLE, words: vec!["Too much is asked at once. Nothing was changed; try again.".to_owned()] }
            }
            Error::Forbidden | Error::SignIn(_) => Self::forbidden("This is not open to you."),
            Error::Internal(words) => {
                tracing::error!(%words, "a request of another system failed");
                Self {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    words: vec!["Something went wrong here. Nothing was changed; try again later.".to_owned()],
                }
            }
        }
    }
}

/// The answer in the format that was asked for.
pub fn answer(format: Format, given: Given) -> Response {
    let (status, root, node) = match given {
        Ok((root, node)) => (StatusCode::OK, root, node),
        Err(fault) => {
            let code = i64::from(fault.status.as_u16());
            let each = |words: String| Node::Object(vec![("code", Node::Number(code)), ("description", Node::Text(words))]);
            (fault.status, "errors", Node::List("error", fault.words.into_iter().map(each).collect()))
        }
    };
    match format {
        Format::Json => (status, [(CONTENT_TYPE, "application/json; charset=utf-8")], node.as_json().to_string()).into_response(),
        Format::Xml => match xml(root, &node) {
            Ok(bytes) => (status, [(CONTENT_TYPE, "text/xml; charset=utf-8")], bytes).into_response(),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        },
    }
}

fn xml(root: &str, node: &Node) -> std::io::Result<Vec<u8>> {
    let mut writer = quick_xml::Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    node.write_xml(root, &mut writer)?;
    Ok(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tree_two_languages() {
        let node = Node::List(
            "service",
            vec![Node::Object(vec![("name", Node::text("Bins & <more>")), ("type", Node::Nothing), ("metadata", Node::Flag(true))])],
        );
        assert_eq!(node.as_json().to_string(), "[{\"name\":\"Bins & <more>\",\"type\":null,\"metadata\":true}]");
        let expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?><services><service><name>Bins &amp; &lt;more&gt;</name><type/><metadata>true</metadata></service></services>";
        assert_eq!(String::from_utf8(xml("services", &node).expect("written")).expect("text"), expected);
    }

    #[test]
    fn moments_carry_their_zone() {
        let noon = Millis::start_of(jiff::civil::date(2026, 7, 1)).plus(12 * 3_600_000);
        assert!(matches!(Node::moment(noon), Node::Text(text) if text == "2026-07-01T12:00:00+01:00"));
    }
}
