//! A file of authorities: how a centre gets its first ones, and the demonstration its county.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use model::calendar::Nation;
use model::{AuthorityId, TeamId, Text};
use serde::Deserialize;

use super::authority::{Authority, BrandData, Disruption, Team, contrast_with_white, is_id};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    authority: Vec<Entry>,
    #[serde(default)]
    disruption: Vec<DisruptionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    name_cy: Option<String>,
    kind: String,
    nation: String,
    packs: Vec<String>,
    brand: BrandData,
    #[serde(default)]
    team: Vec<TeamEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TeamEntry {
    id: String,
    name: String,
    name_cy: Option<String>,
}

#[derive(Deserialize)]
struct DisruptionEntry {
    authority: String,
    #[serde(flatten)]
    what: Disruption,
}

/// First parts of addresses that are not an authority's.
const TAKEN: &[&str] = &[
    "account",
    "admin",
    "api",
    "assets",
    "desk",
    "health",
    "knowledge",
    "open311",
    "outbox",
    "people",
    "performance",
    "record",
    "requests",
    "schemas",
    "sign-in",
    "sign-out",
];
/// What an authority can be.
const KINDS: [&str; 4] = ["county", "district", "borough", "police"];

/// Reads a file of authorities.
///
/// # Errors
/// When it is missing, is no such file, or says something that cannot be; the words say which authority and what.
pub fn read(path: &Path) -> anyhow::Result<Vec<Authority>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("could not open {}", path.display()))?;
    parse(&text).with_context(|| format!("{} is no file of authorities", path.display()))
}

fn parse(text: &str) -> anyhow::Result<Vec<Authority>> {
    let file: File = toml::from_str(text)?;
    let mut authorities: Vec<Authority> = Vec::new();
    for entry in file.authority {
        let name = entry.id.clone();
        let authority = authority(entry).with_context(|| format!("authority \"{name}\""))?;
        ensure!(authorities.iter().all(|other| other.id != authority.id), "authority \"{name}\" is there twice");
        authorities.push(authority);
    }
    for entry in file.disruption {
        match authorities.iter_mut().find(|authority| authority.id.as_str() == entry.authority) {
            Some(authority) => authority.disruptions.push(entry.what),
            None => bail!("a disruption names the authority \"{}\", which is not in the file", entry.authority),
        }
    }
    Ok(authorities)
}

fn authority(entry: Entry) -> anyhow::Result<Authority> {
    ensure!(is_id(&entry.id), "an id is 2 to 40 small letters, digits and hyphens");
    ensure!(!TAKEN.contains(&entry.id.as_str()), "an authority cannot be called that: an address of the centre begins with it");
    ensure!(KINDS.contains(&entry.kind.as_str()), "there is no kind \"{}\"; there are {}", entry.kind, KINDS.join(", "));
    let contrast = contrast_with_white(&entry.brand.colour).with_context(|| format!("\"{}\" is no colour like #1d4f76", entry.brand.colour))?;
    ensure!(contrast >= 4.5, "white words on {} have a contrast of {contrast:.1}; people need 4.5 or more", entry.brand.colour);
    ensure!(!entry.brand.phone.is_empty(), "brand.phone is missing: a person must always be reachable");
    for team in &entry.team {
        ensure!(is_id(&team.id), "team \"{}\": an id is 2 to 40 small letters, digits and hyphens", team.id);
    }
    Ok(Authority {
        id: AuthorityId::from(entry.id),
        name: Text { en: entry.name, cy: entry.name_cy },
        kind: entry.kind,
        nation: Nation::parse(&entry.nation).with_context(|| format!("there is no nation \"{}\"", entry.nation))?,
        packs: entry.packs,
        brand: entry.brand,
        disruptions: Vec::new(),
        teams: entry.team.into_iter().map(|team| Team { id: TeamId::from(team.id), name: Text { en: team.name, cy: team.name_cy } }).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    const GOOD: &str = "[[authority]]\nid = \"marsh\"\nname = \"Marsh Borough\"\nname_cy = \"Bwrdeistref y Gors\"\nkind = \"borough\"\nnation = \"wales\"\n\
        packs = [\"council\"]\nbrand = { colour = \"#1d4f76\", phone = \"01632 960 999\" }\n\n[[authority.team]]\nid = \"waste\"\nname = \"Waste\"\n";

    #[test]
    fn what_cannot_be_is_said_with_the_authority() {
        assert_eq!(parse(GOOD).expect("it is good")[0].teams.len(), 1);
        for (old, new, said) in [
            ("\"marsh\"", "\"desk\"", "an address of the centre begins with it"),
            ("\"marsh\"", "\"Marsh!\"", "small letters"),
            ("borough\"\n", "town\"\n", "no kind \"town\""),
            ("wales", "Cymru", "no nation \"Cymru\""),
            ("#1d4f76", "#ffff00", "contrast"),
            ("01632 960 999", "", "a person must always be reachable"),
            ("\"waste\"", "\"Waste team\"", "team \"Waste team\""),
            ("name_cy", "nam_cy", "unknown field `nam_cy`"),
        ] {
            let error = format!("{:#}", parse(&GOOD.replacen(old, new, 1)).expect_err(new));
            assert!(error.contains(said), "{error}");
        }
    }
}
