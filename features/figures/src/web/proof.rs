//! The administrator's page of the proof: the ledger recomputed from the rows, every night and when asked, and where the two
//! disagree.

use askama::Template;
use platform::db::{StoreError, Tx};
use platform::jobs::Job;
use platform::web::{Actor, Answer, Cx, DeskItem, Failure, Form, State, go_to_saying, page};
use serde::Deserialize;

use super::text_key;
use crate::store::{self, FoundDifference, Proof};
use crate::{jobs, permissions};

/// How many recomputations of their own day the page lists.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "figures/proof.html")]
struct ProofPage {
    cx: Cx,
    part: ProofPart,
}

/// The part of the page that renews itself while a recomputation runs.
#[derive(Template)]
#[template(path = "figures/_proof.html")]
struct ProofPart {
    cx: Cx,
    under_way: Option<Job>,
    /// Of the days on which they were made.
    proofs: Vec<Proof>,
    /// Of past days.
    past: Vec<Proof>,
    /// Those that hold now and found differences, with those in the branches of who asks.
    differing: Vec<(Proof, Vec<FoundDifference>)>,
}

impl ProofPart {
    fn figure_name(&self, figure: &str) -> String {
        self.cx.t(text_key(figure))
    }
}

async fn part(who: &Actor) -> Result<ProofPart, Failure> {
    let asker = who.clone();
    let cx = who.cx("figures-proof");
    who.read(move |tx| {
        let proofs = store::list_proofs(tx)?;
        let mut differing = Vec::new();
        for proof in proofs.differing() {
            differing.push((proof.clone(), visible(&asker, tx, proof)?));
        }
        let (mut daily, past) = (proofs.daily, proofs.past);
        daily.truncate(SHOWN);
        Ok(ProofPart { under_way: jobs::lookup_under_way(tx)?, proofs: daily, past, differing, cx })
    })
    .await
}

fn visible(who: &Actor, tx: &mut Tx<'_>, proof: &Proof) -> Result<Vec<FoundDifference>, Failure> {
    let mut visible = Vec::new();
    for difference in store::list_differences(tx, proof.id)? {
        if who.may(tx, permissions::PROVE, difference.unit)? {
            visible.push(difference);
        }
    }
    Ok(visible)
}

pub(crate) async fn show(who: Actor) -> Answer {
    who.note_asked();
    let part = part(&who).await?;
    page(&ProofPage { cx: who.cx("figures-proof"), part })
}

pub(crate) async fn progress(who: Actor) -> Answer {
    who.note_asked();
    page(&part(&who).await?)
}

/// Nothing is asked but the button.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {}

pub(crate) async fn recompute(who: Actor, Form(_): Form<Asked>) -> Answer {
    who.note_asked();
    who.write(|tx| jobs::ask_now(tx).map_err(Failure::from)).await?;
    go_to_saying("/figures/proof", "figures-proof-asked")
}

/// A ledger that disagrees with its rows stands on the desk of administrators until it agrees again.
pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    if who.scope(permissions::PROVE).is_empty() {
        return Ok(Vec::new());
    }
    let proofs = store::list_proofs(tx)?;
    let cx = who.cx("figures-proof");
    let count: i64 = proofs.differing().map(|proof| proof.differences).sum();
    let item = proofs.differing().next().map(|proof| DeskItem {
        title: cx.t1("figures-proof-desk", "count", count),
        note: proof.at.shown(),
        href: "/figures/proof".into(),
        action: cx.t("figures-proof-open"),
        state: State::Red,
        due: None,
    });
    Ok(item.into_iter().collect())
}
