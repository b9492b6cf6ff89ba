//! 10,000 random requests by the wrong people: none is answered with what is not theirs, and none breaks anything.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use crate::support::{Centre, Dice, Visitor, both_databases, reference, report, seed};

both_databases!(
    nobody_gets_what_is_not_theirs,
    each_role_has_its_pages,
    every_staff_address_asks_who_is_there,
    other_sites_cannot_send_our_forms,
    passwords,
    headers_and_cookies,
    many_guesses_at_once,
    sessions_last_while_they_are_used
);

/// Every address, with its methods, from the list of routes itself, so that a new one cannot be forgotten.
fn routes() -> Vec<(Method, String)> {
    let text = include_str!("../../src/routes.rs").replace(['\n', ' '], "");
    let mut routes = Vec::new();
    for part in text.split(".route(\"").skip(1) {
        let (path, rest) = part.split_once('"').expect("a path");
        let rest = rest.split(".route(").next().unwrap_or_default().split(".layer(").next().unwrap_or_default();
        for (word, method) in [("get(", Method::GET), ("post(", Method::POST)] {
            if rest.contains(word) {
                routes.push((method, path.to_owned()));
            }
        }
    }
    assert!(routes.len() > 50, "{} routes were found", routes.len());
    routes
}

/// What residents may reach without being known.
fn is_open(path: &str) -> bool {
    ["/", "/{authority}", "/sign-in", "/sign-out"].contains(&path)
        || path.starts_with("/{authority}/")
        || path.starts_with("/health")
        || path.starts_with("/assets")
        || path.starts_with("/schemas")
        || path.starts_with("/open311")
        || path.starts_with("/sign-in/")
}

async fn every_staff_address_asks_who_is_there(centre: Centre) {
    for (method, path) in routes().into_iter().filter(|(_, path)| !is_open(path)) {
        let filled =
            path.replace("{id}", "x").replace("{contact}", "x").replace("{form}", "x").replace("{file}", "x").replace("{kpi}", "channel_mix");
        let mut stranger = centre.visitor();
        let answer = if method == Method::GET { stranger.get(&filled).await } else { stranger.post(&filled, &[]).await };
        assert!(answer.status == StatusCode::SEE_OTHER && answer.to.starts_with("/sign-in?"), "{method} {path}: {} {}", answer.status, answer.to);
        stranger.cookie = "answerable_session=made-up".to_owned();
        let answer = if method == Method::GET { stranger.get(&filled).await } else { stranger.post(&filled, &[]).await };
        assert!(answer.to.starts_with("/sign-in?"), "{method} {path} with a made-up session: {}", answer.status);
    }
}

/// Somebody, and what of Oxmoor's they may do.
struct Person {
    visitor: Visitor,
    /// Whether they may read Oxmoor's requests and people.
    reads: bool,
    /// Whether they may change them.
    works: bool,
    /// Whether they may change Oxmoor's brand, teams and staff.
    administers: bool,
    name: String,
}

async fn nobody_gets_what_is_not_theirs(centre: Centre) {
    let mut dice = Dice(seed());
    // Things of Oxmoor, each with words that stand nowhere else.
    let mut resident = centre.visitor();
    let done = report(&mut resident, "Xylophone Alley", &[("name", "Quixotic Person"), ("email", "quixotic@mail.example")]).await;
    let reference = reference(&mut resident, &done).await;
    let form = done.trim_end_matches("/done").rsplit('/').next().unwrap_or_default().to_owned();
    let mut agent = centre.staff("agent", "oxmoor").await;
    let contact = agent.done("/desk", &[("channel", "phone")]).await.replace("/desk/", "");
    agent.done(&format!("/desk/{contact}"), &[("act", "notes"), ("notes", "Xylophone notes")]).await;
    let text = async |sql: &'static str| {
        sqlx::Row::try_get::<String, _>(&sqlx::query(sql).fetch_one(centre.app.db.read()).await.expect("a row"), 0).expect("text")
    };
    let request = text("SELECT id FROM request WHERE authority = 'oxmoor'").await;
    let person = text("SELECT id FROM person WHERE name = 'Quixotic Person'").await;
    let member = text("SELECT id FROM staff WHERE authority = 'oxmoor' AND role = 'agent'").await;
    let secrets = ["Xylophone", "Quixotic", "quixotic@mail"];

    let stranger = centre.visitor();
    let mut people = vec![Person { visitor: stranger, reads: false, works: false, administers: false, name: "a stranger".to_owned() }];
    for authority in ["loxshire", "oxmoor", "wendle", "loxshire-police"] {
        for role in ["agent", "supervisor", "team_member", "team_lead", "receptionist", "administrator", "auditor"] {
            let there = role == "agent"
                || role == "administrator"
                || role == "team_member"
                || authority == "loxshire"
                || (authority == "oxmoor" && !["receptionist", "auditor"].contains(&role));
            if there {
                // Auditors and administrators of Oxmoor itself have no business with who asked for what.
                let reads = authority == "oxmoor" && !["administrator", "auditor"].contains(&role);
                let administers = authority == "oxmoor" && role == "administrator";
                let visitor = centre.staff(role, authority).await;
                people.push(Person { visitor, reads, works: reads, administers, name: format!("{role} of {authority}") });
            }
        }
    }
    let routes = routes();
    let ids =
        [request.as_str(), &person, &contact, &form, &member, &reference, "dead-animal", "channel_mix", "x", "..%2F..%2Fetc", "%27%20OR%201=1", "0"];
    let authorities = ["oxmoor", "wendle", "loxshire", "nowhere"];
    let acts = [
        "take", "assign", "team", "fixed", "note", "message", "pass", "change", "merge", "part", "end", "notes", "person", "service", "brand",
        "staff", "leave", "link", "comment", "withdraw",
    ];
    for round in 0..10_000 {
        let at = dice.roll(people.len());
        let (method, path) = routes[dice.roll(routes.len())].clone();
        let mut filled = path.replace("{authority}", dice.pick(&authorities));
        while let (Some(open), Some(close)) = (filled.find('{'), filled.find('}')) {
            filled.replace_range(open..=close, dice.pick(&ids));
        }
        let one = &mut people[at];
        let query = format!("?q=xylophone&person={person}&key={form}&team=any&state=any&before={}", dice.roll(10));
        let answer = if method == Method::GET {
            one.visitor.get(&format!("{filled}{}", if dice.roll(2) == 0 { &query } else { "" })).await
        } else {
            let (act, id) = (dice.pick(&acts), dice.pick(&ids));
            let fields = [
                ("act", act),
                ("id", id),
                ("edition", "1"),
                ("person", id),
                ("other", id),
                ("staff", id),
                ("key", id),
                ("words", "w"),
                ("team", "waste"),
                ("to", "wendle"),
                ("service", "graffiti"),
                ("reference", &reference),
                ("name", "N"),
                ("colour", "#000000"),
            ];
            // Whoever may change Oxmoor's things is left out; the others try, and may not.
            if one.works || path == "/sign-out" || (one.administers && path == "/admin") {
                continue;
            }
            one.visitor.post(&filled, &fields).await
        };
        assert!(!answer.status.is_server_error(), "round {round}: {method} {filled} by {}: {} {}", one.name, answer.status, answer.body);
        if !one.reads && !filled.contains(&form) {
            for secret in secrets {
                // A page may repeat what was typed into its own search box.
                let echo = answer.body.replace("value=\"xylophone\"", "").replace("“xylophone”", "");
                assert!(!echo.contains(secret), "round {round}: {method} {filled} shows {secret} to {}", one.name);
            }
        }
    }
    // Nothing of Oxmoor's was changed by any of it.
    assert_eq!(centre.number("SELECT edition FROM request WHERE authority = 'oxmoor' AND place = 'Xylophone Alley'").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM person WHERE name = 'Quixotic Person' AND merged_into IS NULL AND edition = 1").await, 1);
    assert_eq!(centre.number("SELECT COUNT(*) FROM staff WHERE authority = 'oxmoor' AND disabled_at IS NOT NULL").await, 0);
}

/// Each role against each kind of page, one by one: the table of who may do what.
async fn each_role_has_its_pages(centre: Centre) {
    let pages = ["/desk", "/requests", "/people", "/performance", "/outbox", "/record", "/admin"];
    let table = [
        ("agent", "oxmoor", [true, true, true, true, false, false, false]),
        ("supervisor", "oxmoor", [true, true, true, true, true, false, false]),
        ("team_member", "oxmoor", [false, true, true, true, false, false, false]),
        ("team_lead", "oxmoor", [false, true, true, true, false, false, false]),
        ("receptionist", "loxshire", [true, true, true, true, false, false, false]),
        ("administrator", "oxmoor", [false, false, false, true, false, true, true]),
        ("auditor", "loxshire", [false, false, false, true, false, true, false]),
    ];
    for (role, authority, may) in table {
        let mut one = centre.staff(role, authority).await;
        for (page, may) in pages.into_iter().zip(may) {
            let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(one.get(page).await.status, expected, "{page} for a {role}");
        }
    }
}

async fn headers_and_cookies(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    agent.done("/account", &[("act", "password"), ("password", "three quiet otters swim")]).await;
    let sign_in = [("email", "lowri.thistle@oxmoor.example"), ("password", "three quiet otters swim")];
    let answer = centre.visitor().post("/sign-in", &sign_in).await;
    let cookie = answer.headers["set-cookie"].to_str().expect("text");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    for path in ["/", "/oxmoor", "/desk", "/sign-in", "/oxmoor/nothing-here", "/assets/app.css", "/open311/v2/discovery.json"] {
        let headers = agent.get(path).await.headers;
        let csp = headers["content-security-policy"].to_str().expect("text");
        assert!(csp.contains("default-src 'none'") && csp.contains("script-src 'self'") && !csp.contains("unsafe"), "{path}: {csp}");
        for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin")] {
            assert_eq!(headers[name], value, "{path}");
        }
    }
    assert_eq!(agent.get("/desk").await.headers["cache-control"], "no-store", "what staff see is kept by no browser");
}

async fn many_guesses_at_once(centre: Centre) {
    let guesses = (0..40).map(|_| {
        let mut stranger = centre.visitor();
        async move { stranger.post("/sign-in", &[("email", "mo.ashdown@oxmoor.example"), ("password", "guess guess guess")]).await.body }
    });
    let bodies = futures::future::join_all(guesses).await;
    let looked_at = bodies.iter().filter(|body| body.contains("is not right")).count();
    assert_eq!(looked_at, 10, "a password was looked at {looked_at} times");
    centre.app.clock.pass(16 * 60_000);
    let later = centre.visitor().post("/sign-in", &[("email", "mo.ashdown@oxmoor.example"), ("password", "guess guess guess")]).await;
    assert!(later.body.contains("is not right"), "after a while they may try again");
}

async fn sessions_last_while_they_are_used(centre: Centre) {
    const HOUR_MS: i64 = 3_600_000;
    let (mut busy, mut away) = (centre.staff("agent", "oxmoor").await, centre.staff("supervisor", "oxmoor").await);
    for _ in 0..5 {
        centre.app.clock.pass(4 * HOUR_MS);
        busy.page("/desk").await;
    }
    assert!(away.get("/desk").await.to.starts_with("/sign-in"), "nobody used it for twenty hours");
    // What was typed after a session ended leads back to its page.
    centre.app.clock.pass(13 * HOUR_MS);
    let request = Request::post("/requests/bulk").header("sec-fetch-site", "same-origin").header("referer", "http://centre.test/requests?q=bins");
    let answer =
        busy.send(request.header("content-type", "application/x-www-form-urlencoded").body(Body::from("act=take")).expect("a request")).await;
    assert_eq!(answer.to, "/sign-in?next=%2Frequests%3Fq%3Dbins");
    // A new password ends the others' sessions of the same person.
    let (mut one, mut other) = (centre.staff("team_lead", "oxmoor").await, centre.staff("team_lead", "oxmoor").await);
    assert!(one.page("/account").await.contains("Sign out everywhere else"));
    one.done("/account", &[("act", "password"), ("password", "three quiet otters swim")]).await;
    one.page("/requests").await;
    assert!(other.get("/requests").await.to.starts_with("/sign-in"));
    let mut third = centre.staff("team_lead", "oxmoor").await;
    let places = one.page("/account").await;
    assert!(places.matches("<li>Since").count() == 2 && places.matches(">Here<").count() == 1, "{places}");
    one.done("/account", &[("act", "others")]).await;
    assert!(third.get("/requests").await.to.starts_with("/sign-in"));
    assert_eq!(one.page("/account").await.matches("<li>Since").count(), 1);
}

async fn other_sites_cannot_send_our_forms(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    for (name, value, good) in [
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
        ("sec-fetch-site", "same-origin", true),
        ("origin", "https://elsewhere.example", false),
        ("origin", "null", false),
        ("origin", "http://centre.test", true),
    ] {
        let request =
            Request::post("/desk").header("host", "centre.test").header("content-type", "application/x-www-form-urlencoded").header(name, value);
        let answer = agent.send(request.body(Body::from("channel=phone")).expect("a request")).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, good, "{name}: {value}: {}", answer.status);
    }
}

async fn passwords(centre: Centre) {
    let mut agent = centre.staff("agent", "oxmoor").await;
    assert_eq!(agent.post("/account", &[("act", "password"), ("password", "short")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    agent.done("/account", &[("act", "password"), ("password", "three quiet otters swim")]).await;
    let mut stranger = centre.visitor();
    let come_in = |email: &'static str, password: &'static str| [("email", email), ("password", password), ("next", "//elsewhere.example")];
    let wrong = stranger.post("/sign-in", &come_in("lowri.thistle@oxmoor.example", "three quiet otters")).await;
    let unknown = stranger.post("/sign-in", &come_in("nobody@oxmoor.example", "three quiet otters")).await;
    assert_eq!(wrong.body.replace("lowri.thistle", ""), unknown.body.replace("nobody", ""), "unknown people and wrong passwords look alike");
    assert_eq!(stranger.done("/sign-in", &come_in("Lowri.Thistle@oxmoor.example", "three quiet otters swim")).await, "/desk");
    assert!(stranger.page("/desk").await.contains("Lowri Thistle"));
    stranger.done("/sign-out", &[]).await;
    assert!(stranger.get("/desk").await.to.starts_with("/sign-in"));
    for _ in 0..10 {
        stranger.post("/sign-in", &come_in("mo.ashdown@oxmoor.example", "guess guess guess")).await;
    }
    let barred = stranger.post("/sign-in", &come_in("mo.ashdown@oxmoor.example", "guess guess guess")).await;
    assert!(barred.body.contains("too many tries"));
    // Somebody who leaves is out at once.
    let mut administrator = centre.staff("administrator", "oxmoor").await;
    let page = administrator.page("/admin").await;
    let row = page.split("lowri.thistle@oxmoor.example").nth(1).expect("a row");
    let id = row.split("name=\"staff\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    administrator.done("/admin", &[("act", "leave"), ("staff", &id)]).await;
    assert!(agent.get("/desk").await.to.starts_with("/sign-in"));
}
