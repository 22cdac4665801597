//! Who answers for what: posts in units with their heads, members of a standing committee assigned to fields of work and
//! to units, steering committees with their members.

use kernel::{Argument, Day, PersonId, Reason, Role, UnitId, Verdict, words};

use super::membership::holds_on;

kernel::define_id!(
    /// A post held by a person.
    PostId,
    /// A field of work of a committee.
    AreaId,
    /// An assignment of a member of the standing committee.
    AssignmentId,
    /// A steering committee.
    SteeringId,
    /// A member of a steering committee.
    SteeringMemberId,
);

words! {
    /// What a post is in its unit (text `people-rank-<code>`).
    Rank {
        /// Người đứng đầu: bí thư, trưởng ban, thủ trưởng.
        Head = "head",
        /// Cấp phó của người đứng đầu.
        Deputy = "deputy",
        /// Ủy viên ban thường vụ.
        Standing = "standing",
        /// Cấp ủy viên.
        CommitteeMember = "committee_member",
        /// Any other post.
        Other = "other",
    }
}

impl Rank {
    /// What whoever holds a role in the system is taken for, in a unit whose posts are not entered.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        match role {
            Role::Leader | Role::CellSecretary => Rank::Head,
            _ => Rank::Other,
        }
    }

    /// True for the posts whose holders sit in the standing committee.
    #[must_use]
    pub fn is_standing(self) -> bool {
        matches!(self, Rank::Head | Rank::Deputy | Rank::Standing)
    }
}

words! {
    /// What somebody is in a steering committee, in the order of lists (text `people-steering-role-<code>`).
    SteeringRole {
        /// Trưởng ban.
        Head = "head",
        /// Phó trưởng ban thường trực.
        StandingDeputy = "standing_deputy",
        /// Phó trưởng ban.
        Deputy = "deputy",
        /// Ủy viên, thành viên.
        Member = "member",
        /// Thư ký, tổ giúp việc.
        Secretary = "secretary",
    }
}

/// A post held in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// Who holds it.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// What it is in the unit.
    pub rank: Rank,
    /// As it is written: “Bí thư Đảng ủy”.
    pub title: String,
    /// Since when.
    pub from: Day,
    /// The first day on which it is no longer held.
    pub to: Option<Day>,
    /// The decision; may be empty.
    pub decision: String,
}

/// A field of work of a committee (lĩnh vực).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// The committee.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
}

/// A member of the standing committee who answers for a field of work or for a unit with everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The committee that assigns.
    pub unit: UnitId,
    /// The committee's name.
    pub unit_name: String,
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The field of work.
    pub area: Option<(AreaId, String)>,
    /// The unit.
    pub covered: Option<(UnitId, String)>,
    /// Since when.
    pub from: Day,
    /// The first day on which it holds no more.
    pub to: Option<Day>,
    /// The decision; may be empty.
    pub decision: String,
}

/// A steering committee (ban chỉ đạo).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteeringCommittee {
    /// Its id.
    pub id: SteeringId,
    /// The committee that set it up.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The decision; may be empty.
    pub decision: String,
    /// Since when.
    pub from: Day,
    /// The first day after its term.
    pub to: Option<Day>,
    /// Counts changes.
    pub version: i64,
}

/// A member of a steering committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteeringMember {
    /// Its id.
    pub id: SteeringMemberId,
    /// The steering committee.
    pub committee: SteeringId,
    /// Its name.
    pub committee_name: String,
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The post, as lists give it; may be empty.
    pub post: String,
    /// As what.
    pub role: SteeringRole,
    /// What the member answers for; may be empty.
    pub task: String,
    /// Since when.
    pub from: Day,
    /// The first day on which it holds no more.
    pub to: Option<Day>,
}

/// Why somebody cannot be given a post, an assignment, a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotCharge {
    /// It ends before it begins.
    EndsBeforeStart,
    /// The unit has a head on that day already.
    HasHead(String),
    /// The post is held by the same person already.
    PostHeld,
    /// Neither a field of work nor a unit is named.
    NothingNamed,
    /// Not a member of the standing committee on that day.
    NotStanding(String),
    /// The same person answers for it already.
    Assigned,
    /// The unit does not stand below the committee.
    Outside,
    /// Sits in the steering committee already.
    Sits,
    /// The day lies outside the term of the steering committee.
    OutsideTerm,
    /// It has ended already.
    Ended,
}

impl Reason for CannotCharge {
    fn code(&self) -> &'static str {
        match self {
            CannotCharge::EndsBeforeStart => "RESP-01",
            CannotCharge::HasHead(_) => "RESP-02",
            CannotCharge::PostHeld => "RESP-03",
            CannotCharge::NothingNamed => "RESP-04",
            CannotCharge::NotStanding(_) => "RESP-05",
            CannotCharge::Assigned => "RESP-06",
            CannotCharge::Outside => "RESP-07",
            CannotCharge::Sits => "RESP-08",
            CannotCharge::OutsideTerm => "RESP-09",
            CannotCharge::Ended => "RESP-10",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotCharge::HasHead(name) | CannotCharge::NotStanding(name) => vec![("name", name.as_str().into())],
            _ => Vec::new(),
        }
    }
}

type Period = (Day, Option<Day>);

fn overlap(one: Period, other: Period) -> bool {
    one.1.is_none_or(|to| other.0 < to) && other.1.is_none_or(|to| one.0 < to)
}

fn is_backwards(period: Period) -> bool {
    period.1.is_some_and(|to| to <= period.0)
}

/// May something that holds since `from` (until `to`) end on this day?
pub fn may_end(from: Day, to: Option<Day>, on: Day) -> Verdict<CannotCharge> {
    Verdict::default()
        .refuse_if(on <= from, CannotCharge::EndsBeforeStart)
        .refuse_if(to.is_some_and(|to| to <= on), CannotCharge::Ended)
}

impl Post {
    /// May it be given? `others`: the posts of the unit. A unit has one head at a time.
    pub fn may_be_given(&self, others: &[Post]) -> Verdict<CannotCharge> {
        let meets = |other: &&Post| overlap((self.from, self.to), (other.from, other.to));
        let head = others.iter().filter(meets).find(|other| self.rank == Rank::Head && other.rank == Rank::Head);
        let same = others.iter().filter(meets).any(|other| other.person == self.person && other.title == self.title);
        Verdict::default()
            .refuse_if(is_backwards((self.from, self.to)), CannotCharge::EndsBeforeStart)
            .refuse_if(head.is_some(), CannotCharge::HasHead(head.map(|head| head.name.clone()).unwrap_or_default()))
            .refuse_if(same, CannotCharge::PostHeld)
    }
}

/// What an assignment depends on.
#[derive(Debug, Clone, Default)]
pub struct AssigningFacts {
    /// The posts of the committee that assigns.
    pub posts: Vec<Post>,
    /// Its assignments.
    pub others: Vec<Assignment>,
    /// The unit named stands below the committee; true when none is named.
    pub is_inside: bool,
}

impl Assignment {
    /// May it be given? Who is assigned sits in the standing committee on its first day.
    pub fn may_be_given(&self, facts: &AssigningFacts) -> Verdict<CannotCharge> {
        let sits = facts.posts.iter().any(|post| {
            post.person == self.person && post.rank.is_standing() && holds_on(post.from, post.to, self.from)
        });
        let id = |of: &Assignment| (of.area.as_ref().map(|a| a.0), of.covered.as_ref().map(|c| c.0));
        let same = facts.others.iter().any(|other| {
            other.person == self.person
                && id(other) == id(self)
                && overlap((self.from, self.to), (other.from, other.to))
        });
        Verdict::default()
            .refuse_if(self.area.is_none() && self.covered.is_none(), CannotCharge::NothingNamed)
            .refuse_if(is_backwards((self.from, self.to)), CannotCharge::EndsBeforeStart)
            .refuse_if(!sits, CannotCharge::NotStanding(self.name.clone()))
            .refuse_if(!facts.is_inside, CannotCharge::Outside)
            .refuse_if(same, CannotCharge::Assigned)
    }
}

impl SteeringCommittee {
    /// True while its term runs.
    #[must_use]
    pub fn sits_on(&self, day: Day) -> bool {
        holds_on(self.from, self.to, day)
    }

    /// May its term be these days?
    pub fn may_be_saved(&self) -> Verdict<CannotCharge> {
        Verdict::default().refuse_if(is_backwards((self.from, self.to)), CannotCharge::EndsBeforeStart)
    }

    /// May this member take a seat? `others`: the members, past and present.
    pub fn may_seat(&self, new: &SteeringMember, others: &[SteeringMember]) -> Verdict<CannotCharge> {
        let sits = others
            .iter()
            .any(|other| other.person == new.person && overlap((new.from, new.to), (other.from, other.to)));
        let outside =
            new.from < self.from || self.to.is_some_and(|end| new.from >= end || new.to.is_some_and(|to| to > end));
        Verdict::default()
            .refuse_if(is_backwards((new.from, new.to)), CannotCharge::EndsBeforeStart)
            .refuse_if(sits, CannotCharge::Sits)
            .refuse_if(outside, CannotCharge::OutsideTerm)
    }
}

#[cfg(test)]
mod tests {
    use kernel::id_parts::Uuid;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn post(person: u128, rank: Rank, from: &str, to: Option<&str>) -> Post {
        Post {
            id: PostId(Uuid::from_u128(person)),
            unit: unit(1),
            unit_name: String::new(),
            person: PersonId(Uuid::from_u128(person)),
            name: format!("Người {person}"),
            rank,
            title: rank.code().into(),
            from: day(from),
            to: to.map(day),
            decision: String::new(),
        }
    }

    fn assignment(person: u128, covered: Option<u128>) -> Assignment {
        Assignment {
            id: AssignmentId(Uuid::from_u128(9)),
            unit: unit(1),
            unit_name: String::new(),
            person: PersonId(Uuid::from_u128(person)),
            name: format!("Người {person}"),
            area: None,
            covered: covered.map(|n| (unit(n), String::new())),
            from: day("2026-02-01"),
            to: None,
            decision: String::new(),
        }
    }

    #[test]
    fn a_unit_has_one_head_at_a_time() {
        let held = [post(1, Rank::Head, "2025-07-01", Some("2026-01-01"))];
        let early = post(2, Rank::Head, "2025-12-31", None).may_be_given(&held);
        assert_eq!(early.reasons(), &[CannotCharge::HasHead("Người 1".into())]);
        assert!(post(2, Rank::Head, "2026-01-01", None).may_be_given(&held).is_yes());
        assert!(post(2, Rank::Deputy, "2025-12-31", None).may_be_given(&held).is_yes());
        let again = post(1, Rank::Head, "2025-08-01", None).may_be_given(&held);
        assert!(again.reasons().contains(&CannotCharge::PostHeld));
    }

    #[test]
    fn fields_and_units_go_to_members_of_the_standing_committee() {
        let posts =
            vec![post(1, Rank::Standing, "2025-07-01", None), post(2, Rank::CommitteeMember, "2025-07-01", None)];
        let facts = AssigningFacts { posts, others: Vec::new(), is_inside: true };
        assert!(assignment(1, Some(5)).may_be_given(&facts).is_yes());
        assert_eq!(
            assignment(2, None).may_be_given(&facts).reasons(),
            &[CannotCharge::NothingNamed, CannotCharge::NotStanding("Người 2".into())]
        );
        let facts = AssigningFacts { others: vec![assignment(1, Some(5))], is_inside: false, ..facts };
        assert_eq!(
            assignment(1, Some(5)).may_be_given(&facts).reasons(),
            &[CannotCharge::Outside, CannotCharge::Assigned]
        );
    }

    #[test]
    fn a_seat_lies_within_the_term() {
        let committee = SteeringCommittee {
            id: SteeringId(Uuid::from_u128(1)),
            unit: unit(1),
            name: "Ban Chỉ đạo".into(),
            purpose: String::new(),
            decision: String::new(),
            from: day("2026-01-01"),
            to: Some(day("2027-01-01")),
            version: 1,
        };
        let member = |from: &str, to: Option<&str>| SteeringMember {
            id: SteeringMemberId(Uuid::from_u128(1)),
            committee: committee.id,
            committee_name: String::new(),
            person: PersonId(Uuid::from_u128(1)),
            name: String::new(),
            post: String::new(),
            role: SteeringRole::Member,
            task: String::new(),
            from: day(from),
            to: to.map(day),
        };
        assert!(committee.may_seat(&member("2026-03-01", None), &[]).is_yes());
        for outside in
            [member("2025-12-31", None), member("2027-01-01", None), member("2026-03-01", Some("2027-02-01"))]
        {
            assert_eq!(committee.may_seat(&outside, &[]).reasons(), &[CannotCharge::OutsideTerm]);
        }
        let sits = [member("2026-01-01", Some("2026-06-01"))];
        assert_eq!(committee.may_seat(&member("2026-05-01", None), &sits).reasons(), &[CannotCharge::Sits]);
        assert!(committee.may_seat(&member("2026-06-01", None), &sits).is_yes());
    }

    #[test]
    fn what_has_not_begun_or_is_over_does_not_end() {
        let from = day("2026-01-01");
        assert_eq!(may_end(from, None, from).reasons(), &[CannotCharge::EndsBeforeStart]);
        assert_eq!(may_end(from, Some(day("2026-02-01")), day("2026-02-01")).reasons(), &[CannotCharge::Ended]);
        assert!(may_end(from, Some(day("2027-01-01")), day("2026-02-01")).is_yes());
    }
}
