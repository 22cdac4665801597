//! A round for those who hold it: its ranking with names, units with their share of the frozen list, results that look
//! alike, annulling.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::{Instant, Verdict};
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page, personal_spreadsheet,
    spreadsheet,
};
use serde::Deserialize;

use super::public::ranking::{PlaceRow, places};
use super::{hundredths, number_shown, round_for, took_shown};
use crate::domain::{
    CannotAnnul, Cluster, Contest, Phase, Round, Standing, Trace, UnitResult, UnitScore, clusters, collective_ranking,
    prize_of,
};
use crate::engine::OpenRound;
use crate::permissions::{ORGANISE, VIEW};
use crate::settling;
use crate::store::{self, Annulled};

#[derive(Template)]
#[template(path = "contests/ranking.html")]
struct RankingPage {
    cx: Cx,
    contest: Contest,
    round: Round,
    phase: Phase,
    listing: Listing<PlaceRow>,
    annulled: Vec<Annulled>,
    may_organise: bool,
}

impl RankingPage {
    fn lead(&self, row: &PlaceRow) -> String {
        if row.lead.is_empty() { String::new() } else { self.cx.word("contests-lead", row.lead) }
    }
}

/// The ranking of a round with names and prizes.
pub(crate) async fn ranking(who: Actor, Path(no): Path<i64>, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked, now) = (who.clone(), query.clone(), who.app().clock.now());
    let shown = who
        .read(move |tx| {
            let (contest, round) = round_for(&asker, tx, VIEW, no)?;
            let page = if asked.is_export() { (0, 1_000_000) } else { (asked.offset(), asked.size()) };
            let (rows, people) = places(asker.app(), tx, (&contest, no), page)?;
            Ok::<_, Failure>(RankingPage {
                cx: asker.cx_titled(format!("{} · {}", contest.title, round.name)),
                phase: round.phase(now),
                listing: Listing::new(rows, people, asked, format!("/contests/rounds/{no}/ranking")),
                annulled: store::list_annulled(tx, no)?,
                may_organise: asker.may(tx, ORGANISE, contest.unit)?,
                contest,
                round,
            })
        })
        .await?;
    if query.is_export() {
        return export(&who, &shown, &query.format).await;
    }
    page(&shown)
}

async fn export(who: &Actor, shown: &RankingPage, format: &str) -> Answer {
    let headings = shown.cx.headings(&[
        ("contests-rank", 8.0),
        ("contests-number", 12.0),
        ("contests-name", 32.0),
        ("contests-unit", 32.0),
        ("contests-score", 10.0),
        ("contests-took", 12.0),
        ("contests-prediction-made", 14.0),
        ("contests-finished", 20.0),
        ("contests-lead", 28.0),
        ("contests-prize", 20.0),
    ]);
    let row = |row: &PlaceRow| {
        let of = row.ranked.performance;
        vec![
            i64::try_from(row.ranked.rank).unwrap_or(0).into(),
            number_shown(of.contestant).into(),
            row.name.clone().into(),
            row.unit_name.clone().into(),
            of.score.into(),
            took_shown(of.took).into(),
            of.prediction.into(),
            Instant(of.finished_at).shown().into(),
            shown.lead(row).into(),
            row.prize.clone().into(),
        ]
    };
    let rows = shown.listing.rows.iter().map(row).collect();
    personal_spreadsheet(who, "xep-hang", Some(shown.contest.unit), format, (&headings, rows)).await
}

#[derive(Template)]
#[template(path = "contests/units.html")]
struct UnitsPage {
    cx: Cx,
    contest: Contest,
    round: Round,
    units: Vec<UnitResult>,
    people: i64,
    attempts: i64,
}

impl UnitsPage {
    fn prize(&self, unit: &UnitResult) -> String {
        let collective = self.contest.rules.collective.as_ref();
        match (collective, unit.standing) {
            (Some(collective), Standing::Rank(rank)) => {
                prize_of(&collective.prizes, rank).map(|prize| prize.name.clone()).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    fn rank(&self, unit: &UnitResult) -> String {
        match unit.standing {
            Standing::Rank(rank) => rank.to_string(),
            Standing::BelowLeast | Standing::NoList => String::new(),
        }
    }

    /// The share of the list; empty where there is none.
    fn rate(&self, unit: &UnitResult) -> String {
        match unit.standing {
            Standing::NoList => String::new(),
            Standing::Rank(_) | Standing::BelowLeast => hundredths(unit.rate),
        }
    }

    fn least(&self) -> i64 {
        self.contest.rules.collective.as_ref().map_or(0, |one| one.least_percent)
    }
}

/// The units of a round, ranked.
pub(crate) fn ranked_units(tx: &mut Tx<'_>, contest: &Contest, round: i64) -> Result<Vec<UnitResult>, Failure> {
    let least = contest.rules.collective.as_ref().map_or(0, |one| one.least_percent);
    let figures = store::unit_figures(tx, contest, round)?;
    let of_list =
        figures.into_iter().map(|one| UnitScore { eligible: contest.rules.on_list(one.score.eligible), ..one.score });
    Ok(collective_ranking(of_list.collect(), least))
}

/// Units by their share of the list and their mean.
pub(crate) async fn units(who: Actor, Path(no): Path<i64>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (contest, round) = round_for(&asker, tx, VIEW, no)?;
            let units = ranked_units(tx, &contest, no)?;
            let sum = |part: fn(&UnitResult) -> i64| units.iter().map(part).sum();
            Ok::<_, Failure>(UnitsPage {
                cx: asker.cx_titled(format!("{} · {}", contest.title, round.name)),
                people: sum(|one| one.of.people),
                attempts: sum(|one| one.of.attempts),
                units,
                contest,
                round,
            })
        })
        .await?;
    if !query.is_export() {
        return page(&shown);
    }
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
            shown.rank(one).into(),
            one.of.name.clone().into(),
            one.of.eligible.into(),
            one.of.people.into(),
            shown.rate(one).into(),
            one.of.attempts.into(),
            hundredths(one.mean).into(),
            shown.prize(one).into(),
        ]
    };
    let rows = shown.units.iter().map(row).collect();
    spreadsheet("xep-hang-tap-the", &query.format, &headings, rows)
}

/// A cluster with the names of its contestants.
struct ShownCluster {
    cluster: Cluster,
    people: Vec<String>,
}

#[derive(Template)]
#[template(path = "contests/clusters.html")]
struct ClustersPage {
    cx: Cx,
    contest: Contest,
    round: Round,
    clusters: Vec<ShownCluster>,
    total: usize,
}

/// Clusters shown on the page.
const SHOWN: usize = 100;
/// Results looked at: the newest of a round.
const LOOKED_AT: i64 = 2_000_000;

/// Results that look alike, for a person to look at.
pub(crate) async fn alike(who: Actor, Path(no): Path<i64>) -> Answer {
    let asker = who.clone();
    let (contest, round) = who.read(move |tx| round_for(&asker, tx, ORGANISE, no)).await?;
    let open = OpenRound::find(who.app(), no).await?;
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let mut traces = Vec::new();
            store::each_result(tx, no, 0, LOOKED_AT, |kept| traces.push(trace(&open, &kept)))?;
            let all = clusters(&traces);
            let total = all.len();
            let mut shown = Vec::new();
            for cluster in all.into_iter().take(SHOWN) {
                let numbers: Vec<i64> = cluster.contestants.iter().copied().take(20).collect();
                let known = store::list_contestants_by_no(tx, contest.no, &numbers)?;
                let people = known.into_iter().map(|one| format!("{} {}", number_shown(one.no), one.name)).collect();
                shown.push(ShownCluster { cluster, people });
            }
            let cx = asker.cx_titled(format!("{} · {}", contest.title, round.name));
            Ok::<_, Failure>(ClustersPage { cx, contest, round, clusters: shown, total })
        })
        .await?;
    page(&shown)
}

/// A result as it is compared: what was answered wrong, in the pool's words.
fn trace(round: &OpenRound, kept: &store::Kept) -> Trace {
    let result = &kept.result;
    let drawn = round.draw(result.contestant, result.number, &result.nonce);
    let answers = fair_contest::Answers::read(&result.answers, drawn.len());
    let chosen = answers.map(|answers| answers.in_pool(&drawn)).unwrap_or_default();
    Trace {
        place: result.place,
        contestant: result.contestant,
        device: kept.marks.device.clone(),
        address: kept.marks.address.clone(),
        finished_at: result.finished_at,
        wrong: chosen
            .into_iter()
            .filter(|(question, set)| *set != 0 && *set != round.questions[*question].right_set())
            .collect(),
    }
}

/// Which results are annulled, and why.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnnulForm {
    /// Places in the log, separated by commas.
    places: String,
    reason: String,
}

/// Annuls results; the log keeps them.
pub(crate) async fn annul(who: Actor, Path(no): Path<i64>, Form(form): Form<AnnulForm>) -> Answer {
    must_bear_no_mark(&[&form.reason])?;
    let places: Option<Vec<i64>> =
        form.places.split([',', ' ']).filter(|one| !one.is_empty()).map(|one| one.parse().ok()).collect();
    let places = places.filter(|places| !places.is_empty()).ok_or(Failure::Malformed("contests-error-places"))?;
    let reason = vietnamese::nfc(form.reason.trim());
    let asker = who.clone();
    let is_settled = who
        .write(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            Verdict::default().refuse_if(reason.is_empty(), CannotAnnul::NoReason).or_refuse()?;
            store::annul(tx, &contest, &round, &places, &reason)?;
            Ok::<_, Failure>(round.settled_at.is_some())
        })
        .await?;
    if is_settled {
        let outcomes = settling::outcomes(who.app(), no).await?;
        who.write(move |tx| settling::tell_bank(tx, no, &outcomes)).await?;
    }
    go_to_saying(format!("/contests/rounds/{no}/ranking"), "contests-annulled")
}
