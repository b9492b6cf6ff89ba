//! The interface's words: both languages have the same, and every word that is asked for is there.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::root;

fn keys(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("server/words").join(file)).expect("the words");
    let keys = text.lines().filter(|line| line.starts_with(|sign: char| sign.is_ascii_lowercase()));
    keys.filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).collect()
}

fn collect(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            collect(&entry.path(), text);
        } else if entry.path().extension().is_some_and(|end| end == "html" || end == "rs") {
            text.push_str(&std::fs::read_to_string(entry.path()).expect("text"));
        }
    }
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(keys("en.ftl"), keys("cy.ftl"));
}

#[test]
fn every_word_that_is_asked_for_is_there() {
    let mut text = String::new();
    collect(&root().join("server/templates"), &mut text);
    collect(&root().join("server/src"), &mut text);
    let known: BTreeSet<String> = keys("en.ftl").into_iter().collect();
    let mut asked = BTreeSet::new();
    // Keys that are given to the error pages as they are.
    asked.extend(
        text.split("\"error-").skip(1).filter_map(|rest| rest.split('"').next()).filter(|key| !key.contains('{')).map(|key| format!("error-{key}")),
    );
    for call in ["page.t(\"", "page.t1(\"", "page.t2(\"", "say(lang, \"", "say(visit.lang, \"", "say(visit_lang, \""] {
        asked.extend(text.split(call).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    assert!(asked.len() > 80, "{} words are asked for", asked.len());
    let missing: Vec<&String> = asked.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
