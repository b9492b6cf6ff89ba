//! The performance pages, their CSV and the contacts behind them.

use axum::http::StatusCode;

use crate::support::{Centre, both_databases, report};

both_databases!(figures_come_from_what_happened);

async fn figures_come_from_what_happened(centre: Centre) {
    let mut resident = centre.visitor();
    report(&mut resident, "One", &[]).await;
    let mut agent = centre.staff("agent", "oxmoor").await;
    for (cause, resolved) in [("missed_job", "no"), ("none", "yes"), ("letter", "yes")] {
        let contact = agent.done("/desk", &[("channel", "phone")]).await;
        let missing = agent.post(&contact, &[("act", "end"), ("disposition", "completed"), ("cause", cause)]).await;
        assert_eq!(missing.status, StatusCode::BAD_REQUEST, "whether it is settled has to be said");
        agent
            .done(&contact, &[("act", "end"), ("disposition", "completed"), ("cause", cause), ("cause_words", "K7TM-2QXA"), ("resolved", resolved)])
            .await;
    }
    resident.page("/oxmoor/search?q=bin+not+emptied").await;
    resident.page("/oxmoor/search?q=zzzzqqqq").await;
    let csv = agent.page("/performance.csv?from=2026-03-01&to=2026-03-31").await;
    let row = |kpi: &str| csv.lines().find(|line| line.starts_with(&format!("{kpi},all,"))).unwrap_or_default().to_owned();
    // Two of four contacts were settled (the web request was not), two were avoidable, one of four was digital.
    assert!(row("first_contact_resolution").contains(",50.0000,percent,4,"), "{csv}");
    assert!(row("avoidable_contact").contains(",50.0000,percent,4,"), "{csv}");
    assert!(row("channel_mix").contains(",25.0000,percent,4,"), "{csv}");
    assert!(row("knowledge_hit_rate").contains(",0.0000,percent,2,"), "{csv}");
    assert!(agent.page("/knowledge").await.contains("zzzzqqqq"), "what was not found is shown to those who write");
    let page = agent.page("/performance/avoidable_contact?from=2026-03-01&to=2026-03-31").await;
    assert_eq!(page.matches("href=\"/desk/").count(), 4, "the four contacts behind it: {page}");
    assert_eq!(agent.get("/performance?from=2026-03-31&to=2026-03-01").await.status, StatusCode::BAD_REQUEST);
    let mut other = centre.staff("agent", "wendle").await;
    assert!(other.page("/performance.csv?from=2026-03-01&to=2026-03-31").await.contains("first_contact_resolution,all,,,percent,0,"));
}
