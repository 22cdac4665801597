//! Two revisions of a draft beside one another, by section and word: with the comparison of `documents`.

use askama::Template;
use documents::domain::{Compared, Fate, Run, Sectioned, compare};
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, page};
use serde::Deserialize;

use super::draft_for;
use crate::domain::{Draft, DraftId, section_tree};
use crate::permissions::VIEW;
use crate::store::{self, Revision};

#[derive(Template)]
#[template(path = "drafts/compare.html")]
struct ComparePage {
    cx: Cx,
    draft: Draft,
    revisions: Vec<Revision>,
    from: i64,
    to: i64,
    all: bool,
    parts: Vec<Compared>,
    changed: usize,
}

impl ComparePage {
    fn chosen(&self) -> [(&'static str, i64); 2] {
        [("from", self.from), ("to", self.to)]
    }
}

/// Which two; without a choice the latest and the one before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CompareQuery {
    from: i64,
    to: i64,
    all: bool,
}

pub(crate) async fn compared(who: Actor, Path(id): Path<DraftId>, Query(query): Query<CompareQuery>) -> Answer {
    let asker = who.clone();
    let (draft, revisions, texts, (from, to)) = who
        .read(move |tx| {
            let draft = draft_for(&asker, tx, VIEW, id)?;
            let to = if query.to == 0 { draft.revision } else { query.to };
            let from = if query.from == 0 { (to - 1).max(1) } else { query.from };
            let texts = (store::find_text(tx, id, from)?, store::find_text(tx, id, to)?);
            Ok::<_, Failure>((draft, store::list_revisions(tx, id)?, texts, (from, to)))
        })
        .await?;
    let sections = |text: &str| section_tree(&draft.head.type_code, text);
    let (was, is) = (sections(&texts.0), sections(&texts.1));
    let parts = compare(Sectioned { text: &texts.0, sections: &was }, Sectioned { text: &texts.1, sections: &is });
    let changed = parts.iter().filter(|part| part.fate != Fate::Same).count();
    let cx = who.cx("drafts-compare");
    page(&ComparePage { cx, draft, revisions, from, to, all: query.all, parts, changed })
}
