//! How much of a person an actor sees, by the table of `domain::sight`.

use kernel::{PersonId, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Cx};

use crate::domain::sight::{Field, Sight, Viewer, sight};
use crate::domain::{Person, masked};

/// How much an actor sees of a person, or of everybody in a branch.
#[derive(Debug, Clone)]
pub(crate) struct Sights(Vec<Viewer>);

impl Sights {
    /// Of one person.
    pub fn of_person(who: &Actor, tx: &mut Tx<'_>, id: PersonId, home: UnitId) -> Result<Self, StoreError> {
        let mut viewers = over(who, tx, home)?;
        if who.person() == Some(id) {
            viewers.push(Viewer::Oneself);
        }
        if viewers.is_empty() {
            viewers.push(Viewer::Beside);
        }
        Ok(Sights(viewers))
    }

    /// Of everybody whose home lies in all of these branches.
    pub fn of_branches(who: &Actor, tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<Vec<Self>, StoreError> {
        roots.iter().map(|root| Ok(Sights(over(who, tx, *root)?))).collect()
    }

    /// Of those who take part here beside their home.
    pub fn beside() -> Self {
        Sights(vec![Viewer::Beside])
    }

    pub fn of(&self, field: Field) -> Sight {
        sight(&self.0, field)
    }

    pub fn sees(&self, field: Field) -> bool {
        self.of(field) == Sight::Full
    }
}

/// The roles the actor holds over a unit.
fn over(who: &Actor, tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Viewer>, StoreError> {
    let mut viewers = Vec::new();
    for grant in who.identity().into_iter().flat_map(|identity| &identity.grants) {
        if units::store::is_within(tx, unit, grant.unit)? {
            viewers.push(Viewer::Holds(grant.role));
        }
    }
    Ok(viewers)
}

/// What several sights have in common: the least of each field.
pub(crate) fn least(all: &[Sights], field: Field) -> Sight {
    all.iter().map(|one| one.of(field)).min().unwrap_or(Sight::Hidden)
}

/// A person's fields as text, as far as they are seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub external_id: String,
    pub birth_day: String,
    pub gender: String,
    pub joined_on: String,
    pub phone: String,
}

/// The person's fields, each as far as `sight` lets them be seen.
pub(crate) fn shown(cx: &Cx, person: &Person, sight: impl Fn(Field) -> Sight) -> Shown {
    let number = |text: &str, field: Field| match sight(field) {
        Sight::Full => text.to_owned(),
        Sight::Masked => masked(text),
        Sight::Hidden => String::new(),
    };
    let day = |day: Option<kernel::Day>, field: Field| match (day, sight(field)) {
        (Some(day), Sight::Full) => day.shown(),
        (Some(day), Sight::Masked) => format!("••/••/{}", day.year()),
        _ => String::new(),
    };
    let gender = person.gender.filter(|_| sight(Field::Gender) == Sight::Full);
    Shown {
        external_id: number(person.external_id.as_deref().unwrap_or_default(), Field::ExternalId),
        birth_day: day(person.birth_day, Field::BirthDay),
        gender: gender.map(|gender| cx.word("people-gender", gender.code())).unwrap_or_default(),
        joined_on: day(person.joined_on, Field::JoinedOn),
        phone: number(&person.phone, Field::Phone),
    }
}
