//! Every service of the packs on every channel: each page renders, each way ends.

use axum::http::StatusCode;

use crate::support::{Centre, Dice, Visitor, both_databases, seed};

both_databases!(every_service_ends_on_the_web, every_service_ends_at_the_desk);

/// An answer to a question that the page shows, as a resident might give it.
fn answer(page: &str, ask: &str, dice: &mut Dice) -> Vec<(String, String)> {
    let one = |value: &str| vec![(ask.to_owned(), value.to_owned())];
    let part = |end: &str, value: &str| (format!("{ask}-{end}"), value.to_owned());
    if page.contains(&format!("name=\"{ask}-day\"")) {
        let day = ["2", "3", "4"][dice.roll(3)];
        return vec![part("day", day), part("month", "3"), part("year", "2026")];
    }
    if page.contains(&format!("name=\"{ask}-line\"")) {
        return vec![part("line", "1 Larch Road"), part("postcode", "LX1 1AA")];
    }
    if page.contains(&format!("name=\"{ask}-words\"")) {
        return vec![part("words", "By the old mill"), part("lat", "52.41"), part("lon", "-2.61")];
    }
    let choices: Vec<&str> = page
        .split(&format!("name=\"{ask}\" type=\"radio\" value=\""))
        .skip(1)
        .chain(page.split(&format!("name=\"{ask}\" type=\"checkbox\" value=\"")).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    if !choices.is_empty() {
        return one(dice.pick(&choices));
    }
    if page.contains("type=\"file\"") {
        return Vec::new();
    }
    if page.contains(&format!("id=\"{ask}\" name=\"{ask}\" type=\"email\"")) {
        return one("somebody@mail.example");
    }
    if page.contains(&format!("id=\"{ask}\" name=\"{ask}\" type=\"tel\"")) {
        return one("01632 960 123");
    }
    // Text, number, time and postcode: the first that is taken.
    one("")
}

async fn give(visitor: &mut Visitor, path: &str, ask_field: Option<&str>, page: &str, ask: &str, dice: &mut Dice) -> String {
    let given = answer(page, ask, dice);
    let tries: Vec<Vec<(String, String)>> = if given.len() == 1 && given[0].1.is_empty() {
        ["2", "14:30", "LX1 1AA", "Something to say", "40"].iter().map(|value| vec![(ask.to_owned(), (*value).to_owned())]).collect()
    } else {
        // An early day may lie before the first that is taken.
        let later = [("day", "20"), ("month", "3"), ("year", "2026")].map(|(end, value)| (format!("{ask}-{end}"), value.to_owned()));
        vec![given, later.to_vec()]
    };
    for fields in tries {
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if let Some(field) = ask_field {
            fields.push((field, ask));
        }
        let answer = visitor.post(path, &fields).await;
        if answer.status == StatusCode::SEE_OTHER {
            return answer.to;
        }
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    }
    panic!("no answer to {ask} was taken at {path}: {page}");
}

async fn every_service_ends_on_the_web(centre: Centre) {
    let mut dice = Dice(seed());
    let mut n = 0;
    for authority in centre.app.authorities().values() {
        for service in centre.app.library().catalogue.services.values().filter(|service| authority.gives(service)) {
            n += 1;
            let mut resident =
                if service.audience == catalogue::Audience::Staff { centre.staff("agent", authority.id.as_str()).await } else { centre.visitor() };
            let start = format!("/{}/{}", authority.id, service.id);
            assert!(resident.page(&start).await.contains(&authority.brand.phone), "{start} has the phone number");
            let form = resident.done(&start, &[]).await;
            let mut at = resident.get(&form).await.to;
            for _ in 0..40 {
                let page = resident.page(&at).await;
                let part = at.rsplit('/').next().unwrap_or_default().to_owned();
                assert!(page.contains(&authority.brand.phone), "{at} has the phone number");
                at = match part.as_str() {
                    "done" => break,
                    "your-details" => resident.done(&at, &[("name", "Ines Fenwick"), ("email", "ines@mail.example")]).await,
                    "check" => resident.done(&at, &[]).await,
                    told if told.starts_with("told_") => resident.done(&at, &[]).await,
                    ask => give(&mut resident, &at, None, &page, ask, &mut dice).await,
                };
            }
            assert!(at.ends_with("/done"), "{start} did not end: {at}");
        }
    }
    assert!(n >= 40, "{n} services were walked through");
    let verdicts = server::platform::record::verify(centre.app.db.read()).await.expect("the record can be read");
    assert!(verdicts.iter().all(|verdict| verdict.broken.is_none()), "{verdicts:?}");
}

async fn every_service_ends_at_the_desk(centre: Centre) {
    let mut dice = Dice(seed());
    for authority in ["loxshire", "oxmoor", "loxshire-police"] {
        let authority = centre.app.authority(&authority.into()).expect("it is there");
        let mut agent = centre.staff("agent", authority.id.as_str()).await;
        let contact = agent.done("/desk", &[("channel", "phone")]).await;
        let mut n = 0;
        for service in centre.app.library().catalogue.services.values().filter(|service| authority.gives(service)) {
            n += 1;
            let script = agent.done(&contact, &[("act", "service"), ("service", &service.id)]).await;
            for _ in 0..40 {
                let page = agent.page(&script).await;
                let ask = page.split("name=\"ask\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("something to do").to_owned();
                let to = if ask == "send" || ask.starts_with("told_") {
                    agent.done(&script, &[("ask", &ask)]).await
                } else {
                    give(&mut agent, &script, Some("ask"), &page, &ask, &mut dice).await
                };
                if to.starts_with(&format!("{contact}?")) {
                    break;
                }
                assert!(to.starts_with(&script), "{}: {to}", service.id);
            }
        }
        // Every question is on the one contact.
        let page = agent.page(&contact).await;
        assert_eq!(between_list(&page), n, "{page}");
        agent.done(&contact, &[("act", "end"), ("disposition", "completed"), ("cause", "none"), ("resolved", "yes")]).await;
    }
}

fn between_list(page: &str) -> usize {
    let list = page.split_once("id=\"questions\">").map_or("", |(_, rest)| rest.split_once("</ol>").map_or("", |(list, _)| list));
    list.matches("<li>").count()
}
