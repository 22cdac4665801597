//! A round as its drafters see it: the opinions grouped by clause, each with its answer; opinions on paper; closing.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, Refused};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page_with, personal_spreadsheet,
};
use serde::Deserialize;

use super::{answers_then, draft_for};
use crate::asking::{self, Said};
use crate::domain::{
    Clause, Decision, Draft, Opinion, OpinionId, OpinionKind, Round, RoundId, RoundState, Source, Sums, WHOLE,
};
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, Giver, OpinionFilter};

/// A clause with what was said of it.
pub(super) struct Group {
    pub clause: Option<Clause>,
    pub opinions: Vec<Opinion>,
}

#[derive(Template)]
#[template(path = "drafts/answers.html")]
struct AnswersPage {
    cx: Cx,
    draft: Draft,
    round: Round,
    groups: Vec<Group>,
    listing: Listing<()>,
    state: &'static str,
    clauses: Vec<Clause>,
    sums: Sums,
    asked: i64,
    waiting: i64,
    reasons: String,
    form: PaperForm,
    decided: DecideForm,
    may_write: bool,
    is_open: bool,
    is_overdue: bool,
    why_not_close: String,
}

impl AnswersPage {
    /// What was typed into the answer of this opinion, when it was refused; else what stands.
    fn answer_of<'p>(&'p self, opinion: &'p Opinion) -> &'p str {
        if self.decided.id == opinion.id.to_string() { &self.decided.answer } else { &opinion.answer }
    }

    /// True when answers say that the text was changed, and it is still the one that was asked about.
    fn is_unchanged(&self) -> bool {
        self.round.promises_change(self.draft.revision, self.sums.accepted + self.sums.partly)
    }

    fn is_filtered(&self) -> bool {
        !self.state.is_empty() || !self.listing.query.q.is_empty()
    }

    fn is_refused(&self, opinion: &Opinion) -> bool {
        !self.reasons.is_empty() && self.decided.id == opinion.id.to_string()
    }
}

/// Which opinions are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswersQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    pub format: String,
    state: String,
    day: String,
}

impl AnswersQuery {
    pub fn list(&self) -> ListQuery {
        let (q, sort, format) = (self.q.clone(), self.sort.clone(), self.format.clone());
        let (state, day) = (self.state().to_owned(), self.day.clone());
        ListQuery { q, sort, page: self.page, size: self.size, format, state, day }
    }

    pub fn state(&self) -> &'static str {
        self.state.parse::<Decision>().map(Decision::code).unwrap_or_default()
    }

    /// The list without its rows: its links are what the page needs.
    pub fn listing(&self, round: RoundId, total: i64) -> Listing<()> {
        Listing::new(Vec::new(), total, self.list(), format!("/drafts/rounds/{round}/answers"))
    }
}

/// What stands typed when something was refused.
#[derive(Default)]
struct Typed {
    query: AnswersQuery,
    paper: PaperForm,
    decided: DecideForm,
}

pub(crate) async fn show(who: Actor, Path(id): Path<RoundId>, Query(query): Query<AnswersQuery>) -> Answer {
    if let Some(day) = query.list().past_day(who.today())? {
        return answers_then::show(&who, id, query, day).await;
    }
    if query.list().is_export() {
        return export(&who, id, query).await;
    }
    answers_page(&who, id, Typed { query, ..Typed::default() }, None).await
}

async fn export(who: &Actor, id: RoundId, query: AnswersQuery) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let opinions = who
        .read(move |tx| {
            let round = store::find_round(tx, id)?;
            draft_for(&asker, tx, VIEW, round.draft)?;
            Ok::<_, Failure>(listed(tx, id, &asked)?.0)
        })
        .await?;
    file(who, &opinions, &query.format).await
}

/// Opinions with their answers as a file.
pub(super) async fn file(who: &Actor, opinions: &[Opinion], format: &str) -> Answer {
    let cx = who.cx("drafts-answers");
    let headings = cx.headings(&[
        ("drafts-column-clause", 16.0),
        ("drafts-opinion-kind", 16.0),
        ("drafts-opinion-text", 60.0),
        ("drafts-wording", 60.0),
        ("drafts-sort-from", 40.0),
        ("drafts-decision", 18.0),
        ("drafts-answer-text", 60.0),
    ]);
    let lines = opinions
        .iter()
        .map(|one| {
            vec![
                one.clause_path.as_str().into(),
                cx.word("drafts-opinion-kind", one.kind).into(),
                one.text.as_str().into(),
                one.wording.as_str().into(),
                one.from.as_str().into(),
                answered(&cx, one).into(),
                one.answer.as_str().into(),
            ]
        })
        .collect();
    personal_spreadsheet(who, "y-kien-gop-y", None, format, (&headings, lines)).await
}

fn answered(cx: &Cx, opinion: &Opinion) -> String {
    if opinion.needs_answer() { cx.word("drafts-decision", opinion.decision) } else { String::new() }
}

async fn answers_page(who: &Actor, id: RoundId, typed: Typed, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let cx = who.cx("drafts-answers");
    let reasons = refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = who
        .read(move |tx| {
            let round = store::find_round(tx, id)?;
            let draft = draft_for(&asker, tx, VIEW, round.draft)?;
            let (opinions, total) = listed(tx, id, &typed.query)?;
            let clauses = asking::clauses_of(tx, &draft, &round)?;
            let facts = store::close_facts(tx, id)?;
            let why_not = round.may_close(facts, "");
            Ok::<_, Failure>(AnswersPage {
                sums: store::sums_of_round(tx, id)?,
                listing: typed.query.listing(id, total),
                state: typed.query.state(),
                groups: groups(&clauses, opinions),
                asked: store::count_asked(tx, id)?,
                waiting: facts.waiting,
                may_write: asker.may(tx, WRITE, draft.unit)? && draft.may_edit().is_yes(),
                is_open: round.state == RoundState::Open,
                is_overdue: round.is_overdue(asker.today()),
                why_not_close: cx.reasons(&why_not.told()),
                clauses,
                draft,
                round,
                reasons,
                form: typed.paper,
                decided: typed.decided,
                cx,
            })
        })
        .await?;
    page_with(status, &page)
}

/// One page of the opinions, and how many there are.
fn listed(tx: &mut Tx<'_>, round: RoundId, query: &AnswersQuery) -> Result<(Vec<Opinion>, i64), StoreError> {
    let list = query.list();
    let filter = OpinionFilter { like: list.like(), decision: query.state().to_owned() };
    let sort = list.sort_in(store::OPINION_SORTS);
    let part = if list.is_export() { (0, 100_000) } else { (list.offset(), list.size()) };
    let opinions = store::list_opinions(tx, round, &filter, sort, part)?;
    Ok((opinions, store::count_opinions(tx, round, &filter)?))
}

/// The opinions under their clauses, as they stand in the list.
pub(super) fn groups(clauses: &[Clause], opinions: Vec<Opinion>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for opinion in opinions {
        let place = opinion.clause;
        match groups.last_mut() {
            Some(group) if group.opinions.first().is_some_and(|first| first.clause == place) => {
                group.opinions.push(opinion);
            }
            _ => {
                let clause = clauses.iter().find(|clause| clause.place == place).cloned();
                groups.push(Group { clause, opinions: vec![opinion] });
            }
        }
    }
    groups
}

/// The answer to an opinion.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecideForm {
    #[serde(skip)]
    id: String,
    decision: String,
    answer: String,
    version: i64,
    q: String,
    sort: String,
    page: i64,
    state: String,
}

impl DecideForm {
    /// The list the answer was written in.
    fn query(&self) -> AnswersQuery {
        let (q, sort, state) = (self.q.clone(), self.sort.clone(), self.state.clone());
        AnswersQuery { q, sort, page: self.page, state, ..AnswersQuery::default() }
    }
}

pub(crate) async fn decide(who: Actor, Path(id): Path<OpinionId>, Form(form): Form<DecideForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let round = who
        .read(move |tx| {
            let opinion = store::find_opinion(tx, id)?;
            let round = store::find_round(tx, opinion.round)?;
            draft_for(&asker, tx, WRITE, round.draft)?;
            Ok::<_, Failure>(round.id)
        })
        .await?;
    let decided = who
        .write(move |tx| {
            let opinion = Opinion { version: typed.version, ..store::find_opinion(tx, id)? };
            asking::decide(tx, opinion, typed.decision.parse().unwrap_or(Decision::Open), &typed.answer)
        })
        .await;
    match decided {
        Ok(()) => {
            let list = form.query().listing(round, 0).to_page(form.page);
            go_to_saying(format!("{list}#o{id}"), "drafts-decided-saved")
        }
        Err(Failure::Refused(refused)) => {
            let query = form.query();
            let typed = Typed { query, decided: DecideForm { id: id.to_string(), ..form }, ..Typed::default() };
            answers_page(&who, round, typed, Some(refused)).await
        }
        Err(other) => Err(other),
    }
}

/// An opinion that came on paper.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaperForm {
    clause: String,
    kind: String,
    text: String,
    wording: String,
    from: String,
    received_on: String,
}

pub(crate) async fn paper(who: Actor, Path(id): Path<RoundId>, Form(form): Form<PaperForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let given = who
        .write(move |tx| {
            let round = store::find_round(tx, id)?;
            draft_for(&asker, tx, WRITE, round.draft)?;
            let from = vietnamese::nfc(typed.from.trim());
            if from.is_empty() {
                return Err(Failure::Malformed("drafts-error-from"));
            }
            let day: Day = typed.received_on.parse().map_err(|_| Failure::Malformed("drafts-error-received"))?;
            let said = Said {
                clause: typed.clause.parse().unwrap_or(WHOLE),
                kind: typed.kind.parse().unwrap_or(OpinionKind::Question),
                text: typed.text,
                wording: typed.wording,
                // a unit asked that answers on paper has answered
                invitee: store::lookup_invitee_by_name(tx, id, &from)?,
                giver: Giver::Paper(from, day),
            };
            asking::give(tx, &round, said)
        })
        .await;
    match given {
        Ok(_) => go_to_saying(format!("/drafts/rounds/{id}/answers"), "drafts-paper-saved"),
        Err(Failure::Refused(refused)) => {
            answers_page(&who, id, Typed { paper: form, ..Typed::default() }, Some(refused)).await
        }
        Err(other) => Err(other),
    }
}

/// Why a round is closed early.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CloseForm {
    reason: String,
    version: i64,
}

pub(crate) async fn close(who: Actor, Path(id): Path<RoundId>, Form(form): Form<CloseForm>) -> Answer {
    let asker = who.clone();
    let closed = who
        .write(move |tx| {
            let round = store::find_round(tx, id)?;
            draft_for(&asker, tx, WRITE, round.draft)?;
            asking::close(tx, Round { version: form.version, ..round }, &vietnamese::nfc(&form.reason))
        })
        .await;
    match closed {
        Ok(()) => go_to_saying(format!("/drafts/rounds/{id}/answers"), "drafts-closed-saved"),
        Err(Failure::Refused(refused)) => answers_page(&who, id, Typed::default(), Some(refused)).await,
        Err(other) => Err(other),
    }
}
