//! Who signs in which capacity (Hướng dẫn 36-HD/VPTW, kept by 05-HD/VPTW; Nghị định 30/2020/NĐ-CP). Bodies that decide
//! together are signed for with T/M, by deputies too; heads sign alone, their deputies K/T; T/L needs a delegation, and is
//! not handed on. Which position may sign for which body how is dated data in `draft_signing_rule`.

use kernel::{Day, UnitKind, Verdict};

use super::CannotSign;

kernel::words! {
    /// A body that issues, as the rules on signing tell them apart (text `drafts-body-<code>`).
    SigningBody {
        /// Đại hội, Đoàn Chủ tịch.
        Congress = "congress",
        /// Ban Chấp hành, cấp ủy.
        Committee = "committee",
        /// Ban Thường vụ.
        Standing = "standing",
        /// Chi bộ.
        Cell = "cell",
        /// Ủy ban Kiểm tra.
        Inspection = "inspection",
        /// Ủy ban Mặt trận Tổ quốc, Ban Chấp hành of an association.
        Front = "front",
        /// Ban, Văn phòng: an advisory body with a head.
        Advisory = "advisory",
        /// Ủy ban nhân dân: decides together; a deputy signs TM. for it and KT. for its chair.
        PeoplesCommittee = "peoples_committee",
        /// A State body with a head.
        StateBody = "state",
    }
}

impl SigningBody {
    /// True for bodies that decide together, for which somebody signs T/M.
    #[must_use]
    pub fn is_collective(self) -> bool {
        !matches!(self, SigningBody::Advisory | SigningBody::StateBody)
    }

    /// True when a unit of this kind has such a body, for papers in the Party's or the State's form. Inspection
    /// committees stand in the tree as advisory bodies do.
    #[must_use]
    pub fn is_of(self, kind: UnitKind, is_state: bool) -> bool {
        match self {
            SigningBody::StateBody | SigningBody::PeoplesCommittee => is_state,
            _ if is_state || kind == UnitKind::Other => kind == UnitKind::Other,
            SigningBody::Congress => kind.is_party_organisation() || is_front(kind),
            SigningBody::Committee | SigningBody::Standing => kind.is_party_organisation() && !kind.is_cell(),
            SigningBody::Cell => kind.is_cell(),
            SigningBody::Inspection | SigningBody::Advisory => {
                matches!(kind, UnitKind::AdvisoryBody | UnitKind::CommuneBody)
            }
            SigningBody::Front => is_front(kind),
        }
    }
}

fn is_front(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Front | UnitKind::MassOrganisation)
}

kernel::words! {
    /// In which capacity is signed (text `drafts-capacity-<code>`).
    Capacity {
        /// T/M.
        OnBehalf = "on_behalf",
        /// In one's own: a head signs for his body.
        Own = "own",
        /// K/T.
        ForHead = "for_head",
        /// T/L.
        ByOrder = "by_order",
        /// Q.
        Acting = "acting",
    }
}

kernel::words! {
    /// What the signer is in the body (text `drafts-position-<code>`).
    Position {
        /// Bí thư.
        Secretary = "secretary",
        /// Phó Bí thư.
        DeputySecretary = "deputy_secretary",
        /// Chủ nhiệm, Chủ tịch.
        Chair = "chair",
        /// Phó Chủ nhiệm, Phó Chủ tịch.
        DeputyChair = "deputy_chair",
        /// Trưởng ban, Chánh Văn phòng, thủ trưởng.
        Head = "head",
        /// Phó Trưởng ban, Phó Chánh Văn phòng.
        DeputyHead = "deputy_head",
        /// Who leads a body for the time being.
        ActingHead = "acting_head",
    }
}

/// How a document is to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// For which body.
    pub body: SigningBody,
    /// In which capacity.
    pub capacity: Capacity,
    /// What the signer is.
    pub position: Position,
    /// The authority as printed after T/M, K/T, T/L: «Ban Thường vụ»; empty for one's own.
    pub authority: String,
    /// The position as printed: «Phó Bí thư».
    pub position_name: String,
    /// Họ tên.
    pub signer: String,
}

/// One position that may sign for a body in a capacity, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningRule {
    /// The body.
    pub body: SigningBody,
    /// The capacity.
    pub capacity: Capacity,
    /// The position.
    pub position: Position,
    /// «Hướng dẫn 36-HD/VPTW».
    pub regulation: String,
    /// From this day.
    pub starts_on: Day,
    /// Whether it may.
    pub may: bool,
}

/// A delegation to sign by order (thừa lệnh).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// The position delegated to: «Chánh Văn phòng Tỉnh ủy».
    pub position: String,
    /// The types it covers; every type when empty.
    pub types: Vec<String>,
    /// What it rests on: the working rules of the committee, a decision.
    pub ground: String,
    /// From this day.
    pub starts_on: Day,
    /// Until this day; open when none.
    pub ends_on: Option<Day>,
}

impl Delegation {
    /// Does it hold for a type on a day?
    #[must_use]
    pub fn covers(&self, position: &str, type_code: &str, day: Day) -> bool {
        let holds = self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end);
        let is_type = self.types.is_empty() || self.types.iter().any(|one| one == type_code);
        holds && is_type && vietnamese::fold(&self.position) == vietnamese::fold(position)
    }
}

/// What signing depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningFacts<'f> {
    /// The rules that hold on the day.
    pub rules: &'f [SigningRule],
    /// The delegations of the issuer.
    pub delegations: &'f [Delegation],
    /// The type that is signed.
    pub type_code: &'f str,
    /// The kind of the unit that issues.
    pub kind: UnitKind,
    /// Whether the paper has the State's form.
    pub is_state: bool,
    /// The day.
    pub day: Day,
}

/// May the document be signed so?
pub fn may_sign(signing: &Signing, facts: &SigningFacts<'_>) -> Verdict<CannotSign> {
    let verdict = Verdict::default()
        .refuse_if(signing.signer.trim().is_empty(), CannotSign::NoSigner)
        .refuse_if(!signing.body.is_of(facts.kind, facts.is_state), CannotSign::OtherBody);
    let listed = facts
        .rules
        .iter()
        .find(|rule| (rule.body, rule.capacity, rule.position) == (signing.body, signing.capacity, signing.position));
    if !listed.is_some_and(|rule| rule.may) {
        return verdict.refuse_if(true, why_not(signing, facts));
    }
    let is_delegated =
        facts.delegations.iter().any(|one| one.covers(&signing.position_name, facts.type_code, facts.day));
    let needs_delegation = signing.capacity == Capacity::ByOrder;
    verdict.refuse_if(
        needs_delegation && !is_delegated,
        CannotSign::NotDelegated { position: signing.position_name.clone(), day: facts.day },
    )
}

/// The reason in the words of the regulation.
fn why_not(signing: &Signing, facts: &SigningFacts<'_>) -> CannotSign {
    let is_deputy = signing.position == Position::DeputyHead;
    match (signing.capacity, signing.body.is_collective()) {
        (Capacity::ForHead, true) => CannotSign::ForHeadOfCollective,
        (Capacity::OnBehalf, false) => CannotSign::OnBehalfOfHeadBody,
        (Capacity::ForHead, false) if !is_deputy => CannotSign::ForHeadByNoDeputy,
        (Capacity::Own, false) if is_deputy => CannotSign::DeputyAsHead,
        (Capacity::Acting, _) if signing.position != Position::ActingHead => CannotSign::NotActing,
        (Capacity::ByOrder, _) if is_deputy => CannotSign::Redelegated,
        _ => CannotSign::NotEntitled(facts.rules.first().map(|rule| rule.regulation.clone()).unwrap_or_default()),
    }
}

impl Signing {
    /// A deputy of a People's Committee: signed is for the body, and for its chair.
    fn signs_for_head_of_collective(&self) -> bool {
        self.body == SigningBody::PeoplesCommittee && self.capacity == Capacity::ForHead
    }

    /// The authority as a paper has it: the body, and behind a stroke its head where somebody signs for him.
    #[must_use]
    pub fn authority_on_paper(&self) -> String {
        if self.signs_for_head_of_collective() {
            return format!("{} / Chủ tịch", self.authority);
        }
        self.authority.clone()
    }

    /// The lines of the register: «T/M BAN THƯỜNG VỤ» and «PHÓ BÍ THƯ».
    #[must_use]
    pub fn printed(&self, is_state: bool) -> (String, String) {
        let (dot, position) = (if is_state { "." } else { "" }, self.position_name.to_uppercase());
        if self.signs_for_head_of_collective() {
            return (format!("TM. {} / KT. CHỦ TỊCH", self.authority.to_uppercase()), position);
        }
        let slash = |party: &str, state: &str| if is_state { state.to_owned() } else { party.to_owned() };
        let prefix = match self.capacity {
            Capacity::OnBehalf => slash("T/M", "TM"),
            Capacity::ForHead => slash("K/T", "KT"),
            Capacity::ByOrder => slash("T/L", "TL"),
            Capacity::Acting => return (String::new(), format!("Q. {position}")),
            Capacity::Own => return (String::new(), position),
        };
        (format!("{prefix}{dot} {}", self.authority.to_uppercase()).trim().to_owned(), position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    fn rules() -> Vec<SigningRule> {
        use {Capacity as C, Position as P, SigningBody as B};
        [
            (B::Standing, C::OnBehalf, P::Secretary),
            (B::Standing, C::OnBehalf, P::DeputySecretary),
            (B::Standing, C::ByOrder, P::Head),
            (B::Advisory, C::Own, P::Head),
            (B::Advisory, C::ForHead, P::DeputyHead),
            (B::Advisory, C::Acting, P::ActingHead),
            (B::PeoplesCommittee, C::OnBehalf, P::Chair),
            (B::PeoplesCommittee, C::ForHead, P::DeputyChair),
        ]
        .map(|(body, capacity, position)| SigningRule {
            body,
            capacity,
            position,
            regulation: "Hướng dẫn 36-HD/VPTW".into(),
            starts_on: "2018-04-03".parse().unwrap(),
            may: true,
        })
        .to_vec()
    }

    fn codes(body: SigningBody, capacity: Capacity, position: Position, name: &str) -> Vec<&'static str> {
        let signing = Signing {
            body,
            capacity,
            position,
            authority: "Ban Thường vụ".into(),
            position_name: name.into(),
            signer: "Trần Thị Hạnh".into(),
        };
        let delegations = [Delegation {
            position: "Chánh Văn phòng".into(),
            types: vec!["CV".into()],
            ground: "Quy chế làm việc".into(),
            starts_on: "2025-07-01".parse().unwrap(),
            ends_on: Some("2026-12-31".parse().unwrap()),
        }];
        let rules = rules();
        let day = "2026-11-22".parse().unwrap();
        let is_committee = signing.body.is_collective();
        let is_state = signing.body == SigningBody::PeoplesCommittee;
        let kind = if is_committee { UnitKind::ProvinceCommittee } else { UnitKind::AdvisoryBody };
        let facts = SigningFacts { rules: &rules, delegations: &delegations, type_code: "CV", kind, is_state, day };
        may_sign(&signing, &facts).reasons().iter().map(Reason::code).collect()
    }

    #[test]
    fn a_deputy_secretary_signs_for_the_standing_committee_and_never_for_its_head() {
        use {Capacity as C, Position as P, SigningBody as B};
        assert!(codes(B::Standing, C::OnBehalf, P::DeputySecretary, "Phó Bí thư").is_empty());
        assert_eq!(codes(B::Standing, C::ForHead, P::DeputySecretary, "Phó Bí thư"), ["DRAF-29"]);
        assert_eq!(codes(B::Standing, C::OnBehalf, P::Head, "Trưởng ban"), ["DRAF-38"]);
    }

    #[test]
    fn in_an_advisory_body_the_head_signs_alone_and_the_deputy_for_the_head() {
        use {Capacity as C, Position as P, SigningBody as B};
        assert!(codes(B::Advisory, C::Own, P::Head, "Trưởng Ban").is_empty());
        assert!(codes(B::Advisory, C::ForHead, P::DeputyHead, "Phó Trưởng Ban").is_empty());
        assert_eq!(codes(B::Advisory, C::OnBehalf, P::Head, "Trưởng Ban"), ["DRAF-30"]);
        assert_eq!(codes(B::Advisory, C::ForHead, P::Head, "Trưởng Ban"), ["DRAF-31"]);
        assert_eq!(codes(B::Advisory, C::Own, P::DeputyHead, "Phó Trưởng Ban"), ["DRAF-32"]);
        assert_eq!(codes(B::Advisory, C::Acting, P::DeputyHead, "Phó Trưởng Ban"), ["DRAF-33"]);
    }

    #[test]
    fn signing_by_order_needs_a_delegation_and_is_not_handed_on() {
        use {Capacity as C, Position as P, SigningBody as B};
        assert!(codes(B::Standing, C::ByOrder, P::Head, "Chánh văn phòng").is_empty());
        assert_eq!(codes(B::Standing, C::ByOrder, P::Head, "Trưởng Ban Tổ chức"), ["DRAF-34"]);
        assert_eq!(codes(B::Standing, C::ByOrder, P::DeputyHead, "Phó Chánh Văn phòng"), ["DRAF-37"]);
    }

    #[test]
    fn in_a_peoples_committee_a_deputy_signs_for_the_body_and_for_its_chair() {
        use {Capacity as C, Position as P, SigningBody as B};
        assert!(codes(B::PeoplesCommittee, C::OnBehalf, P::Chair, "Chủ tịch").is_empty());
        assert!(codes(B::PeoplesCommittee, C::ForHead, P::DeputyChair, "Phó Chủ tịch").is_empty());
        assert_eq!(codes(B::PeoplesCommittee, C::OnBehalf, P::DeputyChair, "Phó Chủ tịch"), ["DRAF-38"]);
        assert!(!SigningBody::PeoplesCommittee.is_of(UnitKind::ProvinceCommittee, false));
        let deputy = Signing {
            body: B::PeoplesCommittee,
            capacity: C::ForHead,
            position: P::DeputyChair,
            authority: "Ủy ban nhân dân".into(),
            position_name: "Phó Chủ tịch".into(),
            signer: "Trần Văn Hải".into(),
        };
        let lines = ("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH".to_owned(), "PHÓ CHỦ TỊCH".to_owned());
        assert_eq!(deputy.printed(true), lines);
        assert_eq!(deputy.authority_on_paper(), "Ủy ban nhân dân / Chủ tịch");
    }

    #[test]
    fn a_unit_signs_for_bodies_it_has() {
        assert!(SigningBody::Standing.is_of(UnitKind::CommuneCommittee, false));
        assert!(!SigningBody::Advisory.is_of(UnitKind::CommuneCommittee, false));
        assert!(!SigningBody::Standing.is_of(UnitKind::Cell, false) && SigningBody::Cell.is_of(UnitKind::Cell, false));
        assert!(
            SigningBody::StateBody.is_of(UnitKind::Other, true) && !SigningBody::Standing.is_of(UnitKind::Cell, true)
        );
    }

    #[test]
    fn a_delegation_covers_its_types_and_days() {
        let one = Delegation {
            position: "Chánh Văn phòng".into(),
            types: vec!["CV".into()],
            ground: String::new(),
            starts_on: "2026-01-01".parse().unwrap(),
            ends_on: None,
        };
        assert!(one.covers("Chánh Văn phòng", "CV", "2027-01-01".parse().unwrap()));
        assert!(!one.covers("Chánh Văn phòng", "NQ", "2027-01-01".parse().unwrap()));
        assert!(!one.covers("Chánh Văn phòng", "CV", "2025-12-31".parse().unwrap()));
    }
}
