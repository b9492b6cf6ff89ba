//! Several requests about one thing: each reporter is told for themselves, nobody sees another's details.

use model::{IncidentId, Millis, RequestId};

use super::store;
use crate::platform::{Db, Result, Scope, Tx};

/// Metres in a degree of latitude (mean Earth radius 6,371,008.8 m, IUGG).
const METRES_A_DEGREE: f64 = 111_195.08;

/// Joins a request to the incident of another, which is made if there is none yet.
pub async fn join(tx: &mut Tx, scope: &Scope, original: &RequestId, also: &RequestId) -> Result<IncidentId> {
    let first = store::by_id_in(tx, scope, original).await?;
    let incident = match first.incident {
        Some(incident) => incident,
        None => {
            let incident = store::add_incident(tx, scope, &first.summary, &first.service).await?;
            store::set_incident(tx, scope, original, Some(&incident)).await?;
            incident
        }
    };
    store::set_incident(tx, scope, also, Some(&incident)).await?;
    store::add_event(tx, scope, also, "joined", false, "", &serde_json::json!({})).await?;
    tx.record(scope, "incident.joined", incident.as_str(), serde_json::json!({ "request": also, "original": original }));
    Ok(incident)
}

/// Takes a request out of its incident: it was about something else.
pub async fn leave(tx: &mut Tx, scope: &Scope, request: &RequestId) -> Result<()> {
    let Some(incident) = store::by_id_in(tx, scope, request).await?.incident else { return Ok(()) };
    store::set_incident(tx, scope, request, None).await?;
    store::add_event(tx, scope, request, "left", false, "", &serde_json::json!({})).await?;
    tx.record(scope, "incident.left", incident.as_str(), serde_json::json!({ "request": request }));
    Ok(())
}

/// Open requests of a service near a point, nearest first, at most five: id, distance in metres, when it was made.
pub async fn nearby(db: &Db, scope: &Scope, service: &str, point: (f64, f64), within_m: f64) -> Result<Vec<(RequestId, f64, Millis)>> {
    let up = within_m / METRES_A_DEGREE;
    let across = up / point.0.to_radians().cos().max(0.01);
    let in_box = store::open_in_box(db, scope, service, (point.0 - up, point.0 + up), (point.1 - across, point.1 + across)).await?;
    let mut near: Vec<_> = in_box.into_iter().map(|(id, other, at)| (id, metres(point, other), at)).filter(|(_, far, _)| *far <= within_m).collect();
    near.sort_by(|one, other| one.1.total_cmp(&other.1));
    near.truncate(5);
    Ok(near)
}

/// The distance of two points that are near each other, in metres, on a flat piece of the Earth.
fn metres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let north = (one.0 - other.0) * METRES_A_DEGREE;
    let east = (one.1 - other.1) * METRES_A_DEGREE * one.0.to_radians().cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundredth_of_a_degree_north_is_about_a_kilometre() {
        assert!((metres((52.0, -2.0), (52.01, -2.0)) - 1112.0).abs() < 1.0);
        assert!((metres((60.0, 0.0), (60.0, 0.01)) - 556.0).abs() < 1.0);
    }
}
