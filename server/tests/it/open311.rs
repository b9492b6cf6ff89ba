//! Open311 GeoReport v2: the same service files, in XML and JSON, with the standard's own schemas and errors.

use axum::http::StatusCode;
use serde_json::Value;

use crate::support::{Answer, Centre, MULTIPART, Visitor, between, both_databases, multipart, report};

both_databases!(
    services_and_their_questions,
    a_report_becomes_a_request,
    wrong_reports_are_answered_with_what_is_wrong,
    what_everybody_may_see_and_what_not,
    lists_are_narrowed_as_the_standard_says,
    updates_go_both_ways,
    keys_are_revoked
);

/// A key of an authority.
async fn key(centre: &Centre, authority: &str) -> String {
    let scope = centre.scope(authority);
    let add = server::tokens::store::add;
    centre
        .app
        .db
        .write(move |tx| Box::pin(async move { add(tx, &scope, server::tokens::Kind::Open311, "A report-it site").await }))
        .await
        .expect("a key")
}

async fn json(visitor: &mut Visitor, path: &str) -> Value {
    serde_json::from_str(&visitor.page(&format!("/open311/v2/{path}")).await).expect("JSON")
}

/// Reports fly-tipping with a key; the first values given win.
async fn fly_tip(visitor: &mut Visitor, key: &str, more: &[(&str, &str)]) -> Answer {
    let usual = [
        ("api_key", key),
        ("jurisdiction_id", "oxmoor"),
        ("service_code", "fly-tipping"),
        ("lat", "52.61"),
        ("long", "-1.52"),
        ("address_string", "Lay-by at Quarry Bank, LX1 1AA"),
        ("attribute[what][]", "tyres"),
        ("attribute[what][]", "white"),
        ("attribute[size]", "van"),
        ("attribute[land]", "public"),
        ("attribute[seen]", "true"),
        ("attribute[who]", "A white van with a ladder"),
        ("first_name", "Siân"),
        ("last_name", "Ŵyn"),
        ("email", "sian@mail.example"),
        ("description", "Six tyres & a <fridge>"),
    ];
    let fields: Vec<(&str, &str)> =
        more.iter().copied().chain(usual.into_iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name))).collect();
    visitor.post("/open311/v2/requests.json", &fields).await
}

async fn services_and_their_questions(centre: Centre) {
    let mut client = centre.visitor();
    let discovery = json(&mut client, "discovery.json").await;
    assert_eq!(discovery["endpoints"][0]["url"], "http://centre.test/open311/v2");
    let xml = client.page("/open311/v2/discovery.xml").await;
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?><discovery>") && xml.contains("<format>text/xml</format>"), "{xml}");

    let services = json(&mut client, "services.json?jurisdiction_id=loxshire").await;
    let codes: Vec<&str> = services.as_array().expect("a list").iter().filter_map(|service| service["service_code"].as_str()).collect();
    assert!(codes.contains(&"pothole") && !codes.contains(&"worried-about-a-child") && !codes.contains(&"missed-bin"), "{codes:?}");
    for code in codes {
        let definition = json(&mut client, &format!("services/{code}.json?jurisdiction_id=loxshire")).await;
        for attribute in definition["attributes"].as_array().expect("a list") {
            let kind = attribute["datatype"].as_str().expect("a type");
            assert!(["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"].contains(&kind), "{attribute}");
            assert_eq!(kind.ends_with("valuelist"), attribute["values"].is_array(), "{attribute}");
        }
    }
    let definition = json(&mut client, "services/fly-tipping.json?jurisdiction_id=oxmoor").await;
    let of =
        |code: &str| definition["attributes"].as_array().and_then(|all| all.iter().find(|one| one["code"] == code)).expect("an attribute").clone();
    assert_eq!((of("what")["datatype"].as_str(), of("what")["required"].as_bool()), (Some("multivaluelist"), Some(true)));
    assert_eq!(of("who")["required"], false, "what is asked only sometimes cannot be required");
    let xml = client.page("/open311/v2/services/fly-tipping.xml?jurisdiction_id=oxmoor").await;
    assert!(xml.contains("<value><key>van</key><name>About a van</name></value>"), "{xml}");
    for (path, status) in [
        ("services.json", StatusCode::BAD_REQUEST),
        ("services.json?jurisdiction_id=nowhere", StatusCode::NOT_FOUND),
        ("services/worried-about-a-child.json?jurisdiction_id=loxshire", StatusCode::NOT_FOUND),
        ("elephants.json", StatusCode::NOT_FOUND),
    ] {
        let answer = client.get(&format!("/open311/v2/{path}")).await;
        let errors: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!((answer.status, errors[0]["code"].as_u64()), (status, Some(u64::from(status.as_u16()))), "{path}: {errors}");
    }
}

async fn a_report_becomes_a_request(centre: Centre) {
    let key = key(&centre, "oxmoor").await;
    let mut client = centre.visitor();
    let answer = fly_tip(&mut client, &key, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let made: Value = serde_json::from_str(&answer.body).expect("JSON");
    let reference = made[0]["service_request_id"].as_str().expect("a reference").to_owned();
    assert!(made[0]["service_notice"].as_str().is_some_and(|notice| notice.contains("3 working days")) && made[0].get("token").is_none(), "{made}");

    // The team sees what every other channel would have brought, and the rest as the resident's words.
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let list = team.page(&format!("/requests?team=any&q={reference}")).await;
    let page = team.page(&format!("/requests/{}", between(&list, "href=\"/requests/", "\""))).await;
    for words in [
        "Received by open311",
        "Fridges or washing machines",
        "A white van with a ladder",
        "Six tyres &#38; a &#60;fridge&#62;",
        "Siân Ŵyn",
        "Lay-by at Quarry Bank, LX1 1AA",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    assert_eq!(centre.number("SELECT COUNT(*) FROM contact WHERE channel = 'open311'").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE recipient = 'sian@mail.example'").await, 1, "a receipt with the link");
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE lat > 52.6").await, 1);

    let request = json(&mut client, &format!("requests/{reference}.json?jurisdiction_id=oxmoor&api_key={key}")).await;
    assert_eq!((request[0]["status"].as_str(), request[0]["lat"].as_f64()), (Some("open"), Some(52.61)));
    assert_eq!(request[0]["requested_datetime"], "2026-03-04T12:00:00+00:00");
    let token = json(&mut client, &format!("tokens/{reference}.json?jurisdiction_id=oxmoor&api_key={key}")).await;
    assert_eq!(token[0]["service_request_id"], reference.as_str());

    // What is dangerous goes on at once, without the other questions; what was sent with it is not dropped.
    let answer = fly_tip(&mut client, &key, &[("attribute[what][]", "danger"), ("address_string", "Needle Nook")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let list = team.page("/requests?team=any&q=needle+nook").await;
    let page = team.page(&format!("/requests/{}", between(&list, "href=\"/requests/", "\""))).await;
    assert!(page.contains("What did you see: A white van with a ladder") && page.contains("How much is it: About a van"), "{page}");

    // With a picture, in XML.
    let photo = crate::hostile::photo_with_place();
    let parts: Vec<(&str, &[u8], Option<&str>)> = vec![
        ("api_key", key.as_bytes(), None),
        ("jurisdiction_id", b"oxmoor", None),
        ("service_code", b"fly-tipping", None),
        ("address_string", b"By the weir", None),
        ("attribute[what]", b"garden", None),
        ("attribute[size]", b"bag", None),
        ("attribute[land]", b"public", None),
        ("attribute[seen]", b"no", None),
        ("media", &photo, Some("a.jpg")),
    ];
    let answer = client.post_raw("/open311/v2/requests.xml", MULTIPART, multipart(&parts)).await;
    assert!(answer.status == StatusCode::OK && answer.body.contains("<service_requests><request><service_request_id>"), "{}", answer.body);
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE answers LIKE '%a.jpg%'").await, 1);
}

async fn wrong_reports_are_answered_with_what_is_wrong(centre: Centre) {
    let (key, other) = (key(&centre, "oxmoor").await, key(&centre, "wendle").await);
    let mut client = centre.visitor();
    for (more, status, words) in [
        (vec![("api_key", "")], StatusCode::FORBIDDEN, "api_key was not provided"),
        (vec![("api_key", "made-up")], StatusCode::FORBIDDEN, "does not open this jurisdiction"),
        (vec![("api_key", other.as_str())], StatusCode::FORBIDDEN, "does not open this jurisdiction"),
        (vec![("service_code", "")], StatusCode::BAD_REQUEST, "service_code was not provided"),
        (vec![("service_code", "pothole")], StatusCode::NOT_FOUND, "no such service"),
        (vec![("lat", ""), ("long", ""), ("address_string", "")], StatusCode::BAD_REQUEST, "one of them is needed"),
        (vec![("lat", "north")], StatusCode::BAD_REQUEST, "lat: \"north\" is no number"),
        (vec![("lat", "152")], StatusCode::BAD_REQUEST, "no degrees"),
        (vec![("address_id", "1")], StatusCode::BAD_REQUEST, "no such address"),
        (vec![("attribute[size]", "huge")], StatusCode::BAD_REQUEST, "attribute[size]: Select an answer."),
        (vec![("attribute[what][]", "gold")], StatusCode::BAD_REQUEST, "attribute[what]: Select an answer."),
        (vec![("email", "nobody at all")], StatusCode::BAD_REQUEST, "email: "),
        (vec![("attribute[land]", "private")], StatusCode::BAD_REQUEST, "settle it without a request"),
    ] {
        let answer = fly_tip(&mut client, &key, &more).await;
        assert_eq!(answer.status, status, "{more:?}: {}", answer.body);
        assert!(answer.body.contains(&serde_json::to_string(words).expect("text").trim_matches('"').to_owned()), "{more:?}: {}", answer.body);
    }
    // Several mistakes are said at once.
    let answer = fly_tip(&mut client, &key, &[("attribute[size]", ""), ("attribute[land]", "moon")]).await;
    assert_eq!(serde_json::from_str::<Value>(&answer.body).expect("JSON").as_array().map(Vec::len), Some(2), "{}", answer.body);
    for (kind, body) in [("application/x-www-form-urlencoded", &b"description=%FF%FE"[..]), ("multipart/form-data; boundary=x", b"--x\r\nnonsense")] {
        let answer = client.post_raw("/open311/v2/requests.json", kind, body.to_vec()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
    }
    assert_eq!(centre.number("SELECT COUNT(*) FROM request").await, 0);
    assert_eq!(centre.number("SELECT COUNT(*) FROM person WHERE email = 'sian@mail.example'").await, 0);
}

async fn what_everybody_may_see_and_what_not(centre: Centre) {
    let (key, other) = (key(&centre, "loxshire").await, key(&centre, "oxmoor").await);
    let mut resident = centre.visitor();
    let form = resident.done("/loxshire/worried-about-an-adult", &[]).await;
    for (ask, value) in [("danger", "no"), ("who", "My neighbour"), ("knows", "no"), ("worry", "She does not eat")] {
        resident.done(&format!("{form}/{ask}"), &[(ask, value)]).await;
    }
    resident.done(&format!("{form}/check"), &[]).await;
    report(&mut resident, "Public Place", &[("name", "Quixotic Person"), ("email", "quixotic@mail.example")]).await;
    fly_tip(&mut resident, &other, &[("attribute[what][]", "tyres")]).await;

    let mut client = centre.visitor();
    let sensitive = json(&mut client, &format!("requests.json?jurisdiction_id=loxshire&api_key={key}")).await;
    assert_eq!(sensitive.as_array().map(Vec::len), Some(0), "{sensitive}");
    // Without a key: the place and the state of what everybody may see; with one, the summary too; never who asked.
    let open = json(&mut client, "requests.json?jurisdiction_id=oxmoor").await;
    assert_eq!(open.as_array().map(Vec::len), Some(2), "{open}");
    assert!(open.to_string().contains("Public Place") && !open.to_string().contains("ladder"), "{open}");
    for text in [open.to_string(), json(&mut client, &format!("requests.json?jurisdiction_id=oxmoor&api_key={other}")).await.to_string()] {
        assert!(!text.contains("Quixotic") && !text.contains("quixotic") && !text.contains("sian@mail"), "{text}");
    }
    // Another's key is no key here, and one that is not public looks missing.
    assert_eq!(client.get(&format!("/open311/v2/requests.json?jurisdiction_id=oxmoor&api_key={key}")).await.status, StatusCode::FORBIDDEN);
    let closed = json(&mut client, "requests.json?jurisdiction_id=oxmoor&service_code=missed-bin").await;
    assert_eq!(closed, Value::Array(Vec::new()));
}

async fn lists_are_narrowed_as_the_standard_says(centre: Centre) {
    let key = key(&centre, "oxmoor").await;
    let mut client = centre.visitor();
    let mut references = Vec::new();
    for _ in 0..3 {
        let made: Value = serde_json::from_str(&fly_tip(&mut client, &key, &[]).await.body).expect("JSON");
        references.push(made[0]["service_request_id"].as_str().expect("a reference").to_owned());
        centre.app.clock.pass(86_400_000);
    }
    for (query, n) in [
        (String::new(), 3),
        ("service_code=fly-tipping,graffiti".to_owned(), 3),
        ("service_code=graffiti".to_owned(), 0),
        ("status=open".to_owned(), 3),
        ("status=closed".to_owned(), 0),
        ("status=open,closed".to_owned(), 3),
        (format!("service_request_id={},{}", references[0], references[2]), 2),
        ("start_date=2026-03-05T00:00:00Z".to_owned(), 2),
        ("end_date=2026-03-05T00:00:00Z".to_owned(), 1),
        ("start_date=2026-03-05T00:00:00%2B00:00&end_date=2026-03-06".to_owned(), 1),
        ("page_size=2".to_owned(), 2),
        ("page_size=2&page=2".to_owned(), 1),
    ] {
        let found = json(&mut client, &format!("requests.json?jurisdiction_id=oxmoor&api_key={key}&{query}")).await;
        assert_eq!(found.as_array().map(Vec::len), Some(n), "{query}: {found}");
    }
    for query in ["status=lost", "start_date=soon", "start_date=2020-01-01", "page=x"] {
        let answer = client.get(&format!("/open311/v2/requests.json?jurisdiction_id=oxmoor&api_key={key}&{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}: {}", answer.body);
    }
}

async fn updates_go_both_ways(centre: Centre) {
    let key = key(&centre, "oxmoor").await;
    let mut client = centre.visitor();
    let made: Value = serde_json::from_str(&fly_tip(&mut client, &key, &[]).await.body).expect("JSON");
    let reference = made[0]["service_request_id"].as_str().expect("a reference").to_owned();
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let list = team.page(&format!("/requests?team=any&q={reference}")).await;
    let path = format!("/requests/{}", between(&list, "href=\"/requests/", "\""));
    let edition = async |team: &mut Visitor| between(&team.page(&path).await, "name=\"edition\" value=\"", "\"").to_owned();
    let seen = edition(&mut team).await;
    team.done(&path, &[("act", "note"), ("words", "For colleagues only"), ("edition", &seen)]).await;
    team.done(&path, &[("act", "fixed"), ("words", "Taken away."), ("edition", &seen)]).await;
    let updates = json(&mut client, &format!("servicerequestupdates.json?jurisdiction_id=oxmoor&api_key={key}")).await;
    assert_eq!(updates.as_array().map(Vec::len), Some(1), "{updates}");
    assert_eq!((updates[0]["status"].as_str(), updates[0]["description"].as_str()), (Some("CLOSED"), Some("Taken away.")));
    assert_eq!(client.get("/open311/v2/servicerequestupdates.json?jurisdiction_id=oxmoor").await.status, StatusCode::FORBIDDEN);

    // Somebody on the other site says that it is still there; sent twice it is written once.
    let update = [
        ("api_key", key.as_str()),
        ("jurisdiction_id", "oxmoor"),
        ("service_request_id", &reference),
        ("update_id", "77"),
        ("status", "OPEN"),
        ("description", "Still there"),
    ];
    for _ in 0..2 {
        let answer = client.post("/open311/v2/servicerequestupdates.xml", &update).await;
        assert!(answer.status == StatusCode::OK && answer.body.contains("<update_id>77</update_id>"), "{}", answer.body);
    }
    let page = team.page(&path).await;
    assert_eq!(page.matches("Still there").count(), 1, "{page}");
    assert!(page.contains("The resident says it is not fixed"), "{page}");
    let request = json(&mut client, &format!("requests/{reference}.json?jurisdiction_id=oxmoor&api_key={key}")).await;
    assert_eq!(request[0]["status"], "open");
}

async fn keys_are_revoked(centre: Centre) {
    let key = key(&centre, "oxmoor").await;
    let mut client = centre.visitor();
    assert_eq!(fly_tip(&mut client, &key, &[]).await.status, StatusCode::OK);
    let scope = centre.scope("oxmoor");
    let mine = server::tokens::store::list(&centre.app.db, &scope).await.expect("listed");
    let id = mine.iter().find(|token| token.name == "A report-it site").expect("it is there").id.clone();
    let wrong = centre.scope("wendle");
    let (of_wrong, of_right) = (id.clone(), id);
    assert!(centre.app.db.write(move |tx| Box::pin(async move { server::tokens::store::revoke(tx, &wrong, &of_wrong).await })).await.is_err());
    centre.app.db.write(move |tx| Box::pin(async move { server::tokens::store::revoke(tx, &scope, &of_right).await })).await.expect("revoked");
    assert_eq!(fly_tip(&mut client, &key, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(centre.number("SELECT COUNT(*) FROM record WHERE kind = 'token.revoked'").await, 1);
}
