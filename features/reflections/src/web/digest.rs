//! The digest for the committee: proposals by theme, without names; and how many have written. Shown only where so many
//! have submitted that nobody can tell whose a proposal is.

use askama::Template;
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, page, spreadsheet};
use units::domain::Unit;

use super::show::{BranchQuery, sight};
use crate::domain::{Call, CallId, figure, may_see_digest};
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

pub(crate) async fn show(who: Actor, Path(id): Path<CallId>, Query(query): Query<BranchQuery>) -> Answer {
    let (asker, format) = (who.clone(), query.format.clone());
    let shown = who
        .read(move |tx| {
            let (call, root) = sight(&asker, tx, id, &query.unit)?;
            let submitted = figures::store::value(tx, &id.to_string(), figure::SUBMITTED, root.id, asker.today())?;
            may_see_digest(submitted).or_refuse()?;
            let themes = by_theme(store::list_proposals(tx, id, root.id)?);
            Ok::<_, Failure>(DigestPage { cx: asker.cx("reflections-digest"), call, root, submitted, themes })
        })
        .await?;
    if !matches!(format.as_str(), "xlsx" | "csv") {
        return page(&shown);
    }
    let headings = shown.cx.headings(&[("reflections-theme", 30.0), ("reflections-proposal", 90.0)]);
    let lines = shown
        .themes
        .iter()
        .flat_map(|(theme, texts)| texts.iter().map(move |text| vec![theme.as_str().into(), text.as_str().into()]));
    spreadsheet("tong-hop-de-xuat", &format, &headings, lines.collect())
}
