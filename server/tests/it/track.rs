//! Following a request: by its key, by a code, by nobody else.

use axum::http::StatusCode;

use crate::support::{Centre, between, both_databases, reference, report};

both_databases!(only_the_key_opens, a_code_opens_for_an_hour, whoever_reads_is_seen, withdrawn_and_commented, fixed_or_partly);

async fn only_the_key_opens(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Larch Road", &[]).await;
    let reference = reference(&mut resident, &done).await;
    let place = format!("/oxmoor/track/{reference}");
    for wrong in ["", "?key=", "?key=x", "?key=%00"] {
        assert_eq!(resident.get(&format!("{place}{wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let page = resident.page(&done).await;
    let link = between(&page, "id=\"follow\" href=\"", "\"").to_owned();
    assert!(resident.page(&link).await.contains(&reference));
    assert_eq!(resident.get(&link.replace("/oxmoor/", "/wendle/")).await.status, StatusCode::NOT_FOUND);
}

async fn a_code_opens_for_an_hour(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Larch Road", &[("email", "olwen@mail.example"), ("name", "Olwen Eaves")]).await;
    let reference = reference(&mut resident, &done).await;
    let known = resident.post("/oxmoor/track", &[("reference", &reference.to_lowercase())]).await;
    let unknown = resident.post("/oxmoor/track", &[("reference", "AAAA-BBBB")]).await;
    assert_eq!(known.body.replace(&reference, ""), unknown.body.replace("AAAA-BBBB", ""), "both are told the same");
    let row = sqlx::query("SELECT body FROM message WHERE subject = 'Your code'").fetch_one(centre.app.db.read()).await.expect("a message");
    let body: String = sqlx::Row::try_get(&row, 0).expect("words");
    let code = between(&body, "Your code is ", ".").to_owned();
    let wrong = resident.post("/oxmoor/track/code", &[("reference", &reference), ("code", "000000")]).await;
    assert!(wrong.body.contains("This code is not right"));
    let open = resident.done("/oxmoor/track/code", &[("reference", &reference), ("code", &code)]).await;
    assert!(resident.page(&open).await.contains("Dead animal") || resident.page(&open).await.contains("dead animal"));
    let again = resident.post("/oxmoor/track/code", &[("reference", &reference), ("code", &code)]).await;
    assert!(again.body.contains("This code is not right"), "a code works once");
    centre.app.clock.pass(61 * 60 * 1000);
    assert_eq!(resident.get(&open).await.status, StatusCode::NOT_FOUND);
    // Guessing: after five wrong codes the right one is no use either.
    resident.post("/oxmoor/track", &[("reference", &reference)]).await;
    let row = sqlx::query("SELECT body FROM message WHERE subject = 'Your code' ORDER BY at DESC LIMIT 1")
        .fetch_one(centre.app.db.read())
        .await
        .expect("a message");
    let body: String = sqlx::Row::try_get(&row, 0).expect("words");
    let code = between(&body, "Your code is ", ".").to_owned();
    for _ in 0..5 {
        resident.post("/oxmoor/track/code", &[("reference", &reference), ("code", "999999")]).await;
    }
    let late = resident.post("/oxmoor/track/code", &[("reference", &reference), ("code", &code)]).await;
    assert!(late.body.contains("This code is not right"));
}

async fn whoever_reads_is_seen(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Readers Row", &[("email", "femi@mail.example"), ("name", "Femi Hollin")]).await;
    let page = resident.page(&done).await;
    let link = between(&page, "id=\"follow\" href=\"", "\"").to_owned();
    assert!(resident.page(&link).await.contains("Nobody has read your details."));
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let list = team.page("/requests?team=any&q=readers").await;
    let request = format!("/requests/{}", between(&list, "href=\"/requests/", "\""));
    team.page(&request).await;
    let reads = async |resident: &mut crate::support::Visitor| between(&resident.page(&link).await, "id=\"reads\"", "</ul>").to_owned();
    assert!(reads(&mut resident).await.contains("To work on your request: Wednesday 4 March 2026, 12:00pm"));
    team.page(&request).await;
    let mut agent = centre.staff("agent", "oxmoor").await;
    agent.page("/people?q=femi").await;
    let seen = reads(&mut resident).await;
    assert!(seen.contains("To work on your request: 2 times, last on Wednesday 4 March 2026") && seen.contains("In a search: Wednesday"), "{seen}");
    assert_eq!(seen.matches("<li>").count(), 2, "{seen}");
}

async fn withdrawn_and_commented(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Change of Mind Lane", &[]).await;
    let page = resident.page(&done).await;
    let link = between(&page, "id=\"follow\" href=\"", "\"").to_owned();
    let (place, key) = link.split_once("?key=").expect("a key");
    assert_eq!(resident.post(place, &[("key", key), ("act", "comment")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(resident.post(place, &[("key", "wrong"), ("act", "withdraw")]).await.status, StatusCode::NOT_FOUND);
    resident.done(place, &[("key", key), ("act", "comment"), ("words", "It moved")]).await;
    resident.done(place, &[("key", key), ("act", "withdraw")]).await;
    resident.done(place, &[("key", key), ("act", "withdraw")]).await;
    let page = resident.page(&link).await;
    assert!(page.contains("It moved") && page.contains("Withdrawn by you"), "{page}");
    assert_eq!(centre.number("SELECT COUNT(*) FROM request_event WHERE kind = 'withdrawn'").await, 1);
}

async fn fixed_or_partly(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Half Done Hill", &[]).await;
    let link = between(&resident.page(&done).await, "id=\"follow\" href=\"", "\"").to_owned();
    let (place, key) = link.split_once("?key=").expect("a key");
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let list = team.page("/requests?team=any&q=half+done+hill").await;
    let path = format!("/requests/{}", between(&list, "href=\"/requests/", "\""));
    for (act, state, told) in [("partly", "new", "partly fixed"), ("fixed", "done", "says it is fixed")] {
        // Before anything was done there is nothing to say of it.
        let edition = between(&team.page(&path).await, "name=\"edition\" value=\"", "\"").to_owned();
        team.done(&path, &[("act", "fixed"), ("words", "Taken away."), ("edition", &edition)]).await;
        resident.done(place, &[("key", key), ("act", act)]).await;
        let page = team.page(&path).await;
        assert!(page.contains(told), "{act}: {page}");
        let n = match state {
            "new" => centre.number("SELECT COUNT(*) FROM request WHERE state = 'new' AND reopened_at IS NOT NULL").await,
            _ => centre.number("SELECT COUNT(*) FROM request WHERE state = 'done' AND outcome = 'fixed'").await,
        };
        assert_eq!(n, 1, "{act}");
    }
}
