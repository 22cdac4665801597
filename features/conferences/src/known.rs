//! Figures nobody need ask units for: what was held in a rollout and who came, as recorded person by person.

use platform::burden::{AskedOf, Known};
use platform::db::{StoreError, Tx};

use crate::domain::attendance::PEOPLE_ATTENDED;
use crate::store;

pub(crate) const KNOWN: &[Known] = &[
    Known {
        code: "people-attended",
        names: &["so dang vien du hoc", "so dang vien tham gia hoc tap", "so dang vien da hoc tap"],
        read: people_attended,
    },
    Known { code: "conferences", names: &["so hoi nghi da to chuc", "so hoi nghi"], read: conferences },
];

fn people_attended(tx: &mut Tx<'_>, of: &AskedOf<'_>) -> Result<i64, StoreError> {
    let today = tx.today();
    figures::store::value(tx, of.subject, PEOPLE_ATTENDED, of.unit, today)
}

fn conferences(tx: &mut Tx<'_>, of: &AskedOf<'_>) -> Result<i64, StoreError> {
    store::count_closed_in(tx, of.subject, of.unit)
}
