//! Results of a round that look alike, for a person to look at.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Path, Query, page, personal_spreadsheet};

use super::{number_shown, round_for};
use crate::domain::{Cluster, Contest, Round, Trace, clusters};
use crate::engine::OpenRound;
use crate::permissions::ORGANISE;
use crate::store;

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
/// Contestants named of each.
const PEOPLE_SHOWN: usize = 20;
/// Places of the log in a cell, which holds no more than 32,767 letters.
const MOST_PLACES: usize = 3_000;
/// Results looked at: the newest of a round.
const LOOKED_AT: i64 = 2_000_000;

/// Results that look alike, for a person to look at; as a file with all of them and all their contestants.
pub(crate) async fn alike(who: Actor, Path(no): Path<i64>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (contest, round) = who.read(move |tx| round_for(&asker, tx, ORGANISE, no)).await?;
    let open = OpenRound::find(who.app(), no).await?;
    let (asker, is_export) = (who.clone(), query.is_export());
    let shown = who
        .read(move |tx| {
            let mut traces = Vec::new();
            store::each_result(tx, no, 0, LOOKED_AT, |kept| traces.push(trace(&open, &kept)))?;
            let all = clusters(&traces);
            let total = all.len();
            let (most, most_people) = if is_export { (usize::MAX, usize::MAX) } else { (SHOWN, PEOPLE_SHOWN) };
            let shown = named(tx, contest.no, all.into_iter().take(most).collect(), most_people)?;
            let cx = asker.cx_titled(format!("{} · {}", contest.title, round.name));
            Ok::<_, Failure>(ClustersPage { cx, contest, round, clusters: shown, total })
        })
        .await?;
    if is_export { export(&who, &shown, &query.format).await } else { page(&shown) }
}

/// Clusters with the names of so many of each one's contestants, looked up all together.
fn named(
    tx: &mut Tx<'_>,
    contest: i64,
    clusters: Vec<Cluster>,
    most_people: usize,
) -> Result<Vec<ShownCluster>, StoreError> {
    let shown = |cluster: &Cluster| cluster.contestants.iter().copied().take(most_people).collect::<Vec<i64>>();
    let numbers: BTreeSet<i64> = clusters.iter().flat_map(shown).collect();
    let numbers: Vec<i64> = numbers.into_iter().collect();
    let known = store::list_contestants_by_no(tx, contest, &numbers)?;
    let names: HashMap<i64, String> = known.into_iter().map(|one| (one.no, one.name)).collect();
    let name = |no: i64| Some(format!("{} {}", number_shown(no), names.get(&no)?));
    let with_names = |cluster: Cluster| {
        let people = shown(&cluster).into_iter().filter_map(name).collect();
        ShownCluster { cluster, people }
    };
    Ok(clusters.into_iter().map(with_names).collect())
}

async fn export(who: &Actor, shown: &ClustersPage, format: &str) -> Answer {
    let headings = shown.cx.headings(&[
        ("contests-group", 8.0),
        ("contests-sign", 32.0),
        ("contests-people", 10.0),
        ("contests-attempts", 10.0),
        ("contests-contestant", 40.0),
        ("contests-log-places", 60.0),
    ]);
    let mut rows = Vec::new();
    for (number, one) in (1_i64..).zip(&shown.clusters) {
        let places: Vec<String> = one.cluster.places.iter().take(MOST_PLACES).map(ToString::to_string).collect();
        let places = places.join(" ");
        for person in &one.people {
            rows.push(vec![
                number.into(),
                shown.cx.word("contests-sign", one.cluster.sign).into(),
                i64::try_from(one.cluster.contestants.len()).unwrap_or(i64::MAX).into(),
                i64::try_from(one.cluster.places.len()).unwrap_or(i64::MAX).into(),
                person.as_str().into(),
                places.clone().into(),
            ]);
        }
    }
    personal_spreadsheet(who, "ket-qua-giong-nhau", Some(shown.contest.unit), format, (&headings, rows)).await
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
