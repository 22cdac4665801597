//! One draft: its head and text, its rounds, what may be done next, its revisions and history; the draft as a file.

use askama::Template;
use kernel::{DocumentId, Verdict};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Path, download, page};
use publishing::Paper;

use super::draft_for;
use crate::domain::{
    Clause, Draft, DraftId, Round, RoundState, State, SubmitFacts, clauses, compose, compose_issued, draft_mark,
    section_tree,
};
use crate::issuing;
use crate::permissions::{APPROVE, ISSUE, VIEW, WRITE};
use crate::store::{self, HistoryLine, Revision};

/// A round as the page lists it.
struct RoundLine {
    round: Round,
    asked: i64,
    waiting: i64,
    opinions: i64,
    undecided: i64,
}

#[derive(Template)]
#[template(path = "drafts/show.html")]
struct ShowPage {
    cx: Cx,
    draft: Draft,
    unit_name: String,
    issuer_name: String,
    mark: String,
    clauses: Vec<Clause>,
    rounds: Vec<RoundLine>,
    revisions: Vec<Revision>,
    history: Vec<HistoryLine>,
    document: String,
    why_not_ask: String,
    why_not_submit: String,
    may_write: bool,
    may_approve: bool,
    may_issue: bool,
    undecided: i64,
}

impl ShowPage {
    /// Which step is the main one: what most likely comes next.
    fn main_step(&self) -> &'static str {
        match self.draft.state {
            State::Writing if self.clauses.is_empty() => "edit",
            State::Writing if self.undecided > 0 || self.rounds.is_empty() => "ask",
            State::Writing => "submit",
            State::Asking => "round",
            _ => "",
        }
    }

    /// True while its text may be written.
    fn is_written(&self) -> bool {
        self.may_write && self.draft.may_edit().is_yes()
    }
}

fn why_not<R: kernel::Reason>(cx: &Cx, verdict: &Verdict<R>) -> String {
    cx.reasons(&verdict.told())
}

pub(crate) async fn show(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let asker = who.clone();
    let shown = who.read(move |tx| load(&asker, tx, id)).await?;
    page(&shown)
}

fn load(who: &Actor, tx: &mut Tx<'_>, id: DraftId) -> Result<ShowPage, Failure> {
    let draft = draft_for(who, tx, VIEW, id)?;
    let cx = who.cx_titled(draft.called());
    let text = store::find_text(tx, id, draft.revision)?;
    let undecided = store::count_undecided(tx, id)?;
    let facts = SubmitFacts { undecided, has_text: !text.is_empty() };
    let document = match draft.document {
        Some(document) => documents::store::find_entry(tx, document)?.called(),
        None => String::new(),
    };
    Ok(ShowPage {
        unit_name: units::store::find(tx, draft.unit)?.name,
        issuer_name: units::store::find(tx, draft.issuer)?.name,
        clauses: clauses(&text, &section_tree(&draft.head.type_code, &text)),
        rounds: round_lines(tx, id)?,
        revisions: store::list_revisions(tx, id)?,
        history: store::list_history(tx, id)?,
        mark: if draft.state == State::Issued { String::new() } else { draft_mark(count_rounds(tx, id)?) },
        why_not_ask: if text.is_empty() { cx.t("refused-draf-04") } else { why_not(&cx, &draft.may_ask_at_all()) },
        why_not_submit: why_not(&cx, &draft.may_submit(facts)),
        may_write: who.may(tx, WRITE, draft.unit)?,
        may_approve: who.may(tx, APPROVE, draft.issuer)?,
        may_issue: who.may(tx, ISSUE, draft.issuer)?,
        undecided,
        document,
        draft,
        cx,
    })
}

fn round_lines(tx: &mut Tx<'_>, id: DraftId) -> Result<Vec<RoundLine>, Failure> {
    let mut lines = Vec::new();
    for round in store::list_rounds(tx, id)? {
        let sums = store::sums_of_round(tx, round.id)?;
        lines.push(RoundLine {
            asked: store::count_asked(tx, round.id)?,
            waiting: store::close_facts(tx, round.id)?.waiting,
            undecided: sums.undecided,
            opinions: sums.opinions,
            round,
        });
    }
    Ok(lines)
}

/// The rounds it went through: one that is open asks about the draft as it was before.
fn count_rounds(tx: &mut Tx<'_>, id: DraftId) -> Result<i64, Failure> {
    let rounds = store::list_rounds(tx, id)?;
    let closed = rounds.iter().filter(|round| round.state == RoundState::Closed).count();
    Ok(i64::try_from(closed).unwrap_or_default())
}

/// The paper of the draft with the name its file has: as it stands, or as it was issued, with number, day and signature.
fn paper_of(tx: &mut Tx<'_>, draft: &Draft) -> Result<(String, Paper), Failure> {
    let text = store::find_text(tx, draft.id, draft.revision)?;
    let (name, mut paper) = match draft.document {
        Some(document) => {
            let entry = documents::store::find_entry(tx, document)?.entry;
            (entry.full_number.replace('/', "-"), compose_issued(draft, &text, &entry))
        }
        None => ("du-thao".to_owned(), compose(draft, &text, count_rounds(tx, draft.id)?, None)),
    };
    paper.attachments = store::list_annexes(tx, draft.id)?;
    if paper.place.is_empty() {
        // room for the name of the place, to be written by hand
        paper.place = "……".to_owned();
    }
    Ok((name, paper))
}

async fn paper(who: &Actor, id: DraftId) -> Result<(String, Paper), Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let draft = draft_for(&asker, tx, VIEW, id)?;
        paper_of(tx, &draft)
    })
    .await
}

pub(crate) async fn docx(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let (name, paper) = paper(&who, id).await?;
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    download(&format!("{name}.docx"), kind, issuing::docx(&paper)?)
}

pub(crate) async fn pdf(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let named = paper(&who, id).await?;
    printed(named).await
}

/// The paper of a document that was drafted here, for whoever sees the document or the draft.
pub(crate) async fn issued_pdf(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let named = who
        .read(move |tx| {
            let document = documents::store::find_entry(tx, id)?;
            let draft = store::lookup_by_document(tx, id)?.ok_or(Failure::NotFound)?;
            if !asker.may(tx, VIEW, draft.unit)? {
                documents::access::must_see(&asker, tx, &document)?;
            }
            paper_of(tx, &draft)
        })
        .await?;
    printed(named).await
}

async fn printed((name, paper): (String, Paper)) -> Answer {
    let printed = tokio::task::spawn_blocking(move || issuing::pdf(&paper)).await;
    let content = printed.map_err(|error| Failure::broken("printing the paper", error))??;
    platform::web::show_file(&format!("{name}.pdf"), "application/pdf", content)
}
