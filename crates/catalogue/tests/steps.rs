//! The way through every service of the packs: it always ends, never asks twice, and a changed answer drops only what hung on it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use catalogue::{Address, Answers, Ask, AskKind, Catalogue, FileRef, Place, Service, SourceFile, Step, Value, change, path_of, read_answer, step};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 3, 4);

static PACKS: LazyLock<Catalogue> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
                files.push(SourceFile { path: name, text: std::fs::read_to_string(&path).expect("text") });
            }
        }
    }
    let (whole, found) = Catalogue::load(&files, &Catalogue::default());
    assert!(found.is_empty(), "{found:?}");
    whole
});

/// A value that the question can have, from a number.
fn value(ask: &Ask, n: u32) -> Value {
    let option = |n: u32| ask.options[n as usize % ask.options.len()].key.clone();
    if n.is_multiple_of(11) && (ask.optional || ask.takes_files()) {
        return Value::Skipped;
    }
    match ask.kind {
        AskKind::YesNo => Value::YesNo(n.is_multiple_of(2)),
        AskKind::Consent => Value::Consent(n.is_multiple_of(2)),
        AskKind::Choice => Value::Choice(option(n)),
        AskKind::Several => {
            Value::Several(ask.options.iter().enumerate().filter(|(at, _)| n >> at & 1 == 1).map(|(_, choice)| choice.key.clone()).collect())
        }
        AskKind::Number => Value::Number(f64::from(n % 40)),
        AskKind::Money => Value::Money(i64::from(n % 2_000_000)),
        AskKind::Date => Value::Date(format!("2026-{:02}-{:02}", n % 12 + 1, n % 28 + 1)),
        AskKind::Time => Value::Time(format!("{:02}:{:02}", n % 24, n % 60)),
        AskKind::Address => Value::Address(Address { line: "1 Larch Road".to_owned(), ..Address::default() }),
        AskKind::Place => Value::Place(Place { words: "By the mill".to_owned(), ..Place::default() }),
        AskKind::Photo | AskKind::File => Value::Files(vec![FileRef { id: "a".to_owned(), name: "a.jpg".to_owned() }]),
        _ => Value::Text(format!("words {n}")),
    }
}

/// Answers a service from numbers until it ends; the questions that were asked.
fn walk(service: &Service, answers: &mut Answers, numbers: &[u32]) -> Vec<String> {
    let mut asked = Vec::new();
    for turn in 0.. {
        assert!(turn <= service.asks.len() + service.rules.len(), "{} does not end: {asked:?}", service.id);
        match step(service, answers, TODAY) {
            Step::Ask(ask) => {
                assert!(!answers.0.contains_key(&ask.id), "{} asks {} again", service.id, ask.id);
                asked.push(ask.id.clone());
                let given = value(ask, numbers[turn % numbers.len()].wrapping_add(turn as u32));
                *answers = change(service, answers, &ask.id, Some(given), TODAY);
            }
            Step::Tell { key, .. } => *answers = change(service, answers, &key, Some(Value::Skipped), TODAY),
            Step::Outcome(outcome) => {
                assert!(!outcome.summary.contains(['{', '}', '[', ']']), "{}: {}", service.id, outcome.summary);
                break;
            }
        }
    }
    asked
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_service_ends(numbers in prop::collection::vec(any::<u32>(), 1..12)) {
        for service in PACKS.services.values() {
            let mut answers = Answers::default();
            let asked = walk(service, &mut answers, &numbers);
            let once: BTreeSet<&String> = asked.iter().collect();
            prop_assert_eq!(once.len(), asked.len(), "{} asks twice", &service.id);
            // The same again gives the same.
            let mut again = Answers::default();
            prop_assert_eq!(walk(service, &mut again, &numbers), asked);
            prop_assert_eq!(again, answers);
        }
    }

    #[test]
    fn a_changed_answer_drops_only_what_hung_on_it(numbers in prop::collection::vec(any::<u32>(), 1..12), which in any::<u32>(), new in any::<u32>()) {
        for service in PACKS.services.values() {
            let mut answers = Answers::default();
            let asked = walk(service, &mut answers, &numbers);
            if asked.is_empty() { continue; }
            let ask = service.asks.iter().find(|ask| ask.id == asked[which as usize % asked.len()]).expect("it was asked");
            let changed = change(service, &answers, &ask.id, Some(value(ask, new)), TODAY);
            for (id, old) in &answers.0 {
                if *id == ask.id || changed.0.get(id) == Some(old) { continue; }
                // What went hung on the changed answer, at once or through others that went.
                let depends = |id: &str, on: &BTreeSet<String>| {
                    let of_ask = service.asks.iter().find(|other| other.id == id).and_then(|other| other.when.as_ref());
                    let of_rule = id.strip_prefix("told_").and_then(|n| service.rules[n.parse::<usize>().ok()?].when.as_ref());
                    of_ask.or(of_rule).is_some_and(|when| when.names.iter().any(|name| on.contains(name)))
                };
                let mut gone = BTreeSet::from([ask.id.clone()]);
                for other in &service.asks {
                    if depends(&other.id, &gone) { gone.insert(other.id.clone()); }
                }
                prop_assert!(depends(id, &gone), "{}: {} went when {} changed", &service.id, id, &ask.id);
            }
            // Whatever was changed, the way still ends.
            let mut changed = changed;
            walk(service, &mut changed, &numbers);
        }
    }

    #[test]
    fn anything_at_all_may_stand_in_the_answers(keys in prop::collection::vec((0usize..12, any::<u32>()), 0..12)) {
        for service in PACKS.services.values() {
            let mut answers = Answers::default();
            for (n, value_of) in &keys {
                // Values of other questions, of other types, of questions that are none.
                let name = service.asks.get(*n).map_or("nothing".to_owned(), |ask| ask.id.clone());
                let other = &service.asks[*value_of as usize % service.asks.len()];
                answers.0.insert(name, value(other, *value_of));
            }
            for _ in 0..3 {
                let _step = step(service, &answers, TODAY);
                prop_assert!(path_of(service, &answers, TODAY).len() <= service.asks.len());
                answers = change(service, &answers, "nothing", None, TODAY);
            }
        }
    }

    #[test]
    fn forms_may_send_anything(text in any::<String>(), kind in 0usize..19, optional in any::<bool>()) {
        let ask = Ask::plain("x", AskKind::ALL[kind], optional);
        for name in ["x", "x-day", "x-month", "x-year", "x-line", "x-postcode", "x-uprn", "x-lat", "x-lon", "x-words"] {
            let fields = BTreeMap::from([(name.to_owned(), vec![text.clone(), text.clone()])]);
            if let Err(error) = read_answer(&ask, &fields, TODAY) {
                prop_assert!(error.field.starts_with('x') && !error.words.en.is_empty() && error.words.cy.is_some());
            }
        }
    }
}

/// Reads one field.
fn read(kind: AskKind, text: &str) -> Result<Value, String> {
    let fields = BTreeMap::from([("x".to_owned(), vec![text.to_owned()])]);
    read_answer(&Ask::plain("x", kind, false), &fields, TODAY).map_err(|error| error.words.en)
}

#[test]
fn answers_are_tidied() {
    let text = |words: &str| Ok(Value::Text(words.to_owned()));
    assert_eq!(read(AskKind::Postcode, " lx1  1aa "), text("LX1 1AA"));
    assert_eq!(read(AskKind::Postcode, "EC1A1BB"), text("EC1A 1BB"));
    assert_eq!(read(AskKind::Name, "  Siân \u{7}  O'Dŵr "), text("Siân O'Dŵr"));
    assert_eq!(read(AskKind::Money, "£1,200.5"), Ok(Value::Money(120_050)));
    for (typed, time) in [("2:30pm", "14:30"), ("14:30", "14:30"), ("1430", "14:30"), ("12am", "00:00"), ("midday", "12:00"), ("9 am", "09:00")] {
        assert_eq!(read(AskKind::Time, typed), Ok(Value::Time(time.to_owned())), "{typed}");
    }
    for bad in ["LX1", "12345", "ŵŵ1 1AA", "A1 1A"] {
        assert!(read(AskKind::Postcode, bad).is_err(), "{bad}");
    }
    for bad in ["x", "a@b", "a b@c.example", "a@-b.example", "@c.example"] {
        assert!(read(AskKind::Email, bad).is_err(), "{bad}");
    }
    for bad in ["123", "phone me", "++44 1632 960001", "1632960001"] {
        assert!(read(AskKind::Phone, bad).is_err(), "{bad}");
    }
    for bad in ["NaN", "inf", "1e400", "0x10", "١٢"] {
        assert!(read(AskKind::Number, bad).is_err(), "{bad}");
    }
    for bad in ["25:00", "13pm", "half past", "2"] {
        assert!(read(AskKind::Time, bad).is_err(), "{bad}");
    }
}

#[test]
fn the_packs_are_as_large_as_they_should_be() {
    let of = |pack: &str| PACKS.services.values().filter(|service| service.pack == pack).count();
    assert!(of("council") >= 14 && of("police") >= 4 && of("staff") >= 6, "{} {} {}", of("council"), of("police"), of("staff"));
    assert!(PACKS.articles.len() >= 25);
    let welsh = PACKS.services.values().filter(|service| service.title.cy.is_some());
    for service in welsh.clone() {
        assert!(
            service.asks.iter().all(|ask| ask.label.cy.is_some() && ask.options.iter().all(|option| option.words.cy.is_some())),
            "{} is Welsh in part",
            service.id
        );
    }
    assert!(welsh.count() >= 2);
    let kinds: BTreeSet<&str> = PACKS.services.values().flat_map(|service| &service.asks).map(|ask| ask.kind.as_str()).collect();
    assert_eq!(kinds.len(), AskKind::ALL.len(), "every type of question is used: {kinds:?}");
}
