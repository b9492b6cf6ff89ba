//! The record: whole, sealed, without persons.

use crate::support::{Centre, both_databases, report};

both_databases!(it_is_whole_and_without_persons, a_change_is_found, what_failed_is_not_on_it);

async fn it_is_whole_and_without_persons(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "Secret Spinney", &[("name", "Rosalind Cwmbrân"), ("email", "rosalind@mail.example"), ("phone", "01632 960 999")]).await;
    let mut agent = centre.staff("agent", "oxmoor").await;
    agent.page("/people?q=rosalind").await;
    let verdicts = server::platform::record::verify(centre.app.db.read()).await.expect("it can be read");
    assert!(verdicts.iter().any(|verdict| verdict.authority == "oxmoor" && verdict.entries > 5), "{verdicts:?}");
    assert!(verdicts.iter().all(|verdict| verdict.broken.is_none()), "{verdicts:?}");
    let sql = "SELECT COUNT(*) FROM record WHERE facts LIKE '%osalind%' OR facts LIKE '%960 999%' OR facts LIKE '%Spinney%' OR subject LIKE '%@%'";
    assert_eq!(centre.number(sql).await, 0);
    assert_eq!(centre.number("SELECT COUNT(*) FROM record WHERE kind = 'person.read'").await, 1);
}

async fn a_change_is_found(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "Somewhere", &[]).await;
    for (sql, at) in [
        ("UPDATE record SET facts = '{}' WHERE authority = 'oxmoor' AND seq = 3", 3),
        ("DELETE FROM record WHERE authority = 'oxmoor' AND seq = 2", 3),
    ] {
        sqlx::query(sql).execute(centre.app.db.read()).await.expect("somebody changes it");
        let verdicts = server::platform::record::verify(centre.app.db.read()).await.expect("it can be read");
        let oxmoor = verdicts.iter().find(|verdict| verdict.authority == "oxmoor").expect("it has a record");
        assert_eq!(oxmoor.broken.as_ref().map(|(seq, _)| *seq), Some(at), "{sql}: {oxmoor:?}");
    }
}

async fn what_failed_is_not_on_it(centre: Centre) {
    let scope = centre.scope("oxmoor");
    let before = centre.number("SELECT COUNT(*) FROM record").await;
    let mut waiting = Vec::new();
    for n in 0..40 {
        let (db, scope) = (centre.app.db.clone(), scope.clone());
        waiting.push(tokio::spawn(async move {
            db.write(move |tx| {
                Box::pin(async move {
                    tx.record(&scope, "test.entry", "x", serde_json::json!({ "n": n }));
                    match n % 4 {
                        0 => Err(server::platform::Error::NotFound),
                        1 => panic!("a write that panics undoes only itself"),
                        _ => Ok(()),
                    }
                })
            })
            .await
            .is_ok()
        }));
    }
    let mut good = 0;
    for one in waiting {
        good += i64::from(one.await.expect("it ends"));
    }
    assert_eq!(good, 20);
    assert_eq!(centre.number("SELECT COUNT(*) FROM record").await, before + 20);
    let verdicts = server::platform::record::verify(centre.app.db.read()).await.expect("it can be read");
    assert!(verdicts.iter().all(|verdict| verdict.broken.is_none()), "{verdicts:?}");
}
