//! What residents type finds the service: by title, phrase, synonym, with a slip of the finger, in Welsh.

use crate::support::{Centre, between, both_databases};

both_databases!(what_is_typed_finds_the_service, what_is_followed_counts_once);

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
        let hrefs: Vec<&str> = found.iter().filter_map(|one| one["href"].as_str()).filter(|href| href.contains("/found/service/")).collect();
        if !hrefs.first().is_some_and(|href| href.starts_with(&format!("/{authority}/found/service/{expected}?"))) {
            wrong.push(format!("{typed:?} finds {hrefs:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let found = resident.page("/oxmoor/search.json?q=ni+wnaethoch+wagio+fy+min&lang=cy").await;
    assert!(found.contains("/oxmoor/found/service/missed-bin?"), "{found}");
}

async fn what_is_followed_counts_once(centre: Centre) {
    let mut resident = centre.visitor();
    let page = resident.page("/oxmoor/search?q=bin+not+emptied").await;
    let article = format!("/oxmoor/go/{}", between(&page, "/oxmoor/go/", "\""));
    resident.get(&article).await;
    let page = resident.page("/oxmoor/search?q=when+to+put+bins+out").await;
    let link = page.split('"').find(|part| part.contains("/go/") && part.contains("/article/")).expect("an article").to_owned();
    let to = resident.get(&link).await.to;
    let from = between(&resident.page(&to).await, "name=\"from\" value=\"", "\"").to_owned();
    resident.done(to.split('?').next().unwrap_or_default(), &[("helped", "no"), ("from", &from)]).await;
    // Typed ahead and followed without the search page.
    let found = resident.page("/oxmoor/search.json?q=fly-tip").await;
    let typed: Vec<serde_json::Value> = serde_json::from_str(&found).expect("a list");
    let to = resident.get(typed[0]["href"].as_str().expect("an address")).await.to;
    assert_eq!(to, "/oxmoor/fly-tipping");
    assert_eq!(centre.number("SELECT COUNT(*) FROM knowledge_search").await, 3);
    assert_eq!(centre.number("SELECT COUNT(*) FROM knowledge_search WHERE followed IS NOT NULL AND hits > 0").await, 3);
    assert_eq!(centre.number("SELECT COUNT(*) FROM knowledge_search WHERE query = 'fly-tip' AND followed = 'service:fly-tipping'").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM knowledge_search WHERE helped = 'no'").await, 1);
}
