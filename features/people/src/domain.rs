//! What a person, an account and a role are, and the rules over them. No database, no clock, no web.

pub mod erase;
pub mod membership;
pub mod merge;
pub mod responsibility;
pub mod sight;

use kernel::{AccountId, Day, Instant, PersonId, Reason, Role, UnitId, Verdict, words};

kernel::define_id!(
    /// A role given to an account in a unit.
    GrantId,
    /// An API token.
    TokenId,
);

words! {
    /// Where a person stands towards the Party (text `people-status-<code>`).
    MemberStatus {
        /// Đảng viên chính thức.
        Official = "official",
        /// Đảng viên dự bị.
        Probationary = "probationary",
        /// Đảng viên được miễn công tác, sinh hoạt đảng.
        Exempt = "exempt",
        /// Đảng viên sinh hoạt đảng tạm thời ở nơi khác.
        TemporarilyElsewhere = "temporarily_elsewhere",
        /// Cán bộ, công chức, viên chức chưa là đảng viên.
        OfficialNotMember = "official_not_member",
        /// Đoàn viên, hội viên của Mặt trận, đoàn thể.
        AssociationMember = "association_member",
        /// Khách mời, người sinh hoạt tạm thời đến.
        Guest = "guest",
        /// Not a member of the Party, and nothing else is known.
        NotMember = "not_member",
    }
}

words! {
    /// As the records state it (text `people-gender-<code>`).
    Gender {
        /// Nam.
        Male = "male",
        /// Nữ.
        Female = "female",
    }
}

impl MemberStatus {
    /// What may be held in further units, beside the home.
    pub const BESIDE: &'static [MemberStatus] =
        &[MemberStatus::AssociationMember, MemberStatus::OfficialNotMember, MemberStatus::Guest];

    /// True for members of the Party, wherever they take part at present.
    #[must_use]
    pub fn is_member(self) -> bool {
        use MemberStatus::{Exempt, Official, Probationary, TemporarilyElsewhere};
        matches!(self, Official | Probationary | Exempt | TemporarilyElsewhere)
    }
}

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The number in the member database (mã đảng viên), when there is one; unique.
    pub external_id: Option<String>,
    /// Họ và tên.
    pub full_name: String,
    /// Date of birth.
    pub birth_day: Option<Day>,
    /// As the records state it.
    pub gender: Option<Gender>,
    /// The unit in which the person takes part: counted there, once.
    pub home_unit: UnitId,
    /// Towards the Party.
    pub member_status: MemberStatus,
    /// Ngày vào Đảng.
    pub joined_on: Option<Day>,
    /// Chức vụ; may be empty.
    pub post: String,
    /// Telephone; may be empty. Shown masked to who may not edit.
    pub phone: String,
    /// Cán bộ chủ chốt.
    pub is_key_official: bool,
}

impl NewPerson {
    /// An official member of this unit with this name; the rest unknown.
    #[must_use]
    pub fn named(full_name: impl Into<String>, home_unit: UnitId) -> Self {
        NewPerson {
            external_id: None,
            full_name: full_name.into(),
            birth_day: None,
            gender: None,
            home_unit,
            member_status: MemberStatus::Official,
            joined_on: None,
            post: String::new(),
            phone: String::new(),
            is_key_official: false,
        }
    }
}

/// A person of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// What is known.
    pub known: NewPerson,
    /// Since when the home and the status hold; unknown for what a list brought.
    pub since: Option<Day>,
    /// The first day on which the person no longer belongs (moved away for good, died).
    pub ended_on: Option<Day>,
    /// The record that stands for this one since they were merged.
    pub merged_into: Option<PersonId>,
    /// What was known was erased.
    pub is_erased: bool,
    /// Counts changes.
    pub version: i64,
}

impl std::ops::Deref for Person {
    type Target = NewPerson;
    fn deref(&self) -> &NewPerson {
        &self.known
    }
}

/// A telephone number with all but its last three digits hidden: `•••••••123`.
#[must_use]
pub fn masked(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(|c| !c.is_whitespace()).collect();
    let shown = digits.len().saturating_sub(3);
    digits.iter().enumerate().map(|(at, c)| if at < shown { '•' } else { *c }).collect()
}

/// A number of the member database with all but its last three characters hidden; a dash when there is none.
#[must_use]
pub fn some_masked(external_id: &Option<String>) -> String {
    external_id.as_deref().map_or_else(|| "—".to_owned(), masked)
}

/// An account that signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is; none for an account of the system's keeper who stands in no list.
    pub person: Option<PersonId>,
    /// What is typed at the sign-in, lower case.
    pub user_name: String,
    /// `vi` or `en`.
    pub language: String,
    /// Since when.
    pub created_at: Instant,
    /// Signs in no more since.
    pub disabled_at: Option<Instant>,
    /// Counts changes.
    pub version: i64,
}

/// What a new account needs.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Whose it is.
    pub person: Option<PersonId>,
    /// What is typed at the sign-in.
    pub user_name: String,
    /// From [`crate::password::hash`]; empty until its owner chooses a password: nothing signs in with an empty one.
    pub password_hash: String,
    /// `vi` or `en`.
    pub language: String,
}

/// A user name as it is kept and compared: trimmed, lower case.
#[must_use]
pub fn user_name_kept(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// True for 3 to 60 of the characters `a-z 0-9 . _ - @`.
#[must_use]
pub fn is_user_name(kept: &str) -> bool {
    (3..=60).contains(&kept.len())
        && kept.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b))
}

/// A role held in a unit over some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// Its id.
    pub id: GrantId,
    /// Who holds it.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// Where, with everything below.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// First day.
    pub from: Day,
    /// The first day on which it is no longer held.
    pub to: Option<Day>,
}

impl HeldRole {
    /// True when it is held on this day.
    #[must_use]
    pub fn is_held_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// May it be ended on this day? Nobody takes the administrator's role from themselves: the branch would be left
    /// without one.
    pub fn may_end(&self, today: Day, is_own: bool) -> Verdict<CannotAdminister> {
        Verdict::default()
            .refuse_if(is_own && self.role == Role::Administrator, CannotAdminister::Own)
            .refuse_if(self.to.is_some_and(|to| to <= today), CannotAdminister::RoleEnded)
    }
}

/// What the rules over an account need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountFacts {
    /// It is the account of who asks.
    pub is_own: bool,
    /// It holds a role outside the branch of who asks.
    pub reaches_outside: bool,
}

/// Why an account cannot be administered so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAdminister {
    /// Nobody disables or resets the own account here.
    Own,
    /// It holds a role outside the administrator's branch: who resets its password would act there.
    ReachesOutside,
    /// Already disabled.
    Disabled,
    /// Not disabled.
    Enabled,
    /// The role has ended already.
    RoleEnded,
    /// The role is held there already.
    RoleHeld,
}

impl Reason for CannotAdminister {
    fn code(&self) -> &'static str {
        match self {
            CannotAdminister::Own => "PEOP-01",
            CannotAdminister::ReachesOutside => "PEOP-02",
            CannotAdminister::Disabled => "PEOP-03",
            CannotAdminister::Enabled => "PEOP-04",
            CannotAdminister::RoleEnded => "PEOP-05",
            CannotAdminister::RoleHeld => "PEOP-06",
        }
    }
}

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "PEOP-01", "PEOP-02", "PEOP-03", "PEOP-04", "PEOP-05", "PEOP-06", "PEOP-07", "PEOP-08", "MEMB-01", "MEMB-02",
    "MEMB-03", "MEMB-04", "MEMB-05", "RESP-01", "RESP-02", "RESP-03", "RESP-04", "RESP-05", "RESP-06", "RESP-07",
    "RESP-08", "RESP-09", "RESP-10", "MERG-01", "MERG-02", "MERG-03", "MERG-04", "MERG-05", "ERAS-01", "ERAS-02",
    "ERAS-03", "ERAS-04", "ERAS-05",
];

impl Account {
    /// May its password be reset by an administrator?
    pub fn may_reset_password(&self, facts: AccountFacts) -> Verdict<CannotAdminister> {
        Verdict::default()
            .refuse_if(facts.is_own, CannotAdminister::Own)
            .refuse_if(facts.reaches_outside, CannotAdminister::ReachesOutside)
            .refuse_if(self.disabled_at.is_some(), CannotAdminister::Disabled)
    }

    /// May it be disabled?
    pub fn may_disable(&self, facts: AccountFacts) -> Verdict<CannotAdminister> {
        Verdict::default()
            .refuse_if(facts.is_own, CannotAdminister::Own)
            .refuse_if(facts.reaches_outside, CannotAdminister::ReachesOutside)
            .refuse_if(self.disabled_at.is_some(), CannotAdminister::Disabled)
    }

    /// May it be enabled again?
    pub fn may_enable(&self, facts: AccountFacts) -> Verdict<CannotAdminister> {
        Verdict::default()
            .refuse_if(facts.reaches_outside, CannotAdminister::ReachesOutside)
            .refuse_if(self.disabled_at.is_none(), CannotAdminister::Enabled)
    }
}

/// A person cannot be corrected so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRegister {
    /// Another person has this external id.
    IdTaken(String),
    /// The unit has ended: nobody comes to be at home there.
    UnitEnded(String),
}

impl Reason for CannotRegister {
    fn code(&self) -> &'static str {
        match self {
            CannotRegister::IdTaken(_) => "PEOP-07",
            CannotRegister::UnitEnded(_) => "PEOP-08",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, kernel::Argument)> {
        match self {
            CannotRegister::IdTaken(id) => vec![("id", id.as_str().into())],
            CannotRegister::UnitEnded(name) => vec![("name", name.as_str().into())],
        }
    }
}

/// What a browser calls itself, in the two words its owner knows it by: `Chrome · Android`.
#[must_use]
pub fn device(agent: &str) -> String {
    // each also names those further down, for old sites' sake
    let known =
        |words: &[(&str, &'static str)]| words.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name);
    let browsers = [
        ("Zalo", "Zalo"),
        ("Edg", "Edge"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    match (known(&browsers), known(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(40).collect(),
    }
}

/// How long a session lasts without use, in seconds.
pub const SESSION_IDLE: i64 = 12 * 3600;
/// How long a session lasts at most, in seconds.
pub const SESSION_LONGEST: i64 = 30 * 24 * 3600;

/// Until when a session lasts that began then and is used now.
#[must_use]
pub fn session_ends(began: Instant, now: Instant) -> Instant {
    now.plus_seconds(SESSION_IDLE).min(began.plus_seconds(SESSION_LONGEST))
}

/// Failed attempts looked back upon, in seconds.
pub const ATTEMPTS_WINDOW: i64 = 15 * 60;

/// True when so many failed attempts of the window forbid another: 5 for one user name, 20 from one address.
#[must_use]
pub fn is_too_many(for_name: i64, from_address: i64) -> bool {
    for_name >= 5 || from_address >= 20
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(disabled_at: Option<Instant>) -> Account {
        Account {
            id: AccountId(kernel::id_parts::Uuid::from_u128(1)),
            person: None,
            user_name: "hanh.tran".into(),
            language: "vi".into(),
            created_at: Instant(0),
            disabled_at,
            version: 1,
        }
    }

    #[test]
    fn the_last_three_digits_of_a_phone_number_stay() {
        assert_eq!(masked("0912 345 678"), "•••••••678");
        assert_eq!(masked(""), "");
        assert_eq!(masked("12"), "12");
    }

    #[test]
    fn a_role_is_held_from_its_first_day_to_the_day_before_its_end() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let held = HeldRole {
            id: GrantId(kernel::id_parts::Uuid::from_u128(1)),
            account: AccountId(kernel::id_parts::Uuid::from_u128(1)),
            role: Role::Officer,
            unit: UnitId(kernel::id_parts::Uuid::from_u128(1)),
            unit_name: String::new(),
            from: day("2026-11-20"),
            to: Some(day("2026-11-22")),
        };
        assert!(!held.is_held_on(day("2026-11-19")));
        assert!(held.is_held_on(day("2026-11-20")));
        assert!(held.is_held_on(day("2026-11-21")));
        assert!(!held.is_held_on(day("2026-11-22")));
        assert!(!held.may_end(day("2026-11-22"), false).is_yes());
        assert!(held.may_end(day("2026-11-21"), true).is_yes());
        let administrator = HeldRole { role: Role::Administrator, ..held };
        assert!(!administrator.may_end(day("2026-11-21"), true).is_yes());
    }

    #[test]
    fn an_account_that_reaches_outside_the_branch_is_not_taken_over() {
        let outside = AccountFacts { is_own: false, reaches_outside: true };
        let inside = AccountFacts { is_own: false, reaches_outside: false };
        assert!(!account(None).may_reset_password(outside).is_yes());
        assert!(account(None).may_reset_password(inside).is_yes());
        assert!(!account(None).may_enable(inside).is_yes());
        assert!(account(Some(Instant(1))).may_enable(inside).is_yes());
        let own = AccountFacts { is_own: true, reaches_outside: false };
        assert!(!account(None).may_disable(own).is_yes());
    }

    #[test]
    fn a_browser_is_named_in_words_its_owner_knows() {
        let agent =
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";
        assert_eq!(device(agent), "Chrome · Android");
        assert_eq!(
            device("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"),
            "Safari · iPhone"
        );
        assert_eq!(device("curl/8.5"), "curl/8.5");
    }

    #[test]
    fn a_session_slides_but_not_beyond_thirty_days() {
        let began = Instant(0);
        assert_eq!(session_ends(began, Instant(0)), Instant(SESSION_IDLE * 1000));
        let late = Instant((SESSION_LONGEST - 60) * 1000);
        assert_eq!(session_ends(began, late), Instant(SESSION_LONGEST * 1000));
    }

    #[test]
    fn five_failures_for_a_name_or_twenty_from_an_address_are_too_many() {
        assert!(!is_too_many(4, 19));
        assert!(is_too_many(5, 0));
        assert!(is_too_many(0, 20));
    }

    #[test]
    fn user_names_are_compared_without_case() {
        assert_eq!(user_name_kept("  Hanh.Tran "), "hanh.tran");
        assert!(is_user_name("hanh.tran"));
        assert!(!is_user_name("hạnh"));
        assert!(!is_user_name("ab"));
    }
}
