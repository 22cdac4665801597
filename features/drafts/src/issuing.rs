//! The step from an approved draft into the register: the signature is judged, the number taken, the document registered,
//! all in one transaction, so that no number is lost and none given twice.

use documents::domain::{Citation, Direction, Document, Entry, Recipient, Section, name_by_symbol, term_of};
use documents::store::{CameWith, NewDocument};
use kernel::{Day, DocumentId, Event, Fact};
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::{Failure, While};
use publishing::{Paper, RuleSet};

use crate::domain::{Draft, Form, Signing, SigningFacts, compose, may_sign, printed};
use crate::store;

/// How a draft is issued.
#[derive(Debug, Clone)]
pub struct Order {
    /// Who signs.
    pub signing: Signing,
    /// The day of issue.
    pub day: Day,
}

/// The entry of the register a draft would have on a day, with the number that follows.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn entry_of(tx: &mut Tx<'_>, draft: &Draft, order: &Order) -> Result<Entry, StoreError> {
    let head = &draft.head;
    let (signing_authority, signer_position) = order.signing.printed(head.form == Form::State);
    let mut entry = Entry {
        direction: Direction::Outgoing,
        issuer_name: head.issuer_name.clone(),
        parent_body: head.parent_body.clone(),
        type_code: head.type_code.clone(),
        type_name: name_by_symbol(&head.type_code, &head.symbol).to_owned(),
        symbol: head.symbol.clone(),
        issued_on: Some(order.day),
        place: head.place.clone(),
        title: head.title.clone(),
        signing_authority,
        signer_position,
        signer_name: order.signing.signer.clone(),
        recipients: Recipient::from_lines(&head.recipients),
        ..Entry::default()
    };
    entry.term = term_of(&entry, &documents::store::list_terms_of(tx, draft.issuer)?, order.day);
    let number = documents::store::next_number(tx, draft.issuer, entry.numbered_as(), &entry.term)?;
    entry.number = Some(number);
    entry.full_number = documents::domain::full_number(entry.number, &entry.symbol);
    Ok(entry)
}

/// Issues an approved draft.
///
/// # Errors
/// [`Failure::Refused`] with every reason of the draft, the signature or the register; [`Failure::Stale`].
pub fn issue(tx: &mut Tx<'_>, app: &App, draft: &Draft, order: &Order) -> Result<DocumentId, Failure> {
    draft.may_issue_on(order.day, tx.today()).or_refuse()?;
    let rules = store::list_rules(tx, order.day)?;
    let delegations: Vec<_> = store::list_delegations(tx, draft.issuer)?.into_iter().map(|(_, one)| one).collect();
    let type_code = &draft.head.type_code;
    let kind = units::store::find(tx, draft.issuer)?.kind;
    let is_state = draft.head.form == Form::State;
    let facts = SigningFacts { rules: &rules, delegations: &delegations, type_code, kind, is_state, day: order.day };
    may_sign(&order.signing, &facts).or_refuse()?;
    let entry = entry_of(tx, draft, order)?;
    let body = store::find_text(tx, draft.id, draft.revision)?;
    let document = registered(tx, app, draft, order, (&entry, &body))?;
    documents::store::insert_origin(tx, document, draft.unit, &format!("/drafts/{}", draft.id))?;
    let issued = draft.clone().issue(document)?;
    let detail = serde_json::json!({ "document": document, "number": entry.full_number });
    let event = Event::noted("drafts.issued", draft.id, Some(draft.unit)).with(detail);
    store::save_state(tx, &issued, event.telling(Fact::DraftEnded { document: Some(document) }))?;
    Ok(document)
}

fn registered(
    tx: &mut Tx<'_>,
    app: &App,
    draft: &Draft,
    order: &Order,
    (entry, body): (&Entry, &str),
) -> Result<DocumentId, Failure> {
    let number = entry.number.unwrap_or_default();
    let mut paper = compose(draft, body, 0, Some((&order.signing, number, order.day)));
    paper.attachments = store::list_annexes(tx, draft.id)?;
    let file = app.files.keep(&docx(&paper)?).while_doing("keeping the .docx")?;
    let text = printed(draft, entry, body, order.day);
    let parsed = official_text::parse(&text);
    let new = NewDocument {
        owner_unit: draft.issuer,
        entry: entry.clone(),
        sections: Section::all_of(&parsed),
        citations: Citation::all_of(&parsed),
        file_name: format!("{}.docx", entry.full_number.replace('/', "-")),
        file,
        content_hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
        text,
        came_with: CameWith::default(),
    };
    let id = documents::store::insert_parsed(tx, &new)?;
    let parsed: Document = documents::store::find(tx, id)?;
    documents::check::register(tx, &parsed, entry)?;
    Ok(id)
}

fn rules(paper: &Paper, today: Day) -> Result<&'static RuleSet, Failure> {
    let day = paper.date.unwrap_or(today.0);
    RuleSet::in_force(RuleSet::built_in(), paper.form, day).ok_or("no rules").while_doing("choosing the layout")
}

/// As .docx, in the layout of its day.
///
/// # Errors
/// [`Failure::Broken`] when it cannot be written.
pub(crate) fn docx(paper: &Paper) -> Result<Vec<u8>, Failure> {
    let latest: Day = LATEST_LAYOUT.parse().while_doing("choosing the layout")?;
    publishing::docx(paper, rules(paper, latest)?).while_doing("writing the .docx")
}

/// As .pdf, in the layout of its day.
///
/// # Errors
/// [`Failure::Broken`] when it cannot be laid out.
pub(crate) fn pdf(paper: &Paper) -> Result<Vec<u8>, Failure> {
    let latest: Day = LATEST_LAYOUT.parse().while_doing("choosing the layout")?;
    publishing::pdf(paper, rules(paper, latest)?).while_doing("writing the .pdf")
}

/// A draft has no day yet: it is laid out after the latest regulation.
const LATEST_LAYOUT: &str = "9999-01-01";
