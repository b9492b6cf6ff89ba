//! The agent's desk: several questions in one contact, and what caused it as a link.

use axum::http::StatusCode;

use crate::support::{Centre, Visitor, between, both_databases};

both_databases!(
    a_cause_is_a_link,
    one_contact_and_its_questions,
    what_is_wrong_is_said_where_it_was_typed,
    searches_at_the_desk_count_once,
    a_caller_joins_what_was_reported_nearby,
    somebody_speaks_for_another,
    an_address_is_picked,
);

const ENDED: [(&str, &str); 3] = [("act", "end"), ("disposition", "completed"), ("resolved", "no")];

/// Begins a contact of a channel; its address.
async fn begin(agent: &mut Visitor, channel: &str) -> String {
    agent.done("/desk", &[("channel", channel)]).await
}

async fn somebody(agent: &mut Visitor, contact: &str) {
    let details = [("act", "new_person"), ("name", "Gwenllian Ŵyn"), ("email", "gwenllian@mail.example"), ("as", "person")];
    agent.done(contact, &details).await;
}

/// Goes through a short service for the person of a contact; the page that comes after.
async fn dead_animal(agent: &mut Visitor, contact: &str) -> String {
    let form = agent.done(contact, &[("act", "service"), ("service", "dead-animal")]).await;
    agent.done(&form, &[("ask", "place"), ("place-words", "By the gate")]).await;
    agent.done(&form, &[("ask", "animal"), ("animal", "wild")]).await;
    let after = agent.done(&form, &[("ask", "send")]).await;
    assert_eq!(agent.done(&form, &[("ask", "send")]).await, contact, "sent twice is sent once");
    agent.page(&after).await
}

async fn one_contact_and_its_questions(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let contact = begin(&mut agent, "letter").await;
    somebody(&mut agent, &contact).await;
    dead_animal(&mut agent, &contact).await;
    let page = dead_animal(&mut agent, &contact).await;
    let questions = between(&page, "id=\"questions\"", "</ol>");
    assert_eq!(questions.matches("<li>").count(), 2, "{questions}");
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE channel = 'letter'").await, 2, "they keep the channel they came by");
    assert_eq!(centre.number("SELECT COUNT(*) FROM contact_question q JOIN request r ON r.id = q.request").await, 2);
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE person IS NOT NULL").await, 2, "a receipt each");
}

async fn a_cause_is_a_link(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let first = begin(&mut agent, "phone").await;
    somebody(&mut agent, &first).await;
    let page = dead_animal(&mut agent, &first).await;
    let reference = between(&page, "Request ", " was made").to_owned();
    agent.done(&first, &[&ENDED[..], &[("cause", "none")]].concat()).await;

    // The same person rings again: what happened before is there to pick.
    let second = begin(&mut agent, "phone").await;
    somebody(&mut agent, &second).await;
    let page = agent.page(&second).await;
    let (talk, job) = (format!("contact:{}", first.trim_start_matches("/desk/")), between(&page, "value=\"request:", "\"").to_owned());
    assert!(page.contains(&format!("value=\"{talk}\"")) && page.contains("value=\"message:"), "{page}");
    for (cause, link) in
        [("letter", talk.as_str()), ("missed_job", &talk), ("earlier_contact", "contact:none"), ("letter", "message:none"), ("page", "x")]
    {
        let answer = agent.post(&second, &[&ENDED[..], &[("cause", cause), ("cause_link", link)]].concat()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{cause} {link}");
    }
    agent.done(&second, &[&ENDED[..], &[("cause", "earlier_contact"), ("cause_link", &talk)]].concat()).await;
    let page = agent.page(&second).await;
    assert!(between(&page, "id=\"caused\"", "</p>").contains(&format!("href=\"{first}\"")), "{page}");

    // A caller who stays unknown reads out a reference.
    let third = begin(&mut agent, "phone").await;
    agent.done(&third, &[&ENDED[..], &[("cause", "missed_job"), ("cause_words", &reference.to_lowercase())]].concat()).await;
    let page = agent.page(&third).await;
    assert!(between(&page, "id=\"caused\"", "</p>").contains(&format!("href=\"/requests/{job}\"")), "{page}");

    // A page that was not clear, as it stands in the address bar.
    for (typed, linked) in [("http://centre.test/oxmoor/knowledge/when-to-put-bins-out", true), ("//evil.example/x", false), ("the bins page", false)]
    {
        let contact = begin(&mut agent, "phone").await;
        agent.done(&contact, &[&ENDED[..], &[("cause", "page"), ("cause_words", typed)]].concat()).await;
        let page = agent.page(&contact).await;
        let caused = between(&page, "id=\"caused\"", "</p>");
        assert_eq!(caused.contains("href=\"/oxmoor/knowledge/when-to-put-bins-out\""), linked, "{caused}");
        assert!(caused.contains(typed) && !caused.contains("href=\"//"), "{caused}");
    }

    // Nothing of another authority is linked or told of.
    let mut other = centre.staff("agent", "wendle").await;
    let theirs = begin(&mut other, "phone").await;
    let answer = other.post(&theirs, &[&ENDED[..], &[("cause", "earlier_contact"), ("cause_link", &talk)]].concat()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    other.done(&theirs, &[&ENDED[..], &[("cause", "missed_job"), ("cause_words", &reference)]].concat()).await;
    assert!(!other.page(&theirs).await.contains("/requests/"), "only the words are kept");
}

async fn what_is_wrong_is_said_where_it_was_typed(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let contact = begin(&mut agent, "phone").await;
    let answer = agent.post(&contact, &[("act", "new_person"), ("name", "Siân"), ("email", "sian at mail"), ("address", "2 Pen-y-lan")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(
        answer.body.contains("href=\"#email\"") && answer.body.contains("value=\"sian at mail\"") && answer.body.contains("value=\"2 Pen-y-lan\"")
    );
    let answer = agent.post(&contact, &[("act", "end"), ("disposition", "cut_off"), ("cause", "page"), ("cause_words", "the bins page")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("Say whether everything is settled") && answer.body.contains("value=\"the bins page\""), "{}", answer.body);
    assert!(answer.body.contains("<option value=\"cut_off\" selected>") && answer.body.contains("<option value=\"page\" selected>"));
    assert_eq!(centre.number("SELECT COUNT(*) FROM contact WHERE ended_at IS NOT NULL").await, 0);
    assert_eq!(centre.number("SELECT COUNT(*) FROM person WHERE name = 'Siân'").await, 0);
}

async fn searches_at_the_desk_count_once(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let contact = begin(&mut agent, "phone").await;
    let page = agent.page(&format!("{contact}?q=when+to+put+my+bin+out")).await;
    let search = between(&page, "name=\"search\" value=\"", "\"").to_owned();
    let used = [("act", "article"), ("article", "when-to-put-bins-out"), ("helped", "yes"), ("search", &search)];
    agent.done(&contact, &used).await;
    agent.page(&format!("{contact}?q=xylophone")).await;
    assert_eq!(centre.number("SELECT COUNT(*) FROM knowledge_search").await, 2);
    assert_eq!(centre.number("SELECT COUNT(*) FROM knowledge_search WHERE followed IS NOT NULL AND helped = 'yes' AND hits > 0").await, 1);
    let csv = agent.page("/performance.csv?from=2026-03-01&to=2026-03-31").await;
    assert!(csv.contains("knowledge_hit_rate,all,,50.0000,percent,2,"), "{csv}");
}

async fn a_caller_joins_what_was_reported_nearby(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let mut ids = Vec::new();
    for n in 0..2 {
        let contact = begin(&mut agent, "phone").await;
        let form = agent.done(&contact, &[("act", "service"), ("service", "dead-animal")]).await;
        agent.done(&form, &[("ask", "place"), ("place-words", "By the gate"), ("place-lat", "52.6"), ("place-lon", "-1.5")]).await;
        agent.done(&form, &[("ask", "animal"), ("animal", "wild")]).await;
        let page = agent.page(&form).await;
        assert_eq!(page.contains("Reported nearby already"), n == 1, "{page}");
        let same = if n == 1 { between(&page, "id=\"near-1\" value=\"", "\"").to_owned() } else { String::new() };
        agent.done(&form, &[("ask", "send"), ("same_as", &same)]).await;
        ids.push(same);
    }
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE incident IS NOT NULL").await, 2, "both are parts of one incident: {ids:?}");
}

async fn somebody_speaks_for_another(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let contact = begin(&mut agent, "phone").await;
    somebody(&mut agent, &contact).await;
    let mother = [("act", "new_person"), ("name", "Nesta Ŵyn"), ("phone", "01632 960 222"), ("as", "represented")];
    agent.done(&contact, &mother).await;
    let page = agent.page(&contact).await;
    assert!(page.contains("Gwenllian Ŵyn") && page.contains("Nesta Ŵyn"), "two people: {page}");
    let page = dead_animal(&mut agent, &contact).await;
    let path = format!("/requests/{}", between(&page, "href=\"/requests/", "\""));
    let page = agent.page(&path).await;
    let (asked, for_whom) = (between(&page, "Who asked", "</p>"), between(&page, "For whom", "</p>"));
    assert!(asked.contains("Gwenllian Ŵyn") && for_whom.contains("Nesta Ŵyn"), "{page}");
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE recipient = 'gwenllian@mail.example'").await, 1, "the one who spoke is told");
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE recipient LIKE '%960 222%'").await, 0);
    // A contact may stay without anybody.
    agent.done(&contact, &[("act", "anonymous")]).await;
    assert!(agent.page(&contact).await.contains("They may stay unknown"));
    agent.done(&contact, &[&ENDED[..], &[("cause", "none")]].concat()).await;
    // After its end nothing is sent in it, and a colleague's notes are not written over.
    assert_eq!(agent.post(&contact, &[("act", "service"), ("service", "dead-animal")]).await.status, StatusCode::CONFLICT);
    let mut other = centre.staff("supervisor", "oxmoor").await;
    assert_eq!(other.post(&contact, &[("act", "notes"), ("notes", "Mine")]).await.status, StatusCode::CONFLICT);
}

async fn an_address_is_picked(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    let contact = begin(&mut agent, "phone").await;
    let form = agent.done(&contact, &[("act", "service"), ("service", "missed-bin")]).await;
    let sought = agent.done(&form, &[("ask", "address"), ("find", "larch")]).await;
    let page = agent.page(&sought).await;
    let uprn = between(between(&page, "name=\"address-uprn\"", "</select>"), "<option value=\"", "\"").to_owned();
    let next = agent.done(&form, &[("ask", "address"), ("address-uprn", &uprn), ("address-line", "somewhere else")]).await;
    let page = agent.page(&next).await;
    assert!(page.contains("Larch Road") && !page.contains("somewhere else"), "what the gazetteer says counts: {page}");
}
