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
