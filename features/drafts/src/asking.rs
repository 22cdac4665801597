//! The steps of a round: opening it for units and people, giving an opinion in it, deciding on one, closing it. Pages, the
//! API and the demo take the same steps.

use documents::import::must_bear_no_mark;
use kernel::{Day, PersonId, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::web::Failure;

use crate::domain::{
    AskFacts, CannotOpine, Clause, Decision, Draft, Opinion, OpinionFacts, OpinionId, OpinionKind, Round, RoundId,
    RoundState, State, WHOLE, clauses, may_opine, section_tree,
};
use crate::store::{self, Giver, Invitee, NewOpinion, NewRound};

/// Who is to be asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Every unit of these kinds below the issuer.
    pub levels: Vec<UnitKind>,
    /// These units.
    pub units: Vec<UnitId>,
    /// These people.
    pub people: Vec<PersonId>,
}

/// Opens a round. Refused, nothing of it stays: the caller's transaction ends with the failure.
///
/// # Errors
/// [`Failure::Refused`] with every reason.
pub fn open(
    tx: &mut Tx<'_>,
    draft: &Draft,
    new: NewRound,
    due_on: Option<Day>,
    asked: &Asked,
) -> Result<RoundId, Failure> {
    must_bear_no_mark(&[&new.question])?;
    let text = store::find_text(tx, draft.id, draft.revision)?;
    let round = store::insert_round(tx, draft, &new)?;
    store::insert_clauses(tx, round, &clauses(&text, &section_tree(&draft.head.type_code, &text)))?;
    for kind in &asked.levels {
        store::invite_level(tx, round, draft.issuer, *kind)?;
    }
    for unit in &asked.units {
        // the tree is looked up, so that no round waits for a unit nobody knows
        let unit = units::store::find(tx, *unit)?.id;
        store::invite_unit(tx, round, unit)?;
    }
    for person in &asked.people {
        let person = people::store::find_person(tx, *person)?.id;
        store::invite_person(tx, round, person)?;
    }
    let invited = store::count_asked(tx, round)?;
    let facts = AskFacts {
        kind: new.kind,
        has_text: !text.is_empty(),
        invited,
        has_front: store::has_front(tx, round)?,
        due_on,
        today: tx.today(),
    };
    let asking = draft.clone().ask(facts)?;
    let detail = serde_json::json!({ "round": round, "kind": new.kind.code(), "asked": invited });
    let event = kernel::Event::noted("drafts.round_opened", draft.id, Some(draft.unit)).with(detail);
    store::save_state(tx, &asking, event)?;
    Ok(round)
}

/// Closes a round.
///
/// # Errors
/// [`Failure::Refused`] with every reason, [`Failure::Stale`].
pub fn close(tx: &mut Tx<'_>, round: Round, reason: &str) -> Result<(), Failure> {
    must_bear_no_mark(&[reason])?;
    store::hold(tx, round.draft)?;
    let round = Round { state: store::find_round(tx, round.id)?.state, ..round };
    let draft = store::find(tx, round.draft)?.asked();
    let facts = store::close_facts(tx, round.id)?;
    Ok(store::save_closed(tx, &round.close(facts, reason)?, &draft)?)
}

/// The clauses of the revision a round asks about.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn clauses_of(tx: &mut Tx<'_>, draft: &Draft, round: &Round) -> Result<Vec<Clause>, StoreError> {
    let kept = store::list_clauses(tx, round.id)?;
    if !kept.is_empty() {
        return Ok(kept);
    }
    let text = store::find_text(tx, draft.id, round.revision)?;
    Ok(clauses(&text, &section_tree(&draft.head.type_code, &text)))
}

/// An opinion as it is given.
#[derive(Debug, Clone)]
pub struct Said {
    /// The clause's place.
    pub clause: i64,
    /// What it wants.
    pub kind: OpinionKind,
    /// The opinion.
    pub text: String,
    /// The words it proposes.
    pub wording: String,
    /// Who gives it.
    pub giver: Giver,
    /// Whose answer it is; none for paper that came from nobody who was asked.
    pub invitee: Option<Invitee>,
}

/// Takes an opinion into a round. On paper they may come after its close, as long as the draft is written.
///
/// # Errors
/// [`Failure::Refused`] with every reason.
pub fn give(tx: &mut Tx<'_>, round: &Round, said: Said) -> Result<OpinionId, Failure> {
    store::hold(tx, round.draft)?;
    let round = &store::find_round(tx, round.id)?;
    let draft = store::find(tx, round.draft)?;
    if let Some(given) = agreed_before(tx, round, &said)? {
        return Ok(given);
    }
    let known = clause_at(tx, &draft, round, said.clause)?;
    let is_paper = matches!(said.giver, Giver::Paper(..));
    let (text, wording) = (vietnamese::nfc(said.text.trim()), vietnamese::nfc(said.wording.trim()));
    may_opine(OpinionFacts {
        is_open: if is_paper { draft.may_edit().is_yes() } else { round.state == RoundState::Open },
        kind: said.kind,
        text: &text,
        wording: &wording,
        knows_clause: said.clause == WHOLE || known.is_some(),
        is_anonymous: said.giver == Giver::Nobody,
        may_be_anonymous: round.may_be_anonymous,
    })
    .or_refuse()?;
    let from = if let Giver::Paper(from, _) = &said.giver { from.as_str() } else { "" };
    must_bear_no_mark(&[&text, &wording, from])?;
    let clause_path = known.map(|clause| clause.path).unwrap_or_default();
    let new = NewOpinion { clause: said.clause, clause_path, kind: said.kind, text, wording, giver: said.giver };
    if let Some(invitee) = said.invitee {
        store::note_answered(tx, round.id, invitee)?;
    }
    Ok(store::insert_opinion(tx, &draft, round, &new)?)
}

/// One clause, looked up: the writer waits for no text to be read again.
fn clause_at(tx: &mut Tx<'_>, draft: &Draft, round: &Round, place: i64) -> Result<Option<Clause>, StoreError> {
    if place == WHOLE {
        return Ok(None);
    }
    match store::lookup_clause(tx, round.id, place)? {
        Some(clause) => Ok(Some(clause)),
        None => Ok(clauses_of(tx, draft, round)?.into_iter().find(|clause| clause.place == place)),
    }
}

/// Agreeing with the whole twice is agreeing once.
fn agreed_before(tx: &mut Tx<'_>, round: &Round, said: &Said) -> Result<Option<OpinionId>, StoreError> {
    let giver = match &said.giver {
        Giver::Unit(unit, _) => unit.to_string(),
        Giver::Account(account, _) => account.to_string(),
        Giver::Person(person, _) => person.to_string(),
        Giver::Paper(..) | Giver::Nobody => return Ok(None),
    };
    if said.kind != OpinionKind::Agree {
        return Ok(None);
    }
    let given = store::list_of_giver(tx, round.id, &giver)?;
    let same = given.into_iter().find(|one| one.kind == OpinionKind::Agree && one.clause == said.clause);
    Ok(same.map(|one| one.id))
}

/// Takes one's own opinion back while the round runs and nobody has answered it.
///
/// # Errors
/// [`Failure::Refused`] with every reason, [`Failure::Stale`] when it is not the giver's.
pub fn withdraw(tx: &mut Tx<'_>, opinion: &Opinion, giver: &str) -> Result<(), Failure> {
    let round = store::find_round(tx, opinion.round)?;
    let draft = store::find(tx, round.draft)?;
    kernel::Verdict::default()
        .refuse_if(round.state != RoundState::Open, CannotOpine::RoundClosed)
        .refuse_if(opinion.decision != Decision::Open, CannotOpine::Decided)
        .or_refuse()?;
    Ok(store::remove_opinion(tx, &draft, opinion, giver)?)
}

/// Decides on an opinion.
///
/// # Errors
/// [`Failure::Refused`] with every reason, [`Failure::Stale`].
pub fn decide(tx: &mut Tx<'_>, opinion: Opinion, decision: Decision, answer: &str) -> Result<(), Failure> {
    let round = store::find_round(tx, opinion.round)?;
    store::hold(tx, round.draft)?;
    must_bear_no_mark(&[answer])?;
    let draft = store::find(tx, round.draft)?;
    let can_write = matches!(draft.state, State::Writing | State::Asking);
    let decided = opinion.decide(can_write, decision, &vietnamese::nfc(answer))?;
    Ok(store::save_decision(tx, &draft, &decided)?)
}
