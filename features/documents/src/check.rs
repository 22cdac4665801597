//! The step from a checked entry into the register: the rule is asked with the facts of the database, the issuer is
//! looked for in the tree, then it is saved.

use kernel::{Refused, UnitId};
use platform::db::{StoreError, Tx};

use crate::domain::{CannotRegister, Document, Entry, Identity, Standing, entry_is_by, may_register};
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
/// [`CannotEnter::Refused`] when the number is taken, [`CannotEnter::Store`] when it changed meanwhile.
pub fn register(tx: &mut Tx<'_>, document: &Document, entry: &Entry) -> Result<(), CannotEnter> {
    let identity = Identity::of(&entry.issuer_name, &entry.type_code, entry.number, &entry.term);
    let standing = store::lookup_standing(tx, document.owner_unit, identity.as_ref(), document.id)?;
    may_register(standing).or_refuse()?;
    let issuer = issuer_in_tree(tx, document.owner_unit, entry)?;
    match store::register(tx, document, entry, issuer) {
        // somebody was faster between the question and the answer
        Err(StoreError::Taken(_)) => {
            let standing = Standing { called: entry.called(), title: entry.title.clone(), day: entry.issued_on };
            Err(Refused::because(CannotRegister::NumberTaken(standing)).into())
        }
        done => Ok(done?),
    }
}

/// The unit of the register's line that issued it, when the printed name is that unit's.
fn issuer_in_tree(tx: &mut Tx<'_>, owner: UnitId, entry: &Entry) -> Result<Option<UnitId>, StoreError> {
    let mut line = units::store::list_ancestors(tx, owner)?;
    line.push(units::store::find(tx, owner)?);
    Ok(line
        .into_iter()
        .rev()
        .find(|unit| entry_is_by(entry, &unit.name) || entry_is_by(entry, &unit.short_name))
        .map(|unit| unit.id))
}
