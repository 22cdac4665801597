//! The digest for the committee: proposals by theme, without names; and how many have written. Shown only where so many
//! have submitted that nobody can tell whose a proposal is, neither in it nor by taking it from a digest above.

use askama::Template;
use kernel::{Day, UnitId, Verdict};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, page, spreadsheet};
use units::domain::Unit;

use super::show::{BranchQuery, sight};
use crate::domain::{Call, CallId, CannotSeeDigest, figure, may_see_digest, shown_branches};
use crate::store::{self, Proposal};

#[derive(Template)]
#[template(path = "reflections/digest.html")]
struct DigestPage {
    cx: Cx,
    call: Call,
    root: Unit,
    submitted: i64,
    themes: Vec<(String, Vec<String>)>,
}

/// Proposals that follow each other under one theme, together.
fn by_theme(proposals: Vec<Proposal>) -> Vec<(String, Vec<String>)> {
    let mut themes: Vec<(String, Vec<String>)> = Vec::new();
    for Proposal { theme, text } in proposals {
        match themes.last_mut().filter(|(last, _)| *last == theme) {
            Some((_, texts)) => texts.push(text),
            None => themes.push((theme, vec![text])),
        }
    }
    themes
}

/// How many have submitted in a branch, and whether its digest is shown: each unit on the way down from the one that asks
/// must be among those that are shown below the unit above it.
pub(crate) fn may_see(
    tx: &mut Tx<'_>,
    call: &Call,
    root: UnitId,
    today: Day,
) -> Result<(i64, Verdict<CannotSeeDigest>), StoreError> {
    let subject = call.id.to_string();
    let submitted = figures::store::value(tx, &subject, figure::SUBMITTED, root, today)?;
    let above = units::store::list_ancestors(tx, root)?.into_iter().map(|unit| unit.id);
    let way: Vec<UnitId> = above.chain([root]).skip_while(|unit| *unit != call.unit).collect();
    let mut is_shown = !way.is_empty();
    for pair in way.windows(2) {
        let [upper, lower] = pair else { continue };
        let total = figures::store::value(tx, &subject, figure::SUBMITTED, *upper, today)?;
        let below = figures::store::of_children(tx, &subject, &[figure::SUBMITTED], *upper, today)?;
        let below: Vec<(UnitId, i64)> = below.iter().map(|child| (child.unit.id, child.values.iter().sum())).collect();
        is_shown = is_shown && shown_branches(total, &below).contains(lower);
    }
    Ok((submitted, may_see_digest(submitted, is_shown)))
}

pub(crate) async fn show(who: Actor, Path(id): Path<CallId>, Query(query): Query<BranchQuery>) -> Answer {
    let (asker, format, is_export) = (who.clone(), query.format.clone(), query.is_export());
    let shown = who
        .read(move |tx| {
            let (call, root) = sight(&asker, tx, id, &query.unit)?;
            let (submitted, verdict) = may_see(tx, &call, root.id, asker.today())?;
            verdict.or_refuse()?;
            let themes = by_theme(store::list_proposals(tx, id, root.id)?);
            Ok::<_, Failure>(DigestPage { cx: asker.cx("reflections-digest"), call, root, submitted, themes })
        })
        .await?;
    if !is_export {
        return page(&shown);
    }
    let headings = shown.cx.headings(&[("reflections-theme", 30.0), ("reflections-proposal", 90.0)]);
    let lines = shown
        .themes
        .iter()
        .flat_map(|(theme, texts)| texts.iter().map(move |text| vec![theme.as_str().into(), text.as_str().into()]));
    spreadsheet("tong-hop-de-xuat", &format, &headings, lines.collect())
}
