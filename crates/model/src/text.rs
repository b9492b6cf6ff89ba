//! Words that residents read, in English and perhaps in Welsh.

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Welsh.
    Cy,
}

impl Lang {
    /// The BCP 47 tag: `en` or `cy`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Cy => "cy",
        }
    }

    /// Reads a tag; anything but `cy` is English.
    pub fn from_tag(tag: &str) -> Self {
        if tag == "cy" { Self::Cy } else { Self::En }
    }
}

/// Words in English, and in Welsh where somebody has written them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The English words.
    pub en: String,
    /// The Welsh words, if there are any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cy: Option<String>,
}

impl Text {
    /// Words in English alone.
    pub fn english(en: impl Into<String>) -> Self {
        Self { en: en.into(), cy: None }
    }

    /// The words in a language; the English ones where there is no Welsh.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.cy) {
            (Lang::Cy, Some(cy)) => cy,
            _ => &self.en,
        }
    }

    /// The language in which `get` really answers, for the `lang` attribute.
    pub fn lang(&self, lang: Lang) -> Lang {
        if lang == Lang::Cy && self.cy.is_some() { Lang::Cy } else { Lang::En }
    }
}
