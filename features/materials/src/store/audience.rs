//! Whom a set is for, told by the register of people. This is the one definition: what coverage is measured against, whose
//! opening counts, on whose desk a set lies. Everybody is told once, in the home unit.

use kernel::{PersonId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;
use rollouts::domain::Audience;

const MEMBER: &str = "p.member_status IN ('official', 'probationary', 'exempt', 'temporarily_elsewhere')";

/// Who takes part so in a further unit today; `$2` is today.
const BESIDE: &str = "SELECT b.person_id FROM membership b
     WHERE b.from_day <= $2 AND (b.to_day IS NULL OR b.to_day > $2) AND b.kind";

/// Which rows of `person p` belong to an audience today; `$2` is today.
fn belongs(audience: Audience) -> String {
    let who = match audience {
        Audience::KeyOfficials => "p.is_key_official".to_owned(),
        // whoever holds the role, wherever it is held
        Audience::Reporters => "p.id IN (SELECT c.person_id FROM account c JOIN role_grant g ON g.account_id = c.id
             WHERE g.role = 'reporter' AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day > $2)
               AND c.disabled_at IS NULL AND c.person_id IS NOT NULL)"
            .to_owned(),
        // what is for the unit as a body is for its members
        Audience::Unit | Audience::Members => MEMBER.to_owned(),
        Audience::OfficialsNotMembers => format!(
            "(p.member_status = 'official_not_member' OR (NOT ({MEMBER}) AND p.id IN ({BESIDE} = 'official_not_member')))"
        ),
        Audience::AssociationMembers => {
            format!("(p.member_status = 'association_member' OR p.id IN ({BESIDE} = 'association_member'))")
        }
        // of the people, those the register knows
        Audience::People => "TRUE".to_owned(),
    };
    // every text speaks of today, so that all take the same parameters
    format!("p.ended_on IS NULL AND CAST($2 AS TEXT) <> '' AND {who}")
}

/// How many belong to an audience in the branch of this unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_audience(tx: &mut Tx<'_>, audience: Audience, root: UnitId) -> Result<i64, StoreError> {
    let today = tx.today();
    let sql = format!(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN person p ON p.home_unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND {}",
        belongs(audience)
    );
    tx.scalar(&sql, params![root, today])
}

/// How many belong to an audience in this very unit.
pub(super) fn count_own(tx: &mut Tx<'_>, audience: Audience, unit: UnitId) -> Result<i64, StoreError> {
    let today = tx.today();
    let sql = format!("SELECT COUNT(*) FROM person p WHERE p.home_unit_id = $1 AND {}", belongs(audience));
    tx.scalar(&sql, params![unit, today])
}

/// How many belong to an audience in the branch of each unit directly below; units without any are left out.
pub(super) fn count_of_children(
    tx: &mut Tx<'_>,
    audience: Audience,
    parent: UnitId,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let today = tx.today();
    let sql = format!(
        "SELECT u.id, COUNT(*) FROM unit u JOIN unit_ancestor a ON a.ancestor_id = u.id
         JOIN person p ON p.home_unit_id = a.unit_id WHERE u.parent_id = $1 AND {} GROUP BY u.id",
        belongs(audience)
    );
    tx.list(&sql, params![parent, today], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The audiences a person belongs to today.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn audiences_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Audience>, StoreError> {
    let today = tx.today();
    let each = Audience::ALL.iter().map(|one| format!("CASE WHEN {} THEN 1 ELSE 0 END", belongs(*one)));
    let sql = format!("SELECT {} FROM person p WHERE p.id = $1", each.collect::<Vec<_>>().join(", "));
    let found = tx.lookup(&sql, params![person, today], |row| {
        let mut own = Vec::new();
        for (place, audience) in Audience::ALL.iter().enumerate() {
            if row.get::<i64>(place)? == 1 {
                own.push(*audience);
            }
        }
        Ok(own)
    })?;
    Ok(found.unwrap_or_default())
}
