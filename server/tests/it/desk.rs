//! The agent's desk: several questions in one contact, and what caused it as a link.

use axum::http::StatusCode;

use crate::support::{Centre, Visitor, between, both_databases};

both_databases!(a_cause_is_a_link, one_contact_and_its_questions);

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

    // Nothing of another authority is linked or told of.
    let mut other = centre.staff("agent", "wendle").await;
    let theirs = begin(&mut other, "phone").await;
    let answer = other.post(&theirs, &[&ENDED[..], &[("cause", "earlier_contact"), ("cause_link", &talk)]].concat()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    other.done(&theirs, &[&ENDED[..], &[("cause", "missed_job"), ("cause_words", &reference)]].concat()).await;
    assert!(!other.page(&theirs).await.contains("/requests/"), "only the words are kept");
}
