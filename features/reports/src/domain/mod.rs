//! A report: whose it is, what it is about, its head, its sections, and when it may be changed or signed. What the
//! system fills in is in `evidence`, what stood behind its figures in `kept`, how it becomes an official paper in `paper`,
//! what a unit's head looks like in `head`.

pub mod evidence;
pub mod head;
pub mod kept;
pub mod paper;

use kernel::{AccountId, Argument, Instant, Reason, ReportId, Told, UnitId, Verdict};
use serde::{Deserialize, Serialize};

pub use evidence::{Content, Evidence, Filled, Stated};
pub use head::Head;

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The result of one conference, due the same day.
    Conference,
    /// A rollout, in the official outline I–V.
    Outline,
}

impl Kind {
    /// The word kept in the database and in text keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Conference => "conference",
            Kind::Outline => "outline",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        [Kind::Conference, Kind::Outline].into_iter().find(|kind| kind.code() == code)
    }
}

/// What the system fills into a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// Form, time, place, agenda and reporters of the conference.
    ConferenceFacts,
    /// Summoned, attended, absent, made up.
    ConferenceFigures,
    /// The same per point.
    PointsTable,
    /// Line faults, prompts, questions and survey of the conference.
    ConferenceQuality,
    /// Who was absent.
    Absentees,
    /// The documents rolled out.
    Documents,
    /// Duties and how they ended.
    RolloutFigures,
    /// The same per requirement.
    RequirementsTable,
    /// The conferences held.
    ConferencesTable,
    /// Distinct people who studied.
    PeopleFigures,
    /// Progress of each unit directly below.
    UnitsTable,
    /// The units below that are late.
    LateUnits,
}

/// A section as an outline plans it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionPlan {
    /// `I-`, `1.`, `1.1.`.
    pub label: String,
    /// 1 to 3.
    pub level: i64,
    /// Its title.
    pub title: String,
    /// What the writer should say here.
    pub hint: String,
    /// What the system fills in.
    pub fills: Vec<Fill>,
    /// A report is not signed while its narrative is empty.
    pub required: bool,
}

/// A section of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its place, from 1.
    pub position: i64,
    /// As planned.
    pub plan: SectionPlan,
    /// What people wrote; each line is a paragraph.
    pub narrative: String,
}

impl Section {
    /// True while it must be written and is not.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.plan.required && self.narrative.trim().is_empty()
    }

    /// Its label and title.
    #[must_use]
    pub fn called(&self) -> String {
        format!("{} {}", self.plan.label, self.plan.title).trim().to_owned()
    }
}

/// Where a report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Figures follow the data, the narrative may be changed.
    Draft,
    /// Frozen.
    Signed {
        /// When.
        at: Instant,
        /// By whom.
        by: Option<AccountId>,
        /// blake3 of the frozen content and papers, in hexadecimal.
        hash: String,
    },
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// The unit that reports.
    pub unit: UnitId,
    /// What it is about.
    pub kind: Kind,
    /// The id of the conference or rollout.
    pub subject: String,
    /// Its head and close.
    pub head: Head,
    /// Where it stands.
    pub state: State,
    /// Counts its changes.
    pub version: i64,
}

impl Report {
    /// True once it is frozen.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        matches!(self.state, State::Signed { .. })
    }
}

/// Why a report is not changed or signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSign {
    /// It is frozen.
    Signed,
    /// So many required sections have no narrative.
    NarrativeMissing(i64),
    /// Number, day, issuer, position or title is missing.
    HeadIncomplete,
    /// Attendance is not final.
    ConferenceOpen,
    /// The head's day lies after today.
    DatedAhead,
}

impl Reason for CannotSign {
    fn code(&self) -> &'static str {
        match self {
            CannotSign::Signed => "REP-01",
            CannotSign::NarrativeMissing(_) => "REP-02",
            CannotSign::HeadIncomplete => "REP-03",
            CannotSign::ConferenceOpen => "REP-04",
            CannotSign::DatedAhead => "REP-05",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotSign::NarrativeMissing(count) => vec![("count", (*count).into())],
            _ => Vec::new(),
        }
    }
}

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &["REP-01", "REP-02", "REP-03", "REP-04", "REP-05"];

/// What must be known to sign.
#[derive(Debug, Clone, Copy)]
pub struct SigningFacts {
    /// Required sections without narrative.
    pub missing: i64,
    /// The conference is not closed.
    pub conference_open: bool,
    /// Today.
    pub today: kernel::Day,
}

impl Report {
    /// May its words be changed?
    pub fn may_edit(&self) -> Verdict<CannotSign> {
        Verdict::default().refuse_if(self.is_signed(), CannotSign::Signed)
    }

    /// May it be signed and frozen?
    pub fn may_sign(&self, facts: SigningFacts) -> Verdict<CannotSign> {
        self.may_edit()
            .refuse_if(facts.missing > 0, CannotSign::NarrativeMissing(facts.missing))
            .refuse_if(!self.head.is_complete(), CannotSign::HeadIncomplete)
            .refuse_if(facts.conference_open, CannotSign::ConferenceOpen)
            .refuse_if(self.head.dated_on.is_some_and(|day| day > facts.today), CannotSign::DatedAhead)
    }
}

/// How many required sections have no narrative.
#[must_use]
pub fn count_missing(sections: &[Section]) -> i64 {
    let missing = sections.iter().filter(|s| s.is_missing()).count();
    i64::try_from(missing).unwrap_or(i64::MAX)
}

/// The reasons against signing as people are told them: the sections that are still to be written by their names.
#[must_use]
pub fn told(verdict: &Verdict<CannotSign>, sections: &[Section]) -> Vec<Told> {
    let named: Vec<String> = sections.iter().filter(|s| s.is_missing()).map(Section::called).collect();
    let mut told = verdict.told();
    for (one, reason) in told.iter_mut().zip(verdict.reasons()) {
        if matches!(reason, CannotSign::NarrativeMissing(_)) {
            one.arguments.push(("sections", named.join("; ").into()));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(state: State) -> Report {
        Report {
            id: ReportId(kernel::id_parts::Uuid::nil()),
            unit: UnitId(kernel::id_parts::Uuid::nil()),
            kind: Kind::Conference,
            subject: String::new(),
            head: Head {
                issuer: "Đảng ủy xã An Khê Thượng".into(),
                number: "12".into(),
                symbol: "BC/ĐU".into(),
                title: "kết quả hội nghị".into(),
                position: "Phó Bí thư".into(),
                dated_on: "2026-11-22".parse().ok(),
                ..Head::default()
            },
            state,
            version: 1,
        }
    }

    fn facts() -> SigningFacts {
        SigningFacts { missing: 0, conference_open: false, today: "2026-11-22".parse().unwrap() }
    }

    #[test]
    fn a_whole_draft_may_be_signed() {
        assert!(report(State::Draft).may_sign(facts()).is_yes());
    }

    #[test]
    fn what_is_missing_is_told_at_once() {
        let mut draft = report(State::Draft);
        draft.head.number = " ".into();
        let verdict = draft.may_sign(SigningFacts { missing: 2, conference_open: true, ..facts() });
        let codes: Vec<&str> = verdict.reasons().iter().map(Reason::code).collect();
        assert_eq!(codes, ["REP-02", "REP-03", "REP-04"]);
    }

    fn section(label: &str, title: &str, required: bool, narrative: &str) -> Section {
        let (label, title, hint) = (label.into(), title.into(), String::new());
        let plan = SectionPlan { label, level: 1, title, hint, fills: Vec::new(), required };
        Section { position: 1, plan, narrative: narrative.into() }
    }

    #[test]
    fn the_sections_still_to_be_written_are_named() {
        let sections = [
            section("I-", "Công tác chuẩn bị", true, "  "),
            section("II-", "Kết quả", false, ""),
            section("III-", "Hạn chế", true, "Không có."),
            section("IV-", "Kiến nghị", true, ""),
        ];
        let mut draft = report(State::Draft);
        draft.head.number = String::new();
        let verdict = draft.may_sign(SigningFacts { missing: count_missing(&sections), ..facts() });
        let told = told(&verdict, &sections);
        let named = Argument::Text("I- Công tác chuẩn bị; IV- Kiến nghị".into());
        assert_eq!(told[0].arguments, [("count", Argument::Number(2)), ("sections", named)]);
        assert!(told[1].arguments.is_empty());
    }

    #[test]
    fn a_frozen_report_is_neither_changed_nor_signed_again() {
        let signed = report(State::Signed { at: Instant(0), by: None, hash: "ab".into() });
        assert!(!signed.may_edit().is_yes());
        assert!(!signed.may_sign(facts()).is_yes());
    }

    #[test]
    fn a_day_ahead_is_refused() {
        let yesterday = SigningFacts { today: "2026-11-21".parse().unwrap(), ..facts() };
        assert_eq!(report(State::Draft).may_sign(yesterday).reasons(), &[CannotSign::DatedAhead]);
    }
}
