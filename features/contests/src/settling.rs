//! What happens when a round is over: attempts that nobody ended are ended with what was saved, and its figures go to the
//! ledger.

use std::sync::Arc;

use kernel::Delta;
use platform::App;
use platform::db::Tx;
use platform::web::Failure;

use crate::domain::{Contest, Round};
use crate::engine::{OpenRound, Wish, engine};
use crate::store::{self, ATTEMPTS, PEOPLE};

/// Attempts ended at once.
const STRETCH: i64 = 500;

/// Ends every attempt of a round whose time is up, with what was saved.
///
/// # Errors
/// [`Failure::Busy`] when contestants' requests wait.
pub(crate) async fn end_overdue(app: &App, no: i64) -> Result<(), Failure> {
    let round = OpenRound::find(app, no).await?;
    let grace = round.contest.rules.grace_seconds;
    loop {
        let before = app.clock.now().plus_seconds(-grace);
        let overdue = app.db.read(move |tx| store::list_open_overdue(tx, no, before, STRETCH)).await?;
        if overdue.is_empty() {
            return Ok(());
        }
        let engine = engine(app);
        let asked: Vec<_> =
            overdue.into_iter().map(|one| engine.ask(Some(Arc::clone(&round)), Wish::EndLate(one))).collect();
        for answer in futures_util::future::join_all(asked).await {
            answer?;
        }
    }
}

/// Adds a settled round to the ledger, by unit.
pub(crate) fn post_figures(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<(), Failure> {
    let day = tx.today();
    for (unit, people, attempts) in store::settled_by_unit(tx, contest, round)? {
        for (figure, n) in [(PEOPLE, people), (ATTEMPTS, attempts)] {
            tx.post(Delta { subject: contest.id.to_string(), figure, unit, day, n });
        }
    }
    Ok(())
}
