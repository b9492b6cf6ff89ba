//! What residents type finds the service: by title, phrase, synonym, with a slip of the finger, in Welsh.

use crate::support::{Centre, both_databases};

both_databases!(what_is_typed_finds_the_service);

/// What is typed in Oxmoor (a district) or Loxshire (its county), and the service that must come first.
const TYPED: [(&str, &str, &str); 17] = [
    ("oxmoor", "report a missed bin collection", "missed-bin"),
    ("oxmoor", "you didn't empty my bin", "missed-bin"),
    ("oxmoor", "the recycling lorry never came", "missed-bin"),
    ("oxmoor", "you forgot my recyling bin", "missed-bin"),
    ("oxmoor", "garbage not collected", "missed-bin"),
    ("oxmoor", "mised bin colection", "missed-bin"),
    ("oxmoor", "new wheelie bin", "order-bin"),
    ("oxmoor", "flytiping", "fly-tipping"),
    ("oxmoor", "someone dumped a mattress", "fly-tipping"),
    ("oxmoor", "barking dog", "noise-complaint"),
    ("oxmoor", "council tax single person", "single-person-discount"),
    ("oxmoor", "cannot pay my council tax", "council-tax-payment-arrangement"),
    ("loxshire", "pot hole in the road", "pothole"),
    ("loxshire", "streetlamp is out", "street-light-fault"),
    ("loxshire", "blue bage", "blue-badge"),
    ("loxshire", "register a funeral", "register-a-death"),
    ("loxshire", "blocked gully", "blocked-drain"),
];

async fn what_is_typed_finds_the_service(centre: Centre) {
    let mut resident = centre.visitor();
    let mut wrong = Vec::new();
    for (authority, typed, expected) in TYPED {
        let query = serde_urlencoded::to_string([("q", typed)]).expect("a query");
        let found = resident.page(&format!("/{authority}/search.json?{query}")).await;
        let found: Vec<serde_json::Value> = serde_json::from_str(&found).expect("a list");
        let hrefs: Vec<&str> = found.iter().filter_map(|one| one["href"].as_str()).filter(|href| !href.contains("/knowledge/")).collect();
        if hrefs.first() != Some(&format!("/{authority}/{expected}").as_str()) {
            wrong.push(format!("{typed:?} finds {hrefs:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let found = resident.page("/oxmoor/search.json?q=ni+wnaethoch+wagio+fy+min&lang=cy").await;
    assert!(found.contains("/oxmoor/missed-bin"), "{found}");
}
