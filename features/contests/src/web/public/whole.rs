//! The standing over the whole contest as anybody sees it, once every round is settled.

use askama::Template;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page};

use super::Visitor;
use crate::domain::{Contest, State};
use crate::web::prizes::{WholeRow, whole_page};
use crate::{store, summing};

#[derive(Template)]
#[template(path = "contests/public/whole.html")]
struct WholePage {
    cx: Cx,
    contest: Contest,
    listing: Listing<WholeRow>,
    own: Option<i64>,
}

/// People by the sum of their scores over all rounds.
pub(crate) async fn whole(who: Actor, visitor: Visitor, Path(no): Path<i64>, Query(query): Query<ListQuery>) -> Answer {
    let contest = who
        .read(move |tx| {
            let contest = store::find_by_no(tx, no)?;
            if contest.state == State::Preparing || !store::is_settled(tx, contest.id)? {
                return Err(Failure::NotFound);
            }
            Ok(contest)
        })
        .await?;
    let ranking = summing::whole(who.app(), &contest).await?;
    let me = visitor.contestant(&contest);
    let own = ranking.iter().find(|one| Some(one.contestant) == me).map(|one| one.rank);
    let (its_contest, asked) = (contest.clone(), (query.offset(), query.size()));
    let total = i64::try_from(ranking.len()).unwrap_or(i64::MAX);
    let rows = who.read(move |tx| whole_page(tx, &its_contest, &ranking, asked)).await?;
    let listing = Listing::new(rows, total, query, format!("/thi/{no}/whole"));
    page(&WholePage { cx: who.cx_titled(contest.title.clone()), contest, listing, own })
}
