//! What every page shows around its content.

use axum::response::{Html, IntoResponse, Response};
use model::Lang;

use super::{Result, words};

/// How an authority shows itself.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Brand {
    /// The authority's id, the first part of its addresses.
    pub id: String,
    /// Its name in the page's language.
    pub name: String,
    /// The number that reaches a person.
    pub phone: String,
    /// When somebody answers it.
    pub hours: String,
    /// Where letters by e-mail go.
    pub email: String,
    /// One to three letters in the header.
    pub logo_letters: String,
    /// Whether there is a picture instead of the letters.
    pub has_logo: bool,
    /// `#rrggbb`, with a contrast of at least 4.5 to white.
    pub colour: String,
}

/// The bar over a staff page.
#[derive(Clone, Debug)]
pub struct StaffBar {
    /// Who is signed in.
    pub name: String,
    /// Their role in words.
    pub role_words: String,
    /// Their authority's name.
    pub authority_name: String,
    /// Where they may go.
    pub nav: Vec<NavItem>,
}

/// A link of the staff navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub words: &'static str,
    /// Whether it is the part that is shown.
    pub current: bool,
}

/// Everything about a page that is not its content.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The page's title, without the authority's name.
    pub title: String,
    /// `en` or `cy`.
    pub lang: &'static str,
    /// Whose page it is.
    pub brand: Brand,
    /// The path that was asked for.
    pub here: String,
    /// The same page in the other language.
    pub other_lang_href: String,
    /// Whether the page offers to leave quickly.
    pub exit: bool,
    /// Scripts under `/assets/` besides the common one.
    pub scripts: Vec<&'static str>,
    /// Styles under `/assets/` besides the common one.
    pub styles: Vec<&'static str>,
    /// The bar for staff.
    pub staff: Option<StaffBar>,
    /// Whether the page tells of a mistake, so that its title says so first.
    pub error: bool,
    /// Words about what was just done.
    pub flash: Option<String>,
}

impl Page {
    /// The words of a key.
    pub fn t(&self, key: &str) -> String {
        words::say(self.language(), key, &[])
    }

    /// The words of a key with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        words::say(self.language(), key, &[(name, &value.to_string())])
    }

    /// The words of a key with two arguments.
    pub fn t2(&self, key: &str, name: &str, value: impl std::fmt::Display, also: &str, other: impl std::fmt::Display) -> String {
        words::say(self.language(), key, &[(name, &value.to_string()), (also, &other.to_string())])
    }

    /// The brand's phone number as a link dials it.
    pub fn phone_digits(&self) -> String {
        self.brand.phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
    }

    /// The language as a type.
    pub fn language(&self) -> Lang {
        Lang::from_tag(self.lang)
    }

    /// The same page with another title.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The same page with scripts and styles of its own.
    #[must_use]
    pub fn with(mut self, scripts: &[&'static str], styles: &[&'static str]) -> Self {
        self.scripts.extend(scripts);
        self.styles.extend(styles);
        self
    }
}

/// Renders a template as an answer.
pub fn html(template: &impl askama::Template) -> Result<Response> {
    Ok(Html(template.render()?).into_response())
}
