//! The review queue: what was proposed about which document, the decision on it, and carrying it out.

use askama::Template;
use axum::http::StatusCode;
use kernel::{AccountId, Day, DocumentId, Refused};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page, page_with};
use serde::Deserialize;

use crate::domain::{
    CannotPropose, Change, Document, Origin, Proposal, ProposalId, ProposalState, Validity, may_propose,
};
use crate::import::must_bear_no_mark;
use crate::store::{self, NewProposal, ProposalRow};
use crate::{access, permissions};

/// The query of the queue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueueQuery {
    pub state: String,
    pub page: i64,
}

/// A line of the queue.
struct Line {
    row: ProposalRow,
    document: Document,
    proposed_by: String,
}

#[derive(Template)]
#[template(path = "documents/reviews.html")]
struct QueuePage {
    cx: Cx,
    state: ProposalState,
    counts: Vec<(ProposalState, i64)>,
    listing: Listing<Line>,
}

/// The name of who did it; empty for nobody and for accounts that are gone.
pub(super) fn name_of(tx: &mut Tx<'_>, account: Option<AccountId>) -> Result<String, StoreError> {
    match account.map(|account| people::store::account_name(tx, account)) {
        None | Some(Err(StoreError::NotFound)) => Ok(String::new()),
        Some(name) => name,
    }
}

pub(crate) async fn list(who: Actor, Query(query): Query<QueueQuery>) -> Answer {
    let state = ProposalState::of(&query.state).unwrap_or(ProposalState::Open);
    let asked = ListQuery { page: query.page, ..ListQuery::default() };
    let asker = who.clone();
    let mut shown = who
        .read(move |tx| {
            let sight = access::sight(&asker);
            let mut counts = Vec::new();
            for one in ProposalState::ALL {
                counts.push((one, store::count_queue(tx, &sight, one)?));
            }
            let mut lines = Vec::new();
            for (row, document) in store::list_queue(tx, &sight, state, (asked.offset(), asked.size()))? {
                lines.push(Line { proposed_by: name_of(tx, row.proposed_by)?, row, document });
            }
            let total = counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count);
            let listing = Listing::new(lines, total, asked, "/documents/reviews");
            Ok::<_, Failure>(QueuePage { cx: asker.cx("documents-reviews"), state, counts, listing })
        })
        .await?;
    shown.listing.filters = format!("state={}", state.code());
    page(&shown)
}

/// What is proposed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProposeForm {
    change: String,
    clause: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "documents/propose.html")]
struct ProposePage {
    cx: Cx,
    document: Document,
    form: ProposeForm,
    reasons: String,
}

pub(crate) async fn new(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    propose_page(&who, id, ProposeForm::default(), None).await
}

async fn propose_page(who: &Actor, id: DocumentId, form: ProposeForm, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let document = who
        .read(move |tx| {
            let document = store::find_entry(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            Ok::<_, Failure>(document)
        })
        .await?;
    let cx = who.cx("documents-propose");
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reasons = refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    page_with(status, &ProposePage { cx, document, form, reasons })
}

pub(crate) async fn create(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<ProposeForm>) -> Answer {
    let change = Change::of(&form.change).ok_or(Failure::Malformed("form-unreadable"))?;
    let (asker, asked) = (who.clone(), form.clone());
    let made = who
        .write(move |tx| {
            let document = store::find_entry(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            let unit = asker.scope(permissions::PROPOSE).first().copied().ok_or(Failure::Forbidden)?;
            if let Err(refused) = must_bear_no_mark(&[&asked.clause, &asked.reason]) {
                return Ok::<_, Failure>(Err(refused));
            }
            let validity = store::validity_on(tx, id, asker.today())?;
            if let Err(refused) = may_propose(&document, validity, &asked.reason).or_refuse() {
                return Ok::<_, Failure>(Err(refused));
            }
            let new = NewProposal {
                document: id,
                change,
                clause: vietnamese::nfc(asked.clause.trim()),
                reason: vietnamese::nfc(asked.reason.trim()),
                origin: Origin::Person,
                by: None,
                unit: Some(unit),
            };
            Ok(Ok(store::insert_proposal(tx, &new)?))
        })
        .await?;
    match made {
        Ok(proposal) => go_to_saying(format!("/documents/reviews/{proposal}"), "documents-proposed-saved"),
        Err(refused) => propose_page(&who, id, form, Some(refused)).await,
    }
}

/// The decision, or the document that carries it out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecideForm {
    version: i64,
    decision: String,
    note: String,
    by: String,
    from: String,
}

#[derive(Template)]
#[template(path = "documents/review.html")]
struct ReviewPage {
    cx: Cx,
    row: ProposalRow,
    document: Document,
    validity: Validity,
    by: Option<Document>,
    proposed_by: String,
    decided_by: String,
    unit: String,
    may_decide: bool,
    may_amend: bool,
    form: DecideForm,
    reasons: String,
}

pub(crate) async fn show(who: Actor, Path(id): Path<ProposalId>) -> Answer {
    review_page(&who, id, DecideForm::default(), None).await
}

async fn review_page(who: &Actor, id: ProposalId, form: DecideForm, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let page = who.read(move |tx| load(&asker, tx, id, form, refused)).await?;
    let status = if page.reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page)
}

fn load(
    who: &Actor,
    tx: &mut Tx<'_>,
    id: ProposalId,
    mut form: DecideForm,
    refused: Option<Refused>,
) -> Result<ReviewPage, Failure> {
    let row = store::find_proposal(tx, id)?;
    let document = store::find_entry(tx, row.proposal.document)?;
    access::must_see(who, tx, &document)?;
    let by = match row.proposal.by {
        Some(by) => Some(store::find_entry(tx, by)?),
        None => None,
    };
    if form.by.is_empty() {
        form.by = by.as_ref().map(|by| by.entry.full_number.clone()).unwrap_or_default();
    }
    if form.from.is_empty() {
        let issued = by.as_ref().and_then(|by| by.entry.issued_on);
        form.from = issued.unwrap_or_else(|| who.today()).to_string();
    }
    let cx = who.cx("documents-review");
    Ok(ReviewPage {
        reasons: refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default(),
        validity: store::validity_on(tx, document.id, who.today())?,
        proposed_by: name_of(tx, row.proposed_by)?,
        decided_by: name_of(tx, row.decided_by)?,
        unit: match row.unit {
            Some(unit) => units::store::find(tx, unit)?.name,
            None => String::new(),
        },
        may_decide: who.may(tx, permissions::DECIDE, document.owner_unit)?,
        may_amend: who.may(tx, permissions::REGISTER, document.owner_unit)?,
        cx,
        row,
        document,
        by,
        form,
    })
}

/// Agrees or declines. What a text itself says, or what names its document at once, is carried out with the agreement.
pub(crate) async fn decide(who: Actor, Path(id): Path<ProposalId>, Form(form): Form<DecideForm>) -> Answer {
    let is_accepted = form.decision != "decline";
    let asked = form.clone();
    let done = act(&who, id, form.version, move |tx, document, proposal| {
        if let Err(refused) = must_bear_no_mark(&[&asked.note]) {
            return Ok(Err(refused));
        }
        let decided = match proposal.decide(is_accepted, &vietnamese::nfc(&asked.note)) {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
        if is_accepted && !asked.by.trim().is_empty() {
            return carried_out(tx, document, decided, &asked);
        }
        store::save_proposal(tx, &decided)?;
        Ok(Ok(()))
    })
    .await?;
    match done {
        Ok(()) => go_to_saying(format!("/documents/reviews/{id}"), "documents-decided-saved"),
        Err(refused) => review_page(&who, id, form, Some(refused)).await,
    }
}

/// Names the document that carries an agreed proposal out.
pub(crate) async fn carry_out(who: Actor, Path(id): Path<ProposalId>, Form(form): Form<DecideForm>) -> Answer {
    let asked = form.clone();
    let done = act(&who, id, form.version, move |tx, document, proposal| carried_out(tx, document, proposal, &asked));
    match done.await? {
        Ok(()) => go_to_saying(format!("/documents/reviews/{id}"), "documents-carried-out-saved"),
        Err(refused) => review_page(&who, id, form, Some(refused)).await,
    }
}

type Outcome = Result<Result<(), Refused>, Failure>;

async fn act(
    who: &Actor,
    id: ProposalId,
    version: i64,
    work: impl FnOnce(&mut Tx<'_>, &Document, Proposal) -> Outcome + Send + 'static,
) -> Outcome {
    let asker = who.clone();
    who.write(move |tx| {
        let row = store::find_proposal(tx, id)?;
        let document = store::find_entry(tx, row.proposal.document)?;
        access::must_see(&asker, tx, &document)?;
        asker.must(tx, permissions::DECIDE, document.owner_unit)?;
        work(tx, &document, Proposal { version, ..row.proposal })
    })
    .await
}

fn carried_out(tx: &mut Tx<'_>, document: &Document, proposal: Proposal, form: &DecideForm) -> Outcome {
    let unknown = || Refused::because(CannotPropose::NoDocument(form.by.trim().to_owned()));
    let Some(by) = changing_document(tx, document, &proposal, form.by.trim())? else {
        return Ok(Err(unknown()));
    };
    let from: Day = form.from.trim().parse().map_err(|_| Failure::Malformed("documents-error-day"))?;
    let facts = store::carrying_facts(tx, document, &by)?;
    match proposal.carry_out(&facts, from) {
        Ok(done) => {
            store::save_proposal(tx, &done)?;
            store::insert_effect(tx, &done, by.id, from)?;
            Ok(Ok(()))
        }
        Err(refused) => Ok(Err(refused)),
    }
}

/// The document the text itself named, when its number is the one typed, else the latest of that number.
fn changing_document(
    tx: &mut Tx<'_>,
    document: &Document,
    proposal: &Proposal,
    number: &str,
) -> Result<Option<Document>, Failure> {
    if let Some(by) = proposal.by {
        let by = store::find_entry(tx, by)?;
        if by.entry.full_number == number {
            return Ok(Some(by));
        }
    }
    let found = store::list_by_number(tx, document.owner_unit, number)?;
    // the document itself is passed on, so that the rule says why not
    let other = found.iter().find(|one| one.id != document.id).or_else(|| found.first());
    Ok(other.cloned())
}
