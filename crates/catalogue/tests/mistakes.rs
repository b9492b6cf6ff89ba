//! What is wrong with a file is said with its place and a hint; everything at once.

use catalogue::{Catalogue, SourceFile};

/// A good service, to be spoilt.
const GOOD: &str = r#"title = "Report a lost bin"
description = "Tell us."
team = "waste"
category = "Bins"
phrases = ["one", "two", "three"]
resolve_within = "2 working days"

[[ask]]
id = "bin"
type = "choice"
label = "Which?"
options = { brown = "Brown", green = "Green" }

[[ask]]
id = "late"
type = "yes-no"
label = "Late?"

[[rule]]
when = "late"
tell = "Sorry."
outcome = "resolved"

[[rule]]
outcome = "request"
summary = "{bin} lost"
"#;

fn load(text: &str) -> (Catalogue, Vec<String>) {
    let files = [SourceFile { path: "council/lost-bin.toml".to_owned(), text: text.to_owned() }];
    let (whole, found) = Catalogue::load(&files, &Catalogue::default());
    (whole, found.iter().map(|one| one.to_string().trim_start_matches("council/lost-bin.toml:").to_owned()).collect())
}

/// Puts `new` for `old`, which must be there, and expects exactly these words.
#[track_caller]
fn spoilt(old: &str, new: &str, expected: &[&str]) {
    assert!(GOOD.contains(old), "{old}");
    let (whole, found) = load(&GOOD.replacen(old, new, 1));
    assert_eq!(found, expected);
    assert!(whole.services.is_empty(), "a broken service is not in use");
}

#[test]
fn a_good_file_has_no_mistakes() {
    assert_eq!(load(GOOD).1, Vec::<String>::new());
}

#[test]
fn keys_and_words() {
    spoilt(
        "title =",
        "titel =",
        &["1:1: a service has no \"title\"\n  hint: add title = \"…\"", "1:1: a service has no key \"titel\"\n  hint: did you mean \"title\"?"],
    );
    spoilt("team = \"waste\"", "team = 3", &["3:8: \"team\" must be words in quotes, not integer"]);
    spoilt("category = \"Bins\"", "category = \"\"", &["4:12: \"category\" is empty"]);
    spoilt(
        "[\"one\", \"two\", \"three\"]",
        "[\"one\"]",
        &["5:11: a service needs three phrases or more\n  hint: write how people say it: search and chat find the service by these"],
    );
    spoilt("2 working days", "2 days", &["6:18: \"2 days\" is no target\n  hint: write \"2 working days\" or \"24 hours\""]);
    spoilt("title = \"Report a lost bin\"", "title = \"Report", &["1:16: invalid basic string, expected `\"`"]);
}

#[test]
fn questions() {
    spoilt(
        "\"yes-no\"",
        "\"yesno\"",
        &["16:8: \"yesno\" is no type\n  hint: did you mean \"yes-no\"?", "20:8: there is no question \"late\" before this"],
    );
    spoilt("id = \"late\"", "id = \"bin\"", &["15:6: two questions have the id \"bin\"", "20:8: there is no question \"late\" before this"]);
    spoilt(
        "{ brown = \"Brown\", green = \"Green\" }",
        "{ brown = \"Brown\" }",
        &["12:11: a choice needs two options or more\n  hint: add options = { key = \"Words\", … }"],
    );
    spoilt(
        "green = \"Green\"",
        "green = \"\"",
        &["12:11: a choice needs two options or more\n  hint: add options = { key = \"Words\", … }", "12:38: the choice \"green\" has no words"],
    );
    spoilt("id = \"late\"\n", "id = \"late\"\nwhen = \"bin == 'green' && lete\"\n", &["16:8: there is no question \"lete\" before this"]);
    spoilt(
        "id = \"late\"\n",
        "id = \"late\"\nwhen = \"false\"\n",
        &["14:1: nobody can reach this question\n  hint: no answers make its condition true"],
    );
}

#[test]
fn conditions() {
    spoilt("when = \"late\"", "when = \"laet\"", &["20:8: there is no question \"laet\" before this\n  hint: did you mean \"late\"?"]);
    spoilt("when = \"late\"", "when = \"!bin\"", &["20:8: \"!\" stands between yes and no, and this is text"]);
    spoilt("when = \"late\"", "when = \"bin\"", &["20:8: a condition must be true or false, and this is text"]);
    spoilt("when = \"late\"", "when = \"bin == 'grean'\"", &["20:8: there is no choice \"grean\"\n  hint: did you mean \"green\"?"]);
    spoilt("when = \"late\"", "when = \"bin == 3\"", &["20:8: text is compared with a number"]);
    spoilt("when = \"late\"", "when = \"late == 'yes'\"", &["20:8: yes or no is compared with text"]);
    spoilt("when = \"late\"", "when = \"days_sinse(bin) > 3\"", &["20:8: there is no function \"days_sinse\"\n  hint: did you mean \"days_since\"?"]);
    spoilt("when = \"late\"", "when = \"size(late) > 1\"", &["20:8: size counts the signs of a text or the parts of a list, and this is yes or no"]);
    spoilt("when = \"late\"", "when = \"days_since(late) > 1\"", &["20:8: days_since takes text, and this is yes or no"]);
    spoilt("when = \"late\"", "when = \"bin.startsWith(3)\"", &["20:8: startsWith takes text, and this is a number"]);
    let never = "19:1: this rule can never hold\n  hint: no answers make its condition true";
    spoilt("when = \"late\"", "when = \"false\"", &[never]);
    spoilt("when = \"late\"", "when = \"bin == 'brown' && bin == 'green'\"", &[never]);
    spoilt("when = \"late\"", "when = \"late && !late\"", &[never]);
    let (_, found) = load(&GOOD.replace("when = \"late\"", "when = \"late &&\""));
    assert!(found[0].starts_with("20:8: this is no CEL: "), "{found:?}");
    let deep = format!("when = \"{}late{}\"", "(".repeat(300), ")".repeat(300));
    assert_eq!(load(&GOOD.replace("when = \"late\"", &deep)).1, ["20:8: a condition can be 1000 signs long and 20 brackets deep"]);
}

#[test]
fn rules() {
    spoilt(
        "outcome = \"request\"",
        "outcome = \"requested\"",
        &[
            "24:1: nothing says how the service ends when no other rule holds\n  hint: end the file with a [[rule]] without \"when\" and with an \"outcome\"",
            "25:11: \"requested\" is no outcome\n  hint: did you mean \"request\"?",
        ],
    );
    spoilt("summary = \"{bin} lost\"", "", &["24:1: this outcome needs a \"summary\" for the team's list"]);
    spoilt("{bin} lost", "{bun} lost", &["26:11: the summary names \"bun\", which is no question\n  hint: did you mean \"bin\"?"]);
    spoilt("resolve_within = \"2 working days\"\n", "", &["23:1: nothing says by when: there is no \"resolve_within\" here or in the head"]);
    spoilt("outcome = \"resolved\"", "outcome = \"signpost\"", &["19:1: a signpost needs \"to\": whose service it is"]);
    spoilt("tell = \"Sorry.\"", "tell = \"knowledge/sorry\"", &["21:9: there is no article \"sorry\""]);
    let unreached =
        |line: usize| format!("{line}:1: nobody can reach this question\n  hint: a rule whose condition is always true ends the service before");
    let (first, second) = (unreached(8), unreached(14));
    spoilt(
        "when = \"late\"",
        "when = \"1 < 2\"",
        &[&first, &second, "24:1: this rule can never hold\n  hint: an outcome above it always comes first"],
    );
    let last = "[[rule]]\noutcome = \"request\"\nsummary = \"{bin} lost\"\n";
    spoilt(last, &format!("{last}\n{last}"), &["28:1: this rule can never hold\n  hint: an outcome above it always comes first"]);
}

#[test]
fn everything_is_said_at_once_and_the_last_good_version_stays() {
    let (good, _) = load(GOOD);
    let broken = GOOD.replace("team =", "taem =").replace("\"yes-no\"", "\"yesno\"").replace("{bin} lost", "{bun} lost");
    let files = [SourceFile { path: "council/lost-bin.toml".to_owned(), text: broken }];
    let (whole, found) = Catalogue::load(&files, &good);
    assert!(found.len() >= 4, "{found:?}");
    let (_, found) = load(&GOOD.replace("team =", "taem =").replace("when = \"late\"", "when = \"late && !late\""));
    assert!(found.iter().any(|one| one.contains("no key \"taem\"")) && found.iter().any(|one| one.contains("can never hold")), "{found:?}");
    assert_eq!(whole.service("lost-bin").expect("it stays").version, good.service("lost-bin").expect("it was good").version);
}

#[test]
fn hostile_text_only_makes_mistakes() {
    for text in [
        "",
        "\u{0}",
        "a = [[[[[[",
        "[[ask]]\n[[ask]]\n[[rule]]",
        "title = {a = {b = {c = 1}}}",
        "ask = 3\nrule = \"x\"",
        &"[[rule]]\n".repeat(5000),
        &"x".repeat(300_000),
    ] {
        assert!(!load(text).1.is_empty());
    }
}

#[test]
fn the_schema_knows_every_key() {
    let schema = catalogue::json_schema();
    for key in ["title", "title_cy", "phrases", "resolve_within", "ask", "rule"] {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
    assert!(schema["properties"]["ask"]["items"]["properties"]["type"]["enum"].as_array().is_some_and(|kinds| kinds.len() == 19));
}

#[test]
fn synonyms_have_mistakes_too_and_the_last_good_ones_stay() {
    let load = |text: &str, last: &Catalogue| {
        let (whole, found) = Catalogue::load(&[SourceFile { path: "council/synonyms.toml".to_owned(), text: text.to_owned() }], last);
        (whole, found.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let (good, none) = load("same = [[\"rubbish\", \"refuse\"]]\n", &Catalogue::default());
    assert_eq!((good.synonyms["council"].same.len(), none.len()), (1, 0));
    let (kept, found) = load("smae = []\nsame = [[\"rubbish\"], [\"wheelie bin\", \"dustbin\"],\n [\"dustbin\", \"bin\"], 7]\n", &good);
    assert_eq!(
        found,
        [
            "council/synonyms.toml:1:1: synonyms have no key \"smae\"\n  hint: did you mean \"same\"?",
            "council/synonyms.toml:2:9: a group needs two words or more",
            "council/synonyms.toml:2:23: \"wheelie bin\" is not one word\n  hint: put longer sayings into a service's phrases",
            "council/synonyms.toml:3:3: \"dustbin\" is in a group already\n  hint: a word can be in one group",
            "council/synonyms.toml:3:22: a group is a list of words\n  hint: [\"rubbish\", \"refuse\"]",
        ]
    );
    assert_eq!(kept.synonyms["council"], good.synonyms["council"]);
}
