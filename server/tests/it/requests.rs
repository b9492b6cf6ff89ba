//! Requests at work: lists, changes, two people at once, many at once, incidents, other authorities.

use axum::http::StatusCode;

use crate::hostile::photo_with_place;
use crate::support::{Centre, MULTIPART, Visitor, between, both_databases, multipart, reference, report};

both_databases!(
    a_team_works_a_request,
    two_who_edit_at_once_are_told,
    many_at_once_can_be_undone,
    everybody_of_an_incident_is_told_alone,
    a_request_goes_to_another_authority_with_consent,
    sensitive_requests_stay_with_their_team,
    lists_are_narrowed,
    references_are_found_as_people_type_them,
    what_ended_by_itself_stays,
    bulk_notes_and_strangers
);

/// The path of the only request whose summary has some words.
async fn path_of(staff: &mut Visitor, words: &str) -> String {
    let page = staff.page(&format!("/requests?team=any&state=any&q={words}")).await;
    format!("/requests/{}", between(&page, "href=\"/requests/", "\"").split('?').next().unwrap_or_default())
}

async fn edition(staff: &mut Visitor, path: &str) -> String {
    between(&staff.page(path).await, "name=\"edition\" value=\"", "\"").to_owned()
}

async fn a_team_works_a_request(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Gallows Hill", &[("name", "Emrys Dovecote"), ("phone", "01632 960 555")]).await;
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let path = path_of(&mut team, "gallows").await;
    let first = edition(&mut team, &path).await;
    team.done(&path, &[("act", "take"), ("edition", &first)]).await;
    let next = edition(&mut team, &path).await;
    team.done(&path, &[("act", "state"), ("state", "in_progress"), ("edition", &next)]).await;
    let next = edition(&mut team, &path).await;
    team.done(&path, &[("act", "note"), ("words", "=HYPERLINK for colleagues only"), ("edition", &next)]).await;
    // Not done needs a reason, which the resident reads.
    let answer = team.post(&path, &[("act", "not_fixed"), ("edition", &next)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    team.done(&path, &[("act", "not_fixed"), ("words", "It was gone when we came."), ("edition", &next)]).await;
    let page = resident.page(&done).await;
    let track = between(&page, "id=\"follow\" href=\"", "\"").replace("&#38;", "&").replace("&amp;", "&");
    let page = resident.page(&track).await;
    assert!(page.contains("It was gone when we came.") && page.contains("In progress"), "{page}");
    assert!(!page.contains("colleagues only"), "notes are for colleagues");
    // By text, since they left a phone number alone: received, in progress, the end.
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE channel = 'text' AND recipient = '01632 960 555'").await, 3);
    // The resident says that it is not so, and the team has it again.
    let (place, key) = track.split_once("?key=").expect("a key");
    resident.done(place, &[("key", key), ("act", "not_fixed")]).await;
    let list = team.page("/requests?q=gallows&state=new&team=any").await;
    assert!(list.contains("1 request<") && list.contains("Not done after all"), "{list}");
}

async fn two_who_edit_at_once_are_told(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "Station Approach", &[]).await;
    let (mut one, mut two) = (centre.staff("team_lead", "oxmoor").await, centre.staff("agent", "oxmoor").await);
    let path = path_of(&mut one, "station").await;
    let seen = edition(&mut one, &path).await;
    let (first, second) = (
        one.post(&path, &[("act", "take"), ("edition", &seen)]).await,
        two.post(&path, &[("act", "state"), ("state", "waiting"), ("edition", &seen)]).await,
    );
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::CONFLICT), "{}", second.body);
    assert!(second.body.contains("Somebody changed this request"));
    assert!(one.page(&path).await.contains("Assigned to"), "the first change stands");
}

async fn many_at_once_can_be_undone(centre: Centre) {
    let mut resident = centre.visitor();
    for n in 0..3 {
        report(&mut resident, &format!("Weirside number {n}"), &[]).await;
    }
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let page = team.page("/requests?q=weirside&team=any").await;
    let ids: Vec<&str> = page.split("name=\"id\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 3);
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("id", *id)).collect();
    fields.push(("act", "fixed"));
    let to = team.done("/requests/bulk", &fields).await;
    let undo = to.split("undo=").nth(1).expect("an undo").to_owned();
    assert!(team.page("/requests?q=weirside&team=any&state=done").await.contains("3 requests"));
    // One of them is changed by somebody: the undo leaves that one.
    let path = format!("/requests/{}", ids[0]);
    let seen = edition(&mut team, &path).await;
    team.done(&path, &[("act", "state"), ("state", "waiting"), ("edition", &seen)]).await;
    let mut other = centre.staff("agent", "oxmoor").await;
    assert_eq!(other.post(&format!("/requests/undo/{undo}"), &[]).await.status, StatusCode::CONFLICT, "only its maker can undo");
    let to = team.done(&format!("/requests/undo/{undo}"), &[]).await;
    assert!(to.contains("Undone+for+2") && to.contains("1+were+changed"), "{to}");
    assert!(team.page("/requests?q=weirside&team=any&state=new").await.contains("2 requests"));
    assert_eq!(team.post(&format!("/requests/undo/{undo}"), &[]).await.status, StatusCode::CONFLICT, "an undo works once");
}

async fn everybody_of_an_incident_is_told_alone(centre: Centre) {
    for email in ["one@mail.example", "two@mail.example"] {
        let mut resident = centre.visitor();
        let form = resident.done("/oxmoor/dead-animal", &[]).await;
        resident.done(&format!("{form}/place"), &[("place-words", "Incident Corner"), ("place-lat", "52.41"), ("place-lon", "-2.61")]).await;
        resident.done(&format!("{form}/animal"), &[("animal", "wild")]).await;
        resident.done(&format!("{form}/your-details"), &[("email", email), ("name", "A Resident")]).await;
        let page = resident.page(&format!("{form}/check")).await;
        let same = if page.contains("id=\"near-1\"") { between(&page, "id=\"near-1\" value=\"", "\"").to_owned() } else { String::new() };
        resident.done(&format!("{form}/check"), &[("same_as", &same)]).await;
    }
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let path = path_of(&mut team, "incident").await;
    let seen = edition(&mut team, &path).await;
    team.done(&path, &[("act", "fixed"), ("words", "Both of you helped."), ("whole", "yes"), ("edition", &seen)]).await;
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE outcome = 'fixed'").await, 2);
    let sql = "SELECT COUNT(*) FROM message WHERE body LIKE '%Both of you helped.%' AND recipient IN ('one@mail.example', 'two@mail.example')";
    assert_eq!(centre.number(sql).await, 2);
    assert_eq!(
        centre.number("SELECT COUNT(*) FROM message WHERE recipient LIKE '%,%' OR recipient LIKE '%@%@%'").await,
        0,
        "one message, one recipient"
    );
}

async fn a_request_goes_to_another_authority_with_consent(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Border Brook", &[("name", "Tegwen Gorse"), ("email", "tegwen@mail.example")]).await;
    let page = resident.page(&done).await;
    let track = between(&page, "id=\"follow\" href=\"", "\"").to_owned();
    let (place, key) = track.split_once("?key=").expect("a key");
    let parts: [(&str, &[u8], Option<&str>); 4] = [
        ("key", key.as_bytes(), None),
        ("act", b"comment", None),
        ("words", b"By the sluice", None),
        ("photo", &photo_with_place(), Some("brook.jpg")),
    ];
    assert_eq!(resident.post_raw(place, MULTIPART, multipart(&parts)).await.status, StatusCode::SEE_OTHER);
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let path = path_of(&mut team, "border").await;
    let seen = edition(&mut team, &path).await;
    let answer = team.post(&path, &[("act", "pass"), ("to", "wendle"), ("edition", &seen)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "not without consent");
    team.done(&path, &[("act", "pass"), ("to", "wendle"), ("consent", "yes"), ("edition", &seen)]).await;
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE authority = 'wendle' AND state = 'new'").await, 1);
    assert_eq!(
        centre.number("SELECT COUNT(*) FROM request WHERE authority = 'oxmoor' AND outcome = 'not_ours' AND passed_to LIKE 'wendle/%'").await,
        1
    );
    assert_eq!(centre.number("SELECT COUNT(*) FROM person WHERE authority = 'wendle' AND name = 'Tegwen Gorse'").await, 1);
    let mut other = centre.staff("agent", "wendle").await;
    assert!(other.page("/requests?q=border&team=any").await.contains("Border Brook"));
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "the first one stays Oxmoor's");
    // What she wrote and showed went along, with a target; her message leads her to it.
    let theirs = path_of(&mut other, "border").await;
    let page = other.page(&theirs).await;
    assert!(page.contains("By the sluice") && page.contains("Tegwen Gorse"), "{page}");
    let file = between(&page, "class=\"app-thumb\" src=\"", "\"").to_owned();
    assert_eq!(other.get(&file).await.status, StatusCode::OK);
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE authority = 'wendle' AND due_at IS NOT NULL").await, 1);
    let row =
        sqlx::query("SELECT body FROM message WHERE authority = 'wendle' AND recipient = 'tegwen@mail.example'").fetch_one(centre.app.db.read());
    let body: String = sqlx::Row::try_get(&row.await.expect("a message"), 0).expect("words");
    let link = body.split_whitespace().find_map(|word| word.strip_prefix("http://centre.test")).expect("a link").to_owned();
    assert!(resident.page(&link).await.contains("Border Brook") || resident.page(&link).await.contains("By the sluice"));
    let reference = between(&link, "/track/", "?");
    assert!(resident.page(&track).await.contains("Passed to Wendle") && resident.page(&track).await.contains(reference));
    let seen = edition(&mut team, &path).await;
    let twice = team.post(&path, &[("act", "pass"), ("to", "loxshire"), ("consent", "yes"), ("edition", &seen)]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_eq!(centre.number("SELECT COUNT(*) FROM record WHERE kind = 'request.passed' AND facts LIKE '%\"consent\":\"yes\"%'").await, 1);
}

async fn sensitive_requests_stay_with_their_team(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/loxshire/worried-about-an-adult", &[]).await;
    resident.done(&format!("{form}/danger"), &[("danger", "no")]).await;
    resident.done(&format!("{form}/who"), &[("who", "My neighbour")]).await;
    resident.done(&format!("{form}/knows"), &[("knows", "no")]).await;
    resident.done(&format!("{form}/worry"), &[("worry", "She does not eat")]).await;
    resident.done(&format!("{form}/check"), &[]).await;
    let mut adults = centre.staff("team_lead", "loxshire").await;
    let mut supervisor = centre.staff("supervisor", "loxshire").await;
    let list = "/requests?team=any&state=any";
    assert!(supervisor.page(list).await.contains("Worry about an adult"));
    let path = path_of(&mut supervisor, "worry").await;
    // The first team lead of the county is the highways'.
    assert!(!adults.page(list).await.contains("Worry about an adult"));
    for (role, authority) in [("team_lead", "loxshire"), ("agent", "loxshire"), ("supervisor", "oxmoor"), ("agent", "loxshire-police")] {
        let mut other = centre.staff(role, authority).await;
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{role} of {authority}");
    }
}

async fn lists_are_narrowed(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "Zebra Crossing", &[]).await;
    report(&mut resident, "Zebra Yard", &[]).await;
    let mut team = centre.staff("team_lead", "oxmoor").await;
    for (query, n) in [
        ("q=zebra", 2),
        ("q=zebra+crossing", 1),
        ("q=ZEBRA+yard", 1),
        ("q=giraffe", 0),
        ("service=dead-animal", 2),
        ("service=graffiti", 0),
        ("who=me", 0),
        ("who=nobody", 2),
        ("late=yes", 0),
    ] {
        let page = team.page(&format!("/requests?team=any&{query}")).await;
        let words = if n == 1 { "1 request<".to_owned() } else { format!("{n} requests<") };
        assert!(page.contains(&words), "{query}: {page}");
    }
    centre.app.clock.pass(3 * 86_400_000);
    let mut team = centre.staff("team_lead", "oxmoor").await;
    assert!(team.page("/requests?team=any&late=yes").await.contains("2 requests<"));
}

async fn references_are_found_as_people_type_them(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Typing Terrace", &[]).await;
    let real = reference(&mut resident, &done).await;
    // One without any digit, as one in thirteen is.
    centre
        .app
        .db
        .write(|tx| {
            Box::pin(async move {
                sqlx::query("UPDATE request SET reference = 'QRST-VWXQ' WHERE authority = 'oxmoor'").execute(tx.conn()).await?;
                Ok(())
            })
        })
        .await
        .expect("written");
    let mut team = centre.staff("team_lead", "oxmoor").await;
    for typed in ["QRST-VWXQ", "qrst-vwxq", "qrstvwxq", "QRST+VWXQ", "+qrst+vwxq+"] {
        assert!(team.page(&format!("/requests?team=any&q={typed}")).await.contains("1 request<"), "{typed}");
    }
    assert!(team.page(&format!("/requests?team=any&q={real}")).await.contains("0 requests<"));
}

async fn what_ended_by_itself_stays(centre: Centre) {
    let mut resident = centre.visitor();
    let mut places = Vec::new();
    for when in ["early", "late"] {
        let done = report(&mut resident, &format!("Twice told {when}"), &[("email", "same@mail.example"), ("name", "A Resident")]).await;
        places.push(between(&resident.page(&done).await, "id=\"follow\" href=\"", "\"").to_owned());
    }
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let (one, other) = (path_of(&mut team, "twice+told+early").await, path_of(&mut team, "twice+told+late").await);
    let wrong = team.post(&one, &[("act", "join"), ("reference", "AAAA-AAAA"), ("edition", "1")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let reference = between(&places[1], "/track/", "?").to_lowercase();
    let seen = edition(&mut team, &one).await;
    team.done(&one, &[("act", "join"), ("reference", &reference), ("edition", &seen)]).await;
    assert!(team.page(&other).await.contains("Others about the same thing"));
    let (place, key) = places[1].split_once("?key=").expect("a key");
    resident.done(place, &[("key", key), ("act", "withdraw")]).await;
    let seen = edition(&mut team, &one).await;
    team.done(&one, &[("act", "fixed"), ("words", "Gone."), ("whole", "yes"), ("edition", &seen)]).await;
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE outcome = 'withdrawn'").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE body LIKE '%Gone.%'").await, 1);
    let seen = edition(&mut team, &one).await;
    team.done(&one, &[("act", "leave"), ("edition", &seen)]).await;
    assert!(!team.page(&other).await.contains("Others about the same thing"));
}

async fn bulk_notes_and_strangers(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "Noted Nook", &[]).await;
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let path = path_of(&mut team, "noted").await;
    let id = path.trim_start_matches("/requests/").to_owned();
    let to = team.done("/requests/bulk", &[("id", &id), ("act", "note"), ("words", "Looked at")]).await;
    assert!(to.ends_with("undo="), "a note cannot be undone, so that no undo can put back what a colleague does next: {to}");
    for (act, field, value) in [("assign", "staff", "nobody-at-all"), ("team", "team", "no-such-team")] {
        assert_eq!(team.post("/requests/bulk", &[("id", &id), ("act", act), (field, value)]).await.status, StatusCode::BAD_REQUEST);
    }
    let many: Vec<(&str, &str)> = std::iter::repeat_n(("id", id.as_str()), 201).chain([("act", "take")]).collect();
    assert_eq!(team.post("/requests/bulk", &many).await.status, StatusCode::BAD_REQUEST);
    assert!(!team.page(&path).await.contains("Assigned to"));
    // Those that move a request can be undone, one as the other.
    for (act, field, value, sign) in [
        ("take", "words", "", "Assigned to Otis Fairweather"),
        ("team", "team", "waste", "Moved to Waste and recycling"),
        ("not_fixed", "words", "It was not there.", "It was not there."),
    ] {
        let to = team.done("/requests/bulk", &[("id", &id), ("act", act), (field, value)]).await;
        assert!(team.page(&path).await.contains(sign), "{act}");
        let undo = to.split("undo=").nth(1).expect("an undo").to_owned();
        team.done(&format!("/requests/undo/{undo}"), &[]).await;
        assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE state = 'new' AND assigned IS NULL AND team = 'streets'").await, 1, "{act}");
    }
}
