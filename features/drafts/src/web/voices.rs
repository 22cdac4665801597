//! In whose name the actor may speak in a round: units that were asked and for which the actor answers, and the actor's
//! own when asked by name or as one of the people of a unit that was asked.

use kernel::PersonId;
use platform::db::{StoreError, Tx};
use platform::web::Actor;
use units::domain::Unit;

use crate::domain::Round;
use crate::permissions::ANSWER_FOR;
use crate::store::{self, Giver, Invitee};

/// Whom the actor may speak for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Voices {
    /// Units asked, with whether they answered.
    pub units: Vec<(Unit, bool)>,
    /// The actor's own voice, with whether it was used.
    pub person: Option<(PersonId, bool)>,
}

impl Voices {
    /// True when the actor was not asked at all.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty() && self.person.is_none()
    }

    /// The voice a form names: a unit's id, or `person`. Without a name the only one.
    pub fn named(&self, word: &str) -> Option<Invitee> {
        let unit = self.units.iter().find(|(unit, _)| unit.id.to_string() == word);
        match (unit, word) {
            (Some((unit, _)), _) => Some(Invitee::Unit(unit.id)),
            (None, "person") => self.person.map(|(person, _)| Invitee::Person(person)),
            (None, "") => self.first(),
            _ => None,
        }
    }

    fn first(&self) -> Option<Invitee> {
        let unit = self.units.first().map(|(unit, _)| Invitee::Unit(unit.id));
        unit.or(self.person.map(|(person, _)| Invitee::Person(person)))
    }

    /// Who gives an opinion with this voice; nobody when a person leaves the name out.
    pub fn giver(&self, who: &Actor, voice: Invitee, is_anonymous: bool) -> Giver {
        match voice {
            Invitee::Unit(id) => {
                let name = self.units.iter().find(|(unit, _)| unit.id == id).map(|(unit, _)| unit.name.clone());
                Giver::Unit(id, name.unwrap_or_default())
            }
            Invitee::Person(_) if is_anonymous => Giver::Nobody,
            Invitee::Person(person) => match who.identity() {
                Some(identity) if identity.helper.is_some() => {
                    let cx = who.cx("drafts-menu");
                    Giver::Person(person, cx.t2("acting-by", "helper", cx.helper(), "name", cx.name()))
                }
                Some(identity) => Giver::Account(identity.account, identity.name.clone()),
                None => Giver::Nobody,
            },
        }
    }

    /// The keys under which the actor's opinions are kept.
    pub fn keys(&self, who: &Actor) -> Vec<String> {
        let units = self.units.iter().map(|(unit, _)| unit.id.to_string());
        // what a helper said in the person's place is the person's, not the helper's
        let account = who.account().filter(|_| who.helper().is_none()).map(|account| account.to_string());
        units.chain(account).chain(who.person().map(|person| person.to_string())).collect()
    }
}

/// Whom the actor may speak for in the round.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn voices(who: &Actor, tx: &mut Tx<'_>, round: &Round) -> Result<Voices, StoreError> {
    let mut voices = Voices::default();
    for unit in who.scope(ANSWER_FOR) {
        if let Some(has_answered) = store::lookup_invitee(tx, round.id, Invitee::Unit(unit))? {
            voices.units.push((units::store::find(tx, unit)?, has_answered));
        }
    }
    let Some(person) = who.person() else { return Ok(voices) };
    voices.person = store::lookup_invitee(tx, round.id, Invitee::Person(person))?.map(|answered| (person, answered));
    if voices.person.is_none() && round.is_open_to_people {
        for unit in who.own_units() {
            if store::asks_people_of(tx, round.id, unit)? {
                voices.person = Some((person, false));
                break;
            }
        }
    }
    Ok(voices)
}
