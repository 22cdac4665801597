//! The step from a checked entry into the register: the rule is asked with the facts of the database, the issuer is
//! looked for in the tree, then it is saved.

use kernel::{Refused, UnitId};
use platform::db::{StoreError, Tx};
use units::domain::Unit;

use crate::domain::{
    Body, CannotRegister, Direction, Document, Entry, RegisterFacts, Standing, entry_is_by, may_register, term_of,
};
use crate::store;

/// Why an entry was not registered.
#[derive(Debug)]
pub enum CannotEnter {
    /// A rule speaks against it.
    Refused(Refused),
    /// The database said no.
    Store(StoreError),
}

impl From<StoreError> for CannotEnter {
    fn from(error: StoreError) -> Self {
        CannotEnter::Store(error)
    }
}

impl From<Refused> for CannotEnter {
    fn from(refused: Refused) -> Self {
        CannotEnter::Refused(refused)
    }
}

impl From<CannotEnter> for platform::web::Failure {
    fn from(error: CannotEnter) -> Self {
        match error {
            CannotEnter::Refused(refused) => refused.into(),
            CannotEnter::Store(error) => error.into(),
        }
    }
}

/// Registers a document with this entry, or corrects what is registered.
///
/// # Errors
/// [`CannotEnter::Refused`] with every reason against it, [`CannotEnter::Store`] when it changed meanwhile.
pub fn register(tx: &mut Tx<'_>, document: &Document, entry: &Entry) -> Result<(), CannotEnter> {
    // what a clerk types is looked at like what a file says
    let typed = entry.typed();
    crate::import::must_bear_no_mark(&typed.iter().map(String::as_str).collect::<Vec<_>>())?;
    let entry = &in_known_words(tx, document.owner_unit, entry)?;
    let issuer = issuer_in_tree(tx, document.owner_unit, entry)?;
    may_register(entry, facts(tx, document, entry, issuer.as_ref())?).or_refuse()?;
    match store::register(tx, document, entry, issuer.map(|unit| unit.id)) {
        // somebody was faster between the question and the answer
        Err(StoreError::Taken(_)) => {
            let standing = Standing { called: entry.called(), title: entry.title.clone(), day: entry.issued_on };
            Err(Refused::because(CannotRegister::NumberTaken(standing)).into())
        }
        done => Ok(done?),
    }
}

/// The term as the table writes it, however it was typed: a hyphen for a dash would begin a sequence of its own.
fn in_known_words(tx: &mut Tx<'_>, owner: UnitId, entry: &Entry) -> Result<Entry, StoreError> {
    let typed = vietnamese::fold(&entry.term);
    let terms = store::list_terms_of(tx, owner)?;
    let known = terms.into_iter().map(|term| term.name).find(|name| vietnamese::fold(name) == typed);
    Ok(Entry { term: known.unwrap_or_else(|| entry.term.clone()), ..entry.clone() })
}

fn facts(
    tx: &mut Tx<'_>,
    document: &Document,
    entry: &Entry,
    issuer: Option<&Unit>,
) -> Result<RegisterFacts, StoreError> {
    let owner = units::store::find(tx, document.owner_unit)?;
    let mut facts = RegisterFacts {
        standing: store::lookup_standing(tx, owner.id, entry.identity().as_ref(), document.id)?,
        ..RegisterFacts::default()
    };
    if entry.direction == Direction::Outgoing
        && let Some(day) = entry.issued_on
    {
        let bodies = Body::issuing(issuer.unwrap_or(&owner).kind, entry);
        facts.powers = store::lookup_powers(tx, &bodies, &entry.type_code, day)?;
    }
    let (Some(sequence), Some(number)) = (entry.sequence([&owner.name, &owner.short_name]), entry.number) else {
        return Ok(facts);
    };
    if facts.standing.is_none() {
        facts.standing = store::lookup_in_sequence(tx, owner.id, &sequence, number, document.id)?;
    }
    facts.used = store::list_used_numbers(tx, owner.id, &sequence, Some(document.id))?;
    facts.elsewhere = store::lookup_elsewhere(tx, owner.id, &sequence, number)?;
    if let Some(day) = entry.issued_on {
        facts.term = term_of(entry, &store::list_terms_of(tx, owner.id)?, day);
    }
    Ok(facts)
}

/// The unit of the register's line that issued it, when the printed name is that unit's.
fn issuer_in_tree(tx: &mut Tx<'_>, owner: UnitId, entry: &Entry) -> Result<Option<Unit>, StoreError> {
    let mut line = units::store::list_ancestors(tx, owner)?;
    line.push(units::store::find(tx, owner)?);
    Ok(line.into_iter().rev().find(|unit| entry_is_by(entry, &unit.name) || entry_is_by(entry, &unit.short_name)))
}
