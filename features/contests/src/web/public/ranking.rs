//! The ranking of a round as anybody sees it: live while it is open, final once it is settled.

use askama::Template;
use fair_contest::{Lead, Ranked, Standings};
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page};

use super::Visitor;
use crate::domain::{Phase, prize_of};
use crate::engine::{OpenRound, read_standings};
use crate::store;

/// A place with who holds it.
pub(crate) struct PlaceRow {
    pub ranked: Ranked,
    pub name: String,
    pub unit_name: String,
    pub prize: String,
    /// How it stands to the next place, where the scores are equal (text `contests-lead-<code>`); empty elsewhere.
    pub lead: &'static str,
}

/// Who comes next with the same score: the part of the order that decides between them.
fn lead_of(all: &Standings, ranked: &[Ranked], at: usize) -> &'static str {
    let next = ranked.get(at + 1).map(|next| all.lead(&ranked[at].performance, &next.performance));
    match next {
        Some(Lead::By(one)) => one.code(),
        Some(Lead::Nothing) => "shared",
        Some(Lead::Score) | None => "",
    }
}

/// One page of a round's places, with who holds them, and how many people have a result.
pub(crate) fn places(
    app: &platform::App,
    tx: &mut platform::db::Tx<'_>,
    (contest, round): (&crate::domain::Contest, i64),
    (offset, size): (i64, i64),
) -> Result<(Vec<PlaceRow>, i64), Failure> {
    let (skipped, wanted) = (usize::try_from(offset).unwrap_or(0), usize::try_from(size).unwrap_or(0));
    let look = |all: &Standings| {
        // one more than is shown, to tell what decides between the last and the next
        let mut ranked: Vec<Ranked> = all.from(skipped).take(wanted.saturating_add(1)).collect();
        let leads: Vec<&str> = (0..ranked.len()).map(|at| lead_of(all, &ranked, at)).collect();
        ranked.truncate(wanted);
        (ranked, leads, all.people())
    };
    let (ranked, leads, people) = read_standings(app, tx, round, look)?;
    let numbers: Vec<i64> = ranked.iter().map(|one| one.performance.contestant).collect();
    let known = store::list_contestants_by_no(tx, contest.no, &numbers)?;
    let known: std::collections::HashMap<i64, _> = known.into_iter().map(|one| (one.no, one)).collect();
    let row = |(ranked, lead): (Ranked, &'static str)| {
        let one = known.get(&ranked.performance.contestant);
        let prize = prize_of(&contest.rules.prizes, ranked.rank);
        PlaceRow {
            name: one.map(|one| one.name.clone()).unwrap_or_default(),
            unit_name: one.map(|one| one.belongs_to().to_owned()).unwrap_or_default(),
            prize: prize.map(|prize| prize.name.clone()).unwrap_or_default(),
            ranked,
            lead,
        }
    };
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    Ok((ranked.into_iter().zip(leads).map(row).collect(), people))
}

#[derive(Template)]
#[template(path = "contests/public/ranking.html")]
struct RankingPage {
    cx: Cx,
    round: std::sync::Arc<OpenRound>,
    phase: Phase,
    listing: Listing<PlaceRow>,
    attempts: i64,
    own: Option<usize>,
}

/// The ranking of a round.
pub(crate) async fn ranking(
    who: Actor,
    visitor: Visitor,
    Path(no): Path<i64>,
    Query(query): Query<ListQuery>,
) -> Answer {
    let round = OpenRound::find(who.app(), no).await?;
    let me = visitor.contestant(&round.contest);
    let (app, its_round, asked) = (who.app().clone(), std::sync::Arc::clone(&round), query.clone());
    let (rows, people, attempts, own) = who
        .read(move |tx| {
            let page = (asked.offset(), asked.size());
            let (rows, people) = places(&app, tx, (&its_round.contest, no), page)?;
            let own = read_standings(&app, tx, no, |all| me.and_then(|me| all.rank(me)))?;
            Ok::<_, Failure>((rows, people, store::find_round(tx, no)?.log_place, own))
        })
        .await?;
    let phase = round.round.phase(who.app().clock.now());
    let listing = Listing::new(rows, people, query, format!("/thi/rounds/{no}/ranking"));
    let cx = who.cx_titled(round.contest.title.clone());
    page(&RankingPage { cx, round, phase, listing, attempts, own })
}
