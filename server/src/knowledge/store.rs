//! The SQL of searches: what was looked for, how much was found, what was followed, whether it helped.

use kpi::KnowledgeFact;
use model::{ContactId, Millis};
use sqlx::Row;

use crate::platform::{Db, Result, Scope, Tx};

/// Notes a search and gives its id, which links carry so that it is known whether one was followed.
pub async fn note(tx: &mut Tx, scope: &Scope, channel: &str, query: &str, hits: usize, contact: Option<&ContactId>) -> Result<String> {
    let (id, now) = (tx.id(), tx.now.0);
    sqlx::query("INSERT INTO knowledge_search (id, authority, at, channel, query, hits, contact) VALUES ($1,$2,$3,$4,$5,$6,$7)")
        .bind(id.clone())
        .bind(scope.id().to_owned())
        .bind(now)
        .bind(channel.to_owned())
        .bind(query.chars().take(200).collect::<String>())
        .bind(i64::try_from(hits).unwrap_or(i64::MAX))
        .bind(contact.map(|id| id.as_str().to_owned()))
        .execute(tx.conn())
        .await?;
    Ok(id)
}

/// Notes what was followed from a search; the first counts.
pub async fn follow(tx: &mut Tx, scope: &Scope, search: &str, what: &str) -> Result<()> {
    let now = tx.now.0;
    sqlx::query("UPDATE knowledge_search SET followed = $3, followed_at = $4 WHERE authority = $1 AND id = $2 AND followed IS NULL")
        .bind(scope.id().to_owned())
        .bind(search.to_owned())
        .bind(what.to_owned())
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Notes that an article was used and whether it helped. It counts with the search that led to it, or by itself.
pub async fn helped(
    tx: &mut Tx,
    scope: &Scope,
    channel: &str,
    article: &str,
    helped: bool,
    contact: Option<&ContactId>,
    search: Option<&str>,
) -> Result<()> {
    let (id, now) = (tx.id(), tx.now.0);
    tx.record(scope, "article.used", article, serde_json::json!({ "helped": helped, "channel": channel }));
    if let Some(search) = search {
        let done = sqlx::query(
            "UPDATE knowledge_search SET followed = $3, followed_at = $4, helped = $5 WHERE authority = $1 AND id = $2 AND helped IS NULL \
             AND (followed IS NULL OR followed = $3)",
        )
        .bind(scope.id().to_owned())
        .bind(search.to_owned())
        .bind(format!("article:{article}"))
        .bind(now)
        .bind(if helped { "yes" } else { "no" })
        .execute(tx.conn())
        .await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
    }
    sqlx::query(
        "INSERT INTO knowledge_search (id, authority, at, channel, query, hits, followed, followed_at, helped, contact) VALUES ($1,$2,$3,$4,'',1,$5,$3,$6,$7)",
    )
    .bind(id)
    .bind(scope.id().to_owned())
    .bind(now)
    .bind(channel.to_owned())
    .bind(format!("article:{article}"))
    .bind(if helped { "yes" } else { "no" })
    .bind(contact.map(|id| id.as_str().to_owned()))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The facts of a time: from the first moment, to before the second.
pub async fn facts(db: &Db, scope: &Scope, from: Millis, to: Millis) -> Result<Vec<KnowledgeFact>> {
    let rows = sqlx::query("SELECT at, hits, followed, helped FROM knowledge_search WHERE authority = $1 AND at >= $2 AND at < $3")
        .bind(scope.id())
        .bind(from.0)
        .bind(to.0)
        .fetch_all(db.read())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(KnowledgeFact {
                at: Millis(row.try_get(0)?),
                found: row.try_get::<i64, _>(1)? > 0,
                followed: row.try_get::<Option<String>, _>(2)?.is_some(),
                helped: row.try_get::<Option<String>, _>(3)?.map(|helped| helped == "yes"),
            })
        })
        .collect()
}

/// The searches that found nothing, most frequent first: what residents ask for and nobody has written.
pub async fn misses(db: &Db, scope: &Scope, since: Millis) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query(
        "SELECT query, COUNT(*) AS n FROM knowledge_search WHERE authority = $1 AND at >= $2 AND hits = 0 GROUP BY query ORDER BY COUNT(*) DESC, query LIMIT 20",
    )
    .bind(scope.id())
    .bind(since.0)
    .fetch_all(db.read())
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
