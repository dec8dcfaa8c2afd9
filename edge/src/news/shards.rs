//! All regions at once, none of them waited for too long.

use crate::pipeline::retry;
use crate::ports::{Rows, SqlError, Statement, World};
use futures_util::future::{Either, join_all, select};
use shared::region::Shard;
use shared::time::Span;
use std::pin::pin;

/// How long a region may take to answer.
const PATIENCE: Span = Span::seconds(2);

/// Runs a batch in a shard. Silence counts as a lost connection: the batch may have taken effect.
pub(super) async fn batch(
    world: World<'_>,
    shard: Shard,
    statements: &[Statement],
) -> Result<Vec<Rows>, SqlError> {
    // Lazy: a wait that nobody had to begin is not begun.
    let patience = pin!(async { world.host.sleep(PATIENCE).await });
    match select(world.sql.batch(shard, statements), patience).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(SqlError::Unknown("no answer in time".into())),
    }
}

/// Asks every shard at the same time, and those that fail again where that may help.
pub async fn ask_everywhere(world: World<'_>, statement: &Statement) -> Vec<Result<Vec<Rows>, SqlError>> {
    let ask = |shard: Shard| async move {
        retry::reading(world.host, || batch(world, shard, std::slice::from_ref(statement))).await
    };
    join_all(world.settings.shards.iter().map(|(shard, _)| ask(*shard))).await
}

/// Runs a batch in every shard at the same time.
pub(super) async fn everywhere(
    world: World<'_>,
    statements: impl Fn(Shard) -> Vec<Statement>,
) -> Vec<(Shard, Result<Vec<Rows>, SqlError>)> {
    let statements = &statements;
    let ask = |shard: Shard| async move { (shard, batch(world, shard, &statements(shard)).await) };
    join_all(world.settings.shards.iter().map(|(shard, _)| ask(*shard))).await
}

#[cfg(test)]
mod tests {
    use super::everywhere;
    use crate::ports::{SqlError, Statement};
    use crate::sign_in::fake::{FakeWorld, Trouble, ready};

    #[test]
    fn id_8_a_region_that_keeps_silent_is_not_waited_for() {
        let world = FakeWorld::new();
        world.sql.trouble("eu1", Trouble::Silent);
        let answers = ready(everywhere(world.as_world(), |_| vec![Statement::new("SELECT 1 AS one")]));
        let answered = |place: usize| (answers[place].0.to_string(), answers[place].1.clone());
        assert_eq!(answered(0), ("eu1".into(), Err(SqlError::Unknown("no answer in time".into()))));
        let (shard, rows) = answered(1);
        assert_eq!((shard.as_str(), rows.unwrap()[0].json.as_str()), ("us1", r#"[{"one":1}]"#));
    }
}
