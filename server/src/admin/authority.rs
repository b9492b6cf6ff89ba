//! An authority: data, not code.

use model::calendar::Nation;
use model::{AuthorityId, Lang, TeamId, Text};
use serde::{Deserialize, Serialize};

use crate::platform::Brand;

/// An organisation with its own services, data and brand.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Its id, the first part of its addresses.
    pub id: AuthorityId,
    /// Its name.
    pub name: Text,
    /// `county`, `district`, `borough` or `police`: which services are its to give.
    pub kind: String,
    /// Whose bank holidays it keeps.
    pub nation: Nation,
    /// The packs of the catalogue that it uses.
    pub packs: Vec<String>,
    /// How it shows itself.
    pub brand: BrandData,
    /// What does not run as it should today.
    pub disruptions: Vec<Disruption>,
    /// Its teams.
    pub teams: Vec<Team>,
}

/// What an authority says of its brand, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrandData {
    /// `#rrggbb`.
    pub colour: String,
    /// The number that reaches a person.
    pub phone: String,
    /// The address for e-mail.
    pub email: String,
    /// When the phone is answered.
    pub hours: String,
    /// The same in Welsh.
    pub hours_cy: Option<String>,
    /// One to three letters.
    pub logo_letters: String,
    /// The id of a kept picture that stands in the header instead of the letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
}

/// Something that does not run as it should today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disruption {
    /// One line.
    pub title: String,
    /// The same in Welsh.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title_cy: Option<String>,
    /// What it means for residents.
    pub words: String,
    /// The same in Welsh.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub words_cy: Option<String>,
}

impl Disruption {
    /// The line in a language, and the language it really is in.
    pub fn title_in(&self, lang: Lang) -> (&str, &'static str) {
        in_lang(&self.title, self.title_cy.as_ref(), lang)
    }

    /// What it means in a language, and the language it really is in.
    pub fn words_in(&self, lang: Lang) -> (&str, &'static str) {
        in_lang(&self.words, self.words_cy.as_ref(), lang)
    }
}

fn in_lang<'a>(en: &'a str, cy: Option<&'a String>, lang: Lang) -> (&'a str, &'static str) {
    match (lang, cy) {
        (Lang::Cy, Some(cy)) => (cy, "cy"),
        _ => (en, "en"),
    }
}

/// A team that works requests.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its id within the authority.
    pub id: TeamId,
    /// Its name.
    pub name: Text,
}

impl Authority {
    /// The brand as a page in one language shows it.
    pub fn brand(&self, lang: Lang) -> Brand {
        let hours = match (lang, &self.brand.hours_cy) {
            (Lang::Cy, Some(hours)) => hours,
            _ => &self.brand.hours,
        };
        Brand {
            id: self.id.to_string(),
            name: self.name.get(lang).to_owned(),
            phone: self.brand.phone.clone(),
            hours: hours.clone(),
            email: self.brand.email.clone(),
            logo_letters: self.brand.logo_letters.clone(),
            has_logo: self.brand.logo.is_some(),
            colour: self.brand.colour.clone(),
        }
    }

    /// A team's name; its id where nobody gave it a name.
    pub fn team_name(&self, id: &TeamId, lang: Lang) -> String {
        self.teams.iter().find(|team| &team.id == id).map_or_else(|| id.to_string(), |team| team.name.get(lang).to_owned())
    }

    /// Whether a service is one of its own: of a pack it uses, and of its kind.
    pub fn gives(&self, service: &catalogue::Service) -> bool {
        self.packs.contains(&service.pack) && (service.kinds.is_empty() || service.kinds.contains(&self.kind))
    }
}

/// Whether a word can be an authority's or a team's id: 2 to 40 small letters, digits and hyphens.
pub fn is_id(text: &str) -> bool {
    (2..=40).contains(&text.len()) && text.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-')
}

/// The contrast of two colours by WCAG 2.2 (success criterion 1.4.3): 1 to 21. `None` when one is no `#rrggbb`.
pub fn contrast_with_white(colour: &str) -> Option<f64> {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).ok()?) / 255.0;
        Some(if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    let luminance = 0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?;
    Some(1.05 / (luminance + 0.05))
}

#[cfg(test)]
mod tests {
    use super::contrast_with_white;

    #[test]
    fn contrast_is_wcags() {
        assert!((contrast_with_white("#000000").expect("a colour") - 21.0).abs() < 0.01);
        assert!((contrast_with_white("#767676").expect("a colour") - 4.54).abs() < 0.01);
        assert_eq!(contrast_with_white("red"), None);
    }
}
