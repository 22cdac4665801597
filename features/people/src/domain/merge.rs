//! When two records are one person: by which rules lists know somebody again, what a merging fills in, what speaks
//! against merging and parting.

use kernel::{PersonId, Reason, Verdict, words};

use super::Person;

kernel::define_id!(
    /// A merging of two records.
    MergeId,
);

/// The rules by which a line of a list is known to be somebody, and two records to be one, in their order: keys of texts,
/// shown on the page of the import, on that of the pairs, and in `docs/admin/people.md`.
pub const RULES: &[&str] = &[
    "people-rule-same-id",
    "people-rule-same-name",
    "people-rule-takes-id",
    "people-rule-merged",
    "people-rule-doubt",
];

words! {
    /// Why two records may be one person (text `people-pair-<code>`).
    PairReason {
        /// The same name and birth day.
        NameAndBirthDay = "name_and_birth_day",
        /// The same name in the same unit, the birth day of one of them unknown.
        NameAndUnit = "name_and_unit",
        /// The same name and telephone, whatever the birth days.
        NameAndPhone = "name_and_phone",
        /// The same telephone and birth day, the names written differently.
        PhoneAndBirthDay = "phone_and_birth_day",
    }
}

/// Two records that may be one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The one with the smaller id.
    pub first: Person,
    /// The other.
    pub second: Person,
    /// Why.
    pub reason: PairReason,
}

/// A merging that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Its id.
    pub id: MergeId,
    /// The record that stayed.
    pub kept: PersonId,
    /// Its name.
    pub kept_name: String,
    /// The record merged into it.
    pub merged: PersonId,
    /// Its name.
    pub merged_name: String,
    /// Undone since.
    pub is_parted: bool,
}

/// Why two records cannot be merged, or a merging not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotMerge {
    /// A record is not merged with itself.
    Itself,
    /// One of them was merged into another already.
    Merged,
    /// One of them was erased: nothing is known by which it could be judged.
    Erased,
    /// The merging was undone already.
    Parted,
    /// The record that stayed was merged into another since: that merging is undone first.
    KeptMerged,
}

impl Reason for CannotMerge {
    fn code(&self) -> &'static str {
        match self {
            CannotMerge::Itself => "MERG-01",
            CannotMerge::Merged => "MERG-02",
            CannotMerge::Erased => "MERG-03",
            CannotMerge::Parted => "MERG-04",
            CannotMerge::KeptMerged => "MERG-05",
        }
    }
}

/// May one record be merged into the other?
pub fn may_merge(kept: &Person, merged: &Person) -> Verdict<CannotMerge> {
    Verdict::default()
        .refuse_if(kept.id == merged.id, CannotMerge::Itself)
        .refuse_if(kept.merged_into.is_some() || merged.merged_into.is_some(), CannotMerge::Merged)
        .refuse_if(kept.is_erased || merged.is_erased, CannotMerge::Erased)
}

impl Merge {
    /// May it be undone?
    pub fn may_part(&self, kept: &Person) -> Verdict<CannotMerge> {
        Verdict::default()
            .refuse_if(self.is_parted, CannotMerge::Parted)
            .refuse_if(kept.merged_into.is_some(), CannotMerge::KeptMerged)
            .refuse_if(kept.is_erased, CannotMerge::Erased)
    }
}

/// The kept record with what only the merged one knew filled in.
#[must_use]
pub fn filled(kept: &Person, merged: &Person) -> Person {
    let text = |own: &str, other: &str| if own.is_empty() { other.to_owned() } else { own.to_owned() };
    let mut person = kept.clone();
    let known = &mut person.known;
    known.external_id = known.external_id.take().or_else(|| merged.external_id.clone());
    known.birth_day = known.birth_day.or(merged.birth_day);
    known.gender = known.gender.or(merged.gender);
    known.joined_on = known.joined_on.or(merged.joined_on);
    known.post = text(&known.post, &merged.post);
    known.phone = text(&known.phone, &merged.phone);
    person
}

/// The kept record when a merging is undone: what it was filled with goes, unless somebody changed it since.
#[must_use]
pub fn emptied(now: &Person, filled: &Person, before: &Person) -> Person {
    let mut person = now.clone();
    let known = &mut person.known;
    if known.external_id == filled.external_id {
        known.external_id.clone_from(&before.external_id);
    }
    if known.birth_day == filled.birth_day {
        known.birth_day = before.birth_day;
    }
    if known.gender == filled.gender {
        known.gender = before.gender;
    }
    if known.joined_on == filled.joined_on {
        known.joined_on = before.joined_on;
    }
    if known.post == filled.post {
        known.post.clone_from(&before.post);
    }
    if known.phone == filled.phone {
        known.phone.clone_from(&before.phone);
    }
    person
}

#[cfg(test)]
mod tests {
    use kernel::UnitId;
    use kernel::id_parts::Uuid;

    use super::*;
    use crate::domain::NewPerson;

    fn person(n: u128, external_id: Option<&str>, phone: &str) -> Person {
        let unit = UnitId(Uuid::from_u128(9));
        Person {
            id: PersonId(Uuid::from_u128(n)),
            known: NewPerson {
                external_id: external_id.map(str::to_owned),
                phone: phone.into(),
                ..NewPerson::named("Nguyễn Thị Ánh", unit)
            },
            since: None,
            ended_on: None,
            merged_into: None,
            is_erased: false,
            version: 1,
        }
    }

    #[test]
    fn gaps_are_filled_and_nothing_known_is_overwritten() {
        let (kept, merged) = (person(1, None, "0911111111"), person(2, Some("DV02"), "0922222222"));
        let filled = filled(&kept, &merged);
        assert_eq!((filled.external_id.as_deref(), filled.phone.as_str()), (Some("DV02"), "0911111111"));
        let mut now = filled.clone();
        now.known.phone = "0933333333".into();
        let parted = emptied(&now, &filled, &kept);
        assert_eq!((parted.external_id.as_deref(), parted.phone.as_str()), (None, "0933333333"));
    }

    #[test]
    fn a_record_merges_once_and_not_with_itself() {
        let (one, other) = (person(1, None, ""), person(2, None, ""));
        assert!(may_merge(&one, &other).is_yes());
        assert_eq!(may_merge(&one, &one).reasons(), &[CannotMerge::Itself]);
        let gone = Person { merged_into: Some(one.id), ..other.clone() };
        assert_eq!(may_merge(&one, &gone).reasons(), &[CannotMerge::Merged]);
        let erased = Person { is_erased: true, ..other };
        assert_eq!(may_merge(&one, &erased).reasons(), &[CannotMerge::Erased]);
    }
}
