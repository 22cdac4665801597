//! A round as its drafters see it: the opinions grouped by clause, each with its answer; opinions on paper; closing.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::{Day, Refused};
use platform::web::{Actor, Answer, Cx, Failure, Form, go_to_saying, page_with};
use serde::Deserialize;

use super::draft_for;
use crate::asking::{self, Said};
use crate::domain::{
    Clause, Decision, Draft, Opinion, OpinionId, OpinionKind, Round, RoundId, RoundState, Source, Sums, WHOLE, sums,
};
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, Giver};

/// A clause with what was said of it.
struct Group {
    clause: Option<Clause>,
    opinions: Vec<Opinion>,
}

#[derive(Template)]
#[template(path = "drafts/answers.html")]
struct AnswersPage {
    cx: Cx,
    draft: Draft,
    round: Round,
    groups: Vec<Group>,
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

    fn is_refused(&self, opinion: &Opinion) -> bool {
        !self.reasons.is_empty() && self.decided.id == opinion.id.to_string()
    }
}

/// What stands typed when something was refused.
#[derive(Default)]
struct Typed {
    paper: PaperForm,
    decided: DecideForm,
}

pub(crate) async fn show(who: Actor, Path(id): Path<RoundId>) -> Answer {
    answers_page(&who, id, Typed::default(), None).await
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
            let opinions = store::list_of_round(tx, id)?;
            let clauses = asking::clauses_of(tx, &draft, &round)?;
            let facts = store::close_facts(tx, id)?;
            let why_not = round.may_close(facts, "");
            Ok::<_, Failure>(AnswersPage {
                sums: sums(&opinions),
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

/// The opinions under their clauses, those on the whole first.
fn groups(clauses: &[Clause], opinions: Vec<Opinion>) -> Vec<Group> {
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
        Ok(()) => go_to_saying(format!("/drafts/rounds/{round}/answers#o{id}"), "drafts-decided-saved"),
        Err(Failure::Refused(refused)) => {
            let typed = Typed { decided: DecideForm { id: id.to_string(), ..form }, ..Typed::default() };
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
