//! The opinions of a round as they stood at the end of a past day: read only.

use askama::Template;
use kernel::Day;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Listing, page};

use super::answer::{AnswersQuery, Group, file, groups};
use super::draft_for;
use crate::asking;
use crate::domain::{Decision, Draft, Opinion, Round, RoundId, RoundState, Source, Sums, sums};
use crate::permissions::VIEW;
use crate::store;

#[derive(Template)]
#[template(path = "drafts/answers_then.html")]
struct ThenPage {
    cx: Cx,
    draft: Draft,
    /// The round as it was.
    round: Round,
    groups: Vec<Group>,
    listing: Listing<()>,
    state: &'static str,
    sums: Sums,
}

impl ThenPage {
    /// True while opinions without a name are not among those shown.
    fn hides(&self) -> bool {
        self.round.may_be_anonymous && self.round.state == RoundState::Open
    }
}

/// What is read of a day.
struct Then {
    draft: Draft,
    round: Round,
    sums: Sums,
    opinions: Vec<Opinion>,
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: RoundId, query: &AnswersQuery, day: Day) -> Result<Then, Failure> {
    let now = store::find_round(tx, id)?;
    let draft = draft_for(who, tx, VIEW, now.draft)?;
    let round = store::round_on(tx, &now, day)?.ok_or(Failure::Malformed("drafts-round-not-yet"))?;
    let list = query.list();
    let sort = list.sort_in(store::OPINION_SORTS);
    let sums = sums(&store::list_opinions_on(tx, &round, "%", sort, day)?);
    let mut opinions = store::list_opinions_on(tx, &round, &list.like(), sort, day)?;
    if !list.state.is_empty() {
        opinions
            .retain(|one| one.decision.code() == list.state && (one.decision != Decision::Open || one.needs_answer()));
    }
    Ok(Then { draft, round, sums, opinions })
}

pub(super) async fn show(who: &Actor, id: RoundId, query: AnswersQuery, day: Day) -> Answer {
    let (asker, asked, list) = (who.clone(), query.clone(), query.list());
    let (then, clauses) = who
        .read(move |tx| {
            let then = read(&asker, tx, id, &asked, day)?;
            let clauses = asking::clauses_of(tx, &then.draft, &then.round)?;
            Ok::<_, Failure>((then, clauses))
        })
        .await?;
    if list.is_export() {
        return file(who, &then.opinions, &query.format).await;
    }
    let total = i64::try_from(then.opinions.len()).unwrap_or(i64::MAX);
    let (skipped, size) = (usize::try_from(list.offset()).unwrap_or(0), usize::try_from(list.size()).unwrap_or(0));
    let shown = then.opinions.into_iter().skip(skipped).take(size).collect();
    page(&ThenPage {
        cx: who.cx("drafts-answers"),
        groups: groups(&clauses, shown),
        listing: query.listing(id, total).seen_as_of(Some(day)),
        state: query.state(),
        draft: then.draft,
        round: then.round,
        sums: then.sums,
    })
}
