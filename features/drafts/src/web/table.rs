//! The table «tiếp thu, giải trình» of a draft, in the page and as .docx.

use askama::Template;
use platform::web::{Actor, Answer, Cx, Failure, Path, download, page};

use super::draft_for;
use crate::domain::{Decision, Draft, DraftId, OpinionKind, Sums, TableRow, sums, table, table_paper};
use crate::permissions::VIEW;
use crate::{issuing, store};

#[derive(Template)]
#[template(path = "drafts/table.html")]
struct TablePage {
    cx: Cx,
    draft: Draft,
    rows: Vec<TableRow>,
    sums: Sums,
    asked: i64,
    answered: i64,
}

pub(crate) async fn show(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let asker = who.clone();
    let (draft, opinions, (asked, answered)) = who
        .read(move |tx| {
            let draft = draft_for(&asker, tx, VIEW, id)?;
            Ok::<_, Failure>((draft, store::list_of_draft(tx, id)?, store::count_answers(tx, id)?))
        })
        .await?;
    let all: Vec<_> = opinions.iter().map(|(opinion, _)| opinion.clone()).collect();
    let cx = who.cx("drafts-table");
    page(&TablePage { cx, draft, sums: sums(&all), rows: table(opinions), asked, answered })
}

pub(crate) async fn docx(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let asker = who.clone();
    let paper = who
        .read(move |tx| {
            let draft = draft_for(&asker, tx, VIEW, id)?;
            let (rounds, opinions) = (store::list_rounds(tx, id)?, store::list_of_draft(tx, id)?);
            let answers = store::count_answers(tx, id)?;
            let unit = units::store::find(tx, draft.unit)?.name;
            let mut paper = table_paper(&draft, &unit, &rounds, answers, opinions);
            if paper.place.is_empty() {
                paper.place = "……".to_owned();
            }
            Ok::<_, Failure>(paper)
        })
        .await?;
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    download("tiep-thu-giai-trinh.docx", kind, issuing::docx(&paper)?)
}
