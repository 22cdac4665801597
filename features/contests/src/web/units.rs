//! Units ranked by their share of the frozen list and their mean: of a round, and of the contest as a whole. Organisers see
//! it at any time; units below, from the announcement on; anybody, once it is settled. No names of people.

use std::sync::Arc;

use askama::Template;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Path, Query, page, spreadsheet};

use super::hundredths;
use crate::domain::{Contest, ContestId, Prize, Round, Standing, State, UnitResult, prize_of};
use crate::permissions::VIEW;
use crate::store;
use crate::summing::{self, RankedUnits};

/// A ranking of units with what its pages show.
pub(crate) struct Ranking {
    contest: Contest,
    /// None for the contest as a whole.
    round: Option<Round>,
    units: Arc<RankedUnits>,
    /// What it is of is settled: prizes follow from it.
    is_final: bool,
}

impl Ranking {
    fn prizes(&self) -> &[Prize] {
        let rules = &self.contest.rules;
        match (&self.round, &rules.collective) {
            (None, _) => &rules.whole_collective,
            (Some(_), Some(collective)) => &collective.prizes,
            (Some(_), None) => &[],
        }
    }

    pub fn prize(&self, unit: &UnitResult) -> String {
        let Standing::Rank(rank) = unit.standing else { return String::new() };
        if !self.is_final {
            return String::new();
        }
        prize_of(self.prizes(), rank).map(|prize| prize.name.clone()).unwrap_or_default()
    }

    pub fn rank(&self, unit: &UnitResult) -> String {
        match unit.standing {
            Standing::Rank(rank) => rank.to_string(),
            Standing::BelowLeast | Standing::NoList => String::new(),
        }
    }

    /// The share of the list; empty where there is none.
    pub fn rate(&self, unit: &UnitResult) -> String {
        match unit.standing {
            Standing::NoList => String::new(),
            Standing::Rank(_) | Standing::BelowLeast => hundredths(unit.rate),
        }
    }

    /// The units, in their order.
    fn units(&self) -> impl Iterator<Item = &UnitResult> {
        self.units.iter().map(|(_, one)| one)
    }

    fn least(&self) -> i64 {
        self.contest.rules.least_percent()
    }

    fn people(&self) -> i64 {
        self.units().map(|one| one.of.people).sum()
    }

    fn attempts(&self) -> i64 {
        self.units().map(|one| one.of.attempts).sum()
    }

    fn title(&self, cx: &Cx) -> String {
        match &self.round {
            Some(round) => format!("{} · {}", cx.t("contests-units-ranking"), round.name),
            None => cx.t("contests-whole-units"),
        }
    }
}

async fn of_a_round(who: &Actor, contest: Contest, round: Round) -> Result<Ranking, Failure> {
    let units = summing::units(who.app(), &contest, Some(&round)).await?;
    Ok(Ranking { units, contest, is_final: round.settled_at.is_some(), round: Some(round) })
}

async fn of_the_whole(who: &Actor, contest: Contest, is_final: bool) -> Result<Ranking, Failure> {
    let units = summing::units(who.app(), &contest, None).await?;
    Ok(Ranking { units, contest, round: None, is_final })
}

#[derive(Template)]
#[template(path = "contests/units.html")]
struct UnitsPage {
    cx: Cx,
    of: Ranking,
    /// The actor may open the contest itself.
    is_holder: bool,
}

#[derive(Template)]
#[template(path = "contests/public/units.html")]
struct PublicPage {
    cx: Cx,
    of: Ranking,
}

/// Whether the actor may see the units: the organiser's branch, and from the announcement on every unit below. Gives whether
/// the contest itself may be opened.
fn may_see(who: &Actor, tx: &mut Tx<'_>, contest: &Contest) -> Result<bool, Failure> {
    if who.may(tx, VIEW, contest.unit)? {
        return Ok(true);
    }
    for unit in who.scope(VIEW) {
        if contest.state != State::Preparing && units::store::is_within(tx, unit, contest.unit)? {
            return Ok(false);
        }
    }
    Err(Failure::NotFound)
}

/// Units of a round by their share of the list and their mean.
pub(crate) async fn of_round(who: Actor, Path(no): Path<i64>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (contest, round, is_holder) = who
        .read(move |tx| {
            let round = store::find_round(tx, no)?;
            let contest = store::find(tx, round.contest)?;
            let is_holder = may_see(&asker, tx, &contest)?;
            Ok::<_, Failure>((contest, round, is_holder))
        })
        .await?;
    let of = of_a_round(&who, contest, round).await?;
    answer(&UnitsPage { cx: who.cx_titled(of.contest.title.clone()), of, is_holder }, &query)
}

/// Units over the whole contest.
pub(crate) async fn of_whole(who: Actor, Path(id): Path<ContestId>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (contest, is_holder, is_over) = who
        .read(move |tx| {
            let contest = store::find(tx, id)?;
            let is_holder = may_see(&asker, tx, &contest)?;
            let is_over = store::is_settled(tx, contest.id)?;
            Ok::<_, Failure>((contest, is_holder, is_over))
        })
        .await?;
    let of = of_the_whole(&who, contest, is_over).await?;
    answer(&UnitsPage { cx: who.cx_titled(of.contest.title.clone()), of, is_holder }, &query)
}

fn answer(shown: &UnitsPage, query: &ListQuery) -> Answer {
    if !query.is_export() {
        return page(shown);
    }
    let of = &shown.of;
    let headings = shown.cx.headings(&[
        ("contests-rank", 8.0),
        ("contests-unit", 36.0),
        ("contests-eligible-people", 12.0),
        ("contests-people", 12.0),
        ("contests-rate", 12.0),
        ("contests-attempts", 12.0),
        ("contests-mean", 12.0),
        ("contests-prize", 20.0),
    ]);
    let row = |one: &UnitResult| {
        vec![
            of.rank(one).into(),
            one.of.name.clone().into(),
            one.of.eligible.into(),
            one.of.people.into(),
            of.rate(one).into(),
            one.of.attempts.into(),
            hundredths(one.mean).into(),
            of.prize(one).into(),
        ]
    };
    let rows = of.units().map(row).collect();
    spreadsheet("xep-hang-tap-the", &query.format, &headings, rows)
}

/// Units of a settled round, for anybody.
pub(crate) async fn public_of_round(who: Actor, Path(no): Path<i64>) -> Answer {
    let (contest, round) = who
        .read(move |tx| {
            let round = store::find_round(tx, no)?;
            let contest = store::find(tx, round.contest)?;
            if round.settled_at.is_none() || contest.state == State::Preparing {
                return Err(Failure::NotFound);
            }
            Ok((contest, round))
        })
        .await?;
    let of = of_a_round(&who, contest, round).await?;
    page(&PublicPage { cx: who.cx_titled(of.contest.title.clone()), of })
}

/// Units over the whole contest, for anybody, once every round is settled.
pub(crate) async fn public_of_whole(who: Actor, Path(no): Path<i64>) -> Answer {
    let contest = who
        .read(move |tx| {
            let contest = store::find_by_no(tx, no)?;
            if !store::is_settled(tx, contest.id)? || contest.state == State::Preparing {
                return Err(Failure::NotFound);
            }
            Ok(contest)
        })
        .await?;
    let of = of_the_whole(&who, contest, true).await?;
    page(&PublicPage { cx: who.cx_titled(of.contest.title.clone()), of })
}
