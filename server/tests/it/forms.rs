//! Forms: one question a page, answers that survive, and one request however often it is sent.

use axum::http::StatusCode;

use jiff::civil::date;
use model::Millis;

use crate::support::{Centre, between, both_databases, noon, reference, report};

both_databases!(
    a_request_is_made,
    sent_twice_is_one_request,
    answers_survive,
    mistakes_are_said_beside_the_field,
    an_address_is_looked_up,
    same_thing_nearby,
    two_windows_of_one_form,
    what_is_past_its_time_is_deleted,
    nights_on_which_clocks_change
);

async fn a_request_is_made(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Tinker Lane, by the gate", &[("name", "Gwen Ivybridge"), ("email", "gwen@mail.example")]).await;
    let reference = reference(&mut resident, &done).await;
    let page = resident.page(&done).await;
    // Reported on a Wednesday, to be done within one working day.
    assert!(page.contains("Thursday 5 March 2026"), "{page}");
    assert_eq!(centre.number("SELECT COUNT(*) FROM request").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM message WHERE recipient = 'gwen@mail.example' AND channel = 'email'").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM contact WHERE channel = 'web' AND resolved_first = 'no'").await, 1);
    let mut team = centre.staff("team_lead", "oxmoor").await;
    assert!(team.page("/requests?team=any").await.contains(&reference));
}

async fn sent_twice_is_one_request(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/oxmoor/dead-animal", &[]).await;
    resident.done(&format!("{form}/place"), &[("place-words", "Quarry Bank")]).await;
    resident.done(&format!("{form}/animal"), &[("animal", "bird")]).await;
    let check = format!("{form}/check");
    let (mut one, mut two, mut three) = (resident.clone(), resident.clone(), resident.clone());
    let (first, second, third) = tokio::join!(one.done(&check, &[]), two.done(&check, &[]), three.done(&check, &[]));
    assert_eq!((&first, &second), (&second, &third));
    let fourth = resident.done(&check, &[]).await;
    assert_eq!(reference(&mut resident, &first).await, reference(&mut resident, &fourth).await);
    assert_eq!(centre.number("SELECT COUNT(*) FROM request").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM contact").await, 1);
}

async fn answers_survive(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/oxmoor/missed-bin", &[]).await;
    resident.done(&format!("{form}/address"), &[("address-line", "1 Somewhere Lane")]).await;
    resident.done(&format!("{form}/bin"), &[("bin", "brown")]).await;
    // Another browser with the link alone, days later.
    centre.app.clock.pass(5 * 86_400_000);
    let mut later = centre.visitor();
    let next = later.get(&form).await;
    assert!(next.to.ends_with("/due_on"), "{}", next.to);
    assert!(later.page(&format!("{form}/bin")).await.contains("value=\"brown\" checked"));
    // Whoever has no link has nothing.
    assert_eq!(later.get("/oxmoor/form/not-a-link").await.status, StatusCode::NOT_FOUND);
    assert_eq!(later.get(&form.replace("oxmoor", "wendle")).await.status, StatusCode::NOT_FOUND);
    // After 30 days it is gone.
    centre.app.clock.pass(31 * 86_400_000);
    assert_eq!(later.get(&form).await.status, StatusCode::NOT_FOUND);
}

async fn mistakes_are_said_beside_the_field(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/oxmoor/missed-bin", &[]).await;
    resident.done(&format!("{form}/address"), &[("address-line", "1 Somewhere Lane")]).await;
    let answer = resident.post(&format!("{form}/bin"), &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("href=\"#bin\"") && answer.body.contains("id=\"bin-error\""), "{}", answer.body);
    assert!(answer.body.contains("<title>Error:"), "the title says it first");
    resident.done(&format!("{form}/bin"), &[("bin", "black")]).await;
    let answer = resident.post(&format!("{form}/due_on"), &[("due_on-day", "31"), ("due_on-month", "2"), ("due_on-year", "2026")]).await;
    assert!(answer.body.contains("Enter a real date") && answer.body.contains("value=\"31\""), "what was typed is still there: {}", answer.body);
    let answer = resident.post(&format!("{form}/due_on"), &[("due_on-day", "5"), ("due_on-month", "3"), ("due_on-year", "2026")]).await;
    assert!(answer.body.contains("must be 4 March 2026 or earlier"), "{}", answer.body);
    // A page further on cannot be reached before this is answered.
    assert!(resident.get(&format!("{form}/check")).await.status.is_redirection());
}

async fn an_address_is_looked_up(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/oxmoor/order-bin", &[]).await;
    let found = resident.done(&format!("{form}/address"), &[("find", "lx11aa")]).await;
    let page = resident.page(&found).await;
    assert!(page.contains("7 Larch Road, LX1 1AA"), "{page}");
    let uprn = between(&page, "<option value=\"", "\"").to_owned();
    // What the browser says of the address is not believed; the number is looked up.
    resident.done(&format!("{form}/address"), &[("address-uprn", &uprn), ("address-line", "Somewhere else"), ("address-lat", "0")]).await;
    let page = resident.page(&format!("{form}/address")).await;
    assert!(page.contains("value=\"1 Larch Road\"") && !page.contains("Somewhere else"), "{page}");
    let page = resident.page(&format!("{form}/address?find=zz99+9zz")).await;
    assert!(page.contains("We know no address"), "{page}");
}

async fn same_thing_nearby(centre: Centre) {
    let place = |lat: &'static str| [("place-words", "By the bridge"), ("place-lat", lat), ("place-lon", "-2.61")];
    let mut done = Vec::new();
    for (lat, email) in [("52.41", "one@mail.example"), ("52.4103", "two@mail.example")] {
        let mut resident = centre.visitor();
        let form = resident.done("/oxmoor/dead-animal", &[]).await;
        resident.done(&format!("{form}/place"), &place(lat)).await;
        resident.done(&format!("{form}/animal"), &[("animal", "wild")]).await;
        resident.done(&format!("{form}/your-details"), &[("email", email)]).await;
        let page = resident.page(&format!("{form}/check")).await;
        let same = if page.contains("name=\"same_as\"") { between(&page, "id=\"near-1\" value=\"", "\"").to_owned() } else { String::new() };
        assert_eq!(same.is_empty(), done.is_empty(), "the second is told of the first: {page}");
        assert!(!page.contains("one@mail.example") || email.starts_with("one"), "nobody sees another's details");
        done.push(resident.done(&format!("{form}/check"), &[("same_as", &same)]).await);
    }
    assert_eq!(centre.number("SELECT COUNT(DISTINCT incident) FROM request WHERE incident IS NOT NULL").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE incident IS NOT NULL").await, 2);
}

async fn two_windows_of_one_form(centre: Centre) {
    for _ in 0..10 {
        let mut resident = centre.visitor();
        let form = resident.done("/oxmoor/dead-animal", &[]).await;
        resident.done(&format!("{form}/place"), &[("place-words", "First words")]).await;
        resident.done(&format!("{form}/animal"), &[("animal", "wild")]).await;
        let (mut one, mut other) = (resident.clone(), resident.clone());
        let (place, animal) = (format!("{form}/place"), format!("{form}/animal"));
        tokio::join!(one.done(&place, &[("place-words", "Second words")]), other.done(&animal, &[("animal", "bird")]));
        let page = resident.page(&format!("{form}/check")).await;
        assert!(page.contains("Second words") && page.contains("A bird"), "neither answer was lost: {page}");
    }
}

async fn what_is_past_its_time_is_deleted(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/loxshire/pothole", &[]).await;
    for (ask, field, value) in
        [("place", "place-words", "Hatch Hill"), ("surface", "surface", "road"), ("depth", "depth", "shallow"), ("hurt", "hurt", "no")]
    {
        resident.done(&format!("{form}/{ask}"), &[(field, value)]).await;
    }
    let photo = crate::hostile::photo_with_place();
    let picture = crate::support::multipart(&[("photo", &photo, Some("a.jpg"))]);
    resident.post_raw(&format!("{form}/photo"), crate::support::MULTIPART, picture.clone()).await;
    let sent = resident.done("/loxshire/pothole", &[]).await;
    for (ask, field, value) in
        [("place", "place-words", "Sent Street"), ("surface", "surface", "road"), ("depth", "depth", "shallow"), ("hurt", "hurt", "no")]
    {
        resident.done(&format!("{sent}/{ask}"), &[(field, value)]).await;
    }
    resident.post_raw(&format!("{sent}/photo"), crate::support::MULTIPART, picture).await;
    resident.done(&format!("{sent}/your-details"), &[]).await;
    resident.done(&format!("{sent}/check"), &[]).await;
    let _agent = centre.staff("agent", "oxmoor").await;
    assert_eq!(server::sweep::sweep(&centre.app).await.expect("swept"), 0, "nothing is past its time yet");
    centre.app.clock.pass(31 * 86_400_000);
    assert!(server::sweep::sweep(&centre.app).await.expect("swept") >= 3);
    assert_eq!(centre.number("SELECT COUNT(*) FROM draft").await, 0);
    assert_eq!(centre.number("SELECT COUNT(*) FROM session").await, 0);
    assert_eq!(centre.number("SELECT COUNT(*) FROM file").await, 1, "the picture of the request stays");
}

async fn nights_on_which_clocks_change(centre: Centre) {
    const HOUR_MS: i64 = 3_600_000;
    let mut now = noon();
    let mut pass_to = |moment: Millis| {
        centre.app.clock.pass(moment.since(now));
        now = moment;
    };
    // Half past eleven on the evening before the clocks go forward, and half past twelve in the night itself.
    pass_to(Millis::start_of(date(2026, 3, 28)).plus(23 * HOUR_MS + HOUR_MS / 2));
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Spring Forward", &[]).await;
    assert!(resident.page(&done).await.contains("Monday 30 March 2026"), "one working day after a Saturday");
    pass_to(Millis::start_of(date(2026, 3, 29)).plus(HOUR_MS / 2));
    let done = report(&mut resident, "Spring Forward Again", &[]).await;
    assert!(resident.page(&done).await.contains("Monday 30 March 2026"));
    // Monday ends at its own midnight, in summer time.
    let end = Millis::start_of(date(2026, 3, 31)).plus(-1).0;
    let due = centre.number("SELECT MAX(due_at) FROM request").await;
    assert!((end - 60_000..=end).contains(&due), "{due} is not the end of Monday, {end}");
    // Twenty-four hours from noon are over at eleven when the clocks go back in between.
    pass_to(Millis::start_of(date(2026, 10, 24)).plus(12 * HOUR_MS));
    let form = resident.done("/oxmoor/fly-tipping", &[]).await;
    resident.done(&format!("{form}/place"), &[("place-words", "Fall Back Lane")]).await;
    resident.done(&format!("{form}/what"), &[("what", "danger")]).await;
    let done = resident.done(&format!("{form}/check"), &[]).await;
    assert!(resident.page(&done).await.contains("Sunday 25 October 2026"));
    let due = centre.number("SELECT MAX(due_at) FROM request").await;
    assert_eq!(due, Millis::start_of(date(2026, 10, 25)).plus(12 * HOUR_MS).0);
    // In the hour that comes twice forms are taken, and the lists say sensible things.
    for half in [3, 5] {
        pass_to(Millis::start_of(date(2026, 10, 25)).plus(half * HOUR_MS / 2));
        report(&mut resident, "The Hour That Comes Twice", &[]).await;
    }
    let mut team = centre.staff("team_lead", "oxmoor").await;
    let list = team.page("/requests?team=any&q=hour+twice").await;
    assert!(list.contains("2 requests<") && list.contains("1 day left"), "{list}");
}
