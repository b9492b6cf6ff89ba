//! People: found in every way they write themselves, merged and parted, edited by one at a time.

use axum::http::StatusCode;

use crate::support::{Centre, between, both_databases, report};

both_databases!(
    one_person_across_requests,
    a_form_teaches_nothing_about_somebody_else,
    found_in_every_way,
    merged_and_parted,
    edits_do_not_overwrite
);

async fn one_person_across_requests(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "One", &[("name", "Siân Bracken-Ŵyn"), ("phone", "01632 960 888")]).await;
    report(&mut resident, "Two", &[("name", "sian bracken wyn"), ("phone", "+44 1632 960888")]).await;
    // A shared phone does not make a household one person.
    report(&mut resident, "Three", &[("name", "Aled Bracken-Ŵyn"), ("phone", "01632960888")]).await;
    assert_eq!(centre.number("SELECT COUNT(DISTINCT person) FROM request").await, 2);
    // What an agent writes down is learnt: whoever gives both later is still the same person.
    let mut agent = centre.staff("agent", "oxmoor").await;
    let contact = agent.done("/desk", &[("channel", "phone")]).await;
    agent.done(&contact, &[("act", "new_person"), ("name", "Siân Bracken Ŵyn"), ("phone", "01632960888"), ("email", "s@mail.example")]).await;
    report(&mut resident, "Four", &[("name", "Siân Bracken-Ŵyn"), ("phone", "01632 960 888"), ("email", "s@mail.example")]).await;
    assert_eq!(centre.number("SELECT COUNT(DISTINCT person) FROM request").await, 2);
    assert_eq!(centre.number("SELECT COUNT(*) FROM person WHERE email = 's@mail.example' AND name = 'Siân Bracken-Ŵyn'").await, 1);
}

async fn a_form_teaches_nothing_about_somebody_else(centre: Centre) {
    let mut resident = centre.visitor();
    let victim = [("name", "Olwen Eaves"), ("phone", "01632 960 333")];
    let done = report(&mut resident, "Victim Villas", &victim).await;
    let known = crate::support::reference(&mut resident, &done).await;
    // Somebody who knows her name and number sends a form with an address of their own.
    let mut stranger = centre.visitor();
    report(&mut stranger, "Stranger Street", &[&victim[..], &[("email", "stranger@mail.example")]].concat()).await;
    stranger.post("/oxmoor/track", &[("reference", &known)]).await;
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let page = team.page("/requests?team=any&q=villas").await;
    let path = format!("/requests/{}", between(&page, "href=\"/requests/", "\""));
    let edition = between(&team.page(&path).await, "name=\"edition\" value=\"", "\"").to_owned();
    team.done(&path, &[("act", "fixed"), ("words", "Taken away."), ("edition", &edition)]).await;
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE recipient = 'stranger@mail.example'").await, 1, "only the stranger's own receipt");
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE recipient = '01632 960 333'").await, 3, "receipt, code, news");
    assert_eq!(centre.number("SELECT COUNT(DISTINCT person) FROM request").await, 2);
}

async fn found_in_every_way(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "One", &[("name", "Nnenna O'Dwŷr"), ("phone", "01632 960 889"), ("email", "Nnenna@Mail.example")]).await;
    let mut agent = centre.staff("agent", "oxmoor").await;
    for typed in ["nnenna", "NNENNA+ODWYR", "o%27dw%C5%B7r", "01632960889", "%2B44+1632+960889", "nnenna%40mail.example"] {
        let page = agent.page(&format!("/people?q={typed}")).await;
        assert!(page.contains("01632 960 889"), "{typed}: {page}");
    }
    assert!(agent.page("/people?q=nn").await.contains("Nobody found"), "two letters would list everybody");
    let mut other = centre.staff("agent", "wendle").await;
    assert!(!other.page("/people?q=nnenna").await.contains("01632 960 889"));
}

async fn merged_and_parted(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "First place", &[("name", "Xanthe Gorse"), ("email", "xanthe@mail.example")]).await;
    report(&mut resident, "Second place", &[("name", "Xanthe Gors"), ("email", "xanthe.g@mail.example")]).await;
    let mut supervisor = centre.staff("supervisor", "oxmoor").await;
    let id = |page: &str, name: &str| {
        let before = page.split(&format!(">{name}</a>")).next().unwrap_or_default();
        before.rsplit("/people/").next().unwrap_or_default().trim_end_matches('"').to_owned()
    };
    let page = supervisor.page("/people?q=xanthe").await;
    let (one, two) = (id(&page, "Xanthe Gorse"), id(&page, "Xanthe Gors"));
    let mut agent = centre.staff("agent", "oxmoor").await;
    assert_eq!(agent.post(&format!("/people/{one}"), &[("act", "merge"), ("other", &two)]).await.status, StatusCode::FORBIDDEN);
    supervisor.done(&format!("/people/{one}"), &[("act", "merge"), ("other", &two)]).await;
    let page = supervisor.page(&format!("/people/{one}")).await;
    assert!(page.contains("First place") && page.contains("Second place"), "both people's requests: {page}");
    assert!(!supervisor.page("/people?q=xanthe").await.contains(">Xanthe Gors</a>"));
    // The other's address still finds them, and a form with it is theirs.
    assert!(supervisor.page("/people?q=xanthe.g%40mail.example").await.contains(">Xanthe Gorse</a>"));
    report(&mut resident, "Third place", &[("name", "Xanthe Gors"), ("email", "xanthe.g@mail.example")]).await;
    assert!(supervisor.page(&format!("/people/{one}")).await.contains("Third place"));
    assert_eq!(centre.number("SELECT COUNT(*) FROM person WHERE name LIKE 'Xanthe Gors%'").await, 2);
    assert!(supervisor.page(&format!("/people/{two}")).await.contains("In a search"), "whoever is found was read");
    let third = supervisor.done("/people", &[("name", "J Gorse"), ("phone", "01632 960 777")]).await;
    let chain = supervisor.post(&third, &[("act", "merge"), ("other", &one)]).await;
    assert_eq!(chain.status, StatusCode::CONFLICT, "an entry with parts is not made a part");
    supervisor.done(&format!("/people/{one}"), &[("act", "part"), ("other", &two)]).await;
    let page = supervisor.page(&format!("/people/{one}")).await;
    assert!(!page.contains("Second place"), "parted again: {page}");
    // Nobody is merged across authorities.
    let other = supervisor.post(&format!("/people/{one}"), &[("act", "merge"), ("other", "somebody-elses")]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

async fn edits_do_not_overwrite(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let path = agent.done("/people", &[("name", "Olwen Fenwick"), ("phone", "01632 960 890")]).await;
    let edition = between(&agent.page(&path).await, "name=\"edition\" value=\"", "\"").to_owned();
    agent
        .done(&path, &[("act", "change"), ("edition", &edition), ("name", "Olwen Fenwick"), ("phone", "01632 960 891"), ("needs", "Large print")])
        .await;
    let late = agent.post(&path, &[("act", "change"), ("edition", &edition), ("name", "Somebody Else")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = agent.page(&path).await;
    assert!(page.contains("01632 960 891") && page.contains("Large print") && !page.contains("Somebody Else"));
    assert!(agent.page("/people?q=01632960890").await.contains("Nobody found"), "the old number finds nobody");
}
