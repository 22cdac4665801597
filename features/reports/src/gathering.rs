//! What the system fills into a report: reads the figures from the ledger (or, when it is signed, from the rows) and the
//! lists from the features that own them. Nothing is written here, and nothing is decided.

use conferences::domain::Conference;
use conferences::store::ConferenceResult;
use kernel::{ConferenceId, Day, RolloutId, UnitId};
use platform::db::{StoreError, Tx};
use platform::texts::{Language, Texts};
use rollouts::domain::{Progress, figure as owed};
use units::domain::Unit;

use crate::counting::Counting;
use crate::domain::{Content, Evidence, Fill, Filled, Kind, Report, Section, Stated};

/// Where the numbers come from.
pub(crate) enum Source<'s, 'a> {
    /// The ledger: what a draft shows.
    Ledger,
    /// The rows, with what this transaction changes: what is signed.
    Rows(&'s mut Counting<'a>),
}

/// Fills the sections of a report.
pub(crate) struct Gatherer<'g, 'tx, 'a> {
    tx: &'g mut Tx<'tx>,
    texts: &'g Texts,
    report: &'g Report,
    source: Source<'g, 'a>,
    /// In whose branch and as of which day.
    counted: Counted,
    result: Option<ConferenceResult>,
}

/// In whose branch, and as of which day, a report counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    pub unit: UnitId,
    pub as_of: Day,
}

impl Counted {
    /// In the unit's own, today. The conference of a unit that ended goes on in its heir's, whose people its people are now;
    /// what a unit that ended says of a rollout stays as it was on its last day.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub(crate) fn of(tx: &mut Tx<'_>, report: &Report) -> Result<Self, StoreError> {
        let today = tx.today();
        let unit = match report.kind {
            Kind::Conference => units::store::counted_in(tx, report.unit, today)?,
            Kind::Outline => report.unit,
        };
        Ok(Counted { unit, as_of: units::store::day_of_branch(tx, unit, today)? })
    }
}

/// Reports are written in Vietnamese whatever language the page is read in.
const WRITTEN: Language = Language::Vietnamese;

impl<'g, 'tx, 'a> Gatherer<'g, 'tx, 'a> {
    /// Of this report, counted there.
    pub(crate) fn new(
        tx: &'g mut Tx<'tx>,
        texts: &'g Texts,
        (report, counted): (&'g Report, Counted),
        source: Source<'g, 'a>,
    ) -> Self {
        Gatherer { tx, texts, report, source, counted, result: None }
    }

    /// Everything the report says now.
    ///
    /// # Errors
    /// [`StoreError`] when something it is about is gone or cannot be read.
    pub(crate) fn gather(mut self, sections: &[Section]) -> Result<Content, StoreError> {
        let mut filled = Vec::new();
        for section in sections {
            let mut evidence = Vec::new();
            for fill in &section.plan.fills {
                evidence.extend(self.fill(*fill)?);
            }
            filled.push(Filled {
                label: section.plan.label.clone(),
                level: section.plan.level,
                title: section.plan.title.clone(),
                narrative: section.narrative.clone(),
                evidence,
            });
        }
        Ok(Content { as_of: self.counted.as_of, sections: filled })
    }
}

impl Gatherer<'_, '_, '_> {
    fn fill(&mut self, fill: Fill) -> Result<Option<Evidence>, StoreError> {
        match (fill, self.report.kind) {
            (Fill::ConferenceFacts, Kind::Conference) => self.conference_facts(),
            (Fill::ConferenceFigures, Kind::Conference) => self.conference_figures().map(Some),
            (Fill::PointsTable, Kind::Conference) => self.points_table(),
            (Fill::ConferenceQuality, Kind::Conference) => self.conference_quality(),
            (Fill::Absentees, Kind::Conference) => self.absentees(),
            (Fill::Documents, Kind::Outline) => self.documents(),
            (Fill::RolloutFigures, Kind::Outline) => self.rollout_figures().map(Some),
            (Fill::RequirementsTable, Kind::Outline) => self.requirements_table(),
            (Fill::ConferencesTable, Kind::Outline) => self.conferences_table(),
            (Fill::PeopleFigures, Kind::Outline) => self.people_figures().map(Some),
            (Fill::UnitsTable, Kind::Outline) => self.units_table(false),
            (Fill::LateUnits, Kind::Outline) => self.units_table(true),
            _ => Ok(None),
        }
    }

    fn say(&self, key: &str) -> String {
        self.texts.say(WRITTEN, key, &[])
    }

    fn header(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.say(&format!("reports-column-{key}"))).collect()
    }

    fn conference_id(&self) -> Result<ConferenceId, StoreError> {
        self.report.subject.parse().map_err(|_| StoreError::NotFound)
    }

    fn rollout_id(&self) -> Result<RolloutId, StoreError> {
        self.report.subject.parse().map_err(|_| StoreError::NotFound)
    }

    fn value(&mut self, subject: &str, figure: &str, unit: UnitId) -> Result<i64, StoreError> {
        match &mut self.source {
            Source::Ledger => figures::store::value(self.tx, subject, figure, unit, self.counted.as_of),
            Source::Rows(counting) => counting.value(self.tx, subject, figure, unit),
        }
    }

    fn stated(&mut self, figure: &str, whole: Option<i64>) -> Result<Stated, StoreError> {
        let (subject, unit) = (self.report.subject.clone(), self.counted.unit);
        let value = self.value(&subject, figure, unit)?;
        Ok(stated(&subject, figure, unit, value, whole))
    }

    /// How far the branch of a unit is in what this subject asks.
    fn progress(&mut self, subject: &str, unit: UnitId) -> Result<Progress, StoreError> {
        let mut values = [0; owed::ALL.len()];
        for (value, figure) in values.iter_mut().zip(owed::ALL) {
            *value = self.value(subject, figure, unit)?;
        }
        Ok(Progress::of(&values))
    }

    fn conference_facts(&mut self) -> Result<Option<Evidence>, StoreError> {
        let conference = conferences::store::find(self.tx, self.conference_id()?)?;
        let when = format!("{} – {}", conference.starts_at.shown(), conference.ends_at.time_shown());
        let form = self.say(&format!("conferences-form-{}", conference.form.code()));
        let mut lines = vec![
            (format!("{}: {form}.", self.say("reports-form")), String::new()),
            (format!("{}: {when}.", self.say("reports-time")), String::new()),
        ];
        if !conference.place.is_empty() {
            lines.push((format!("{}: {}.", self.say("reports-place"), conference.place), String::new()));
        }
        for item in conferences::store::list_agenda(self.tx, conference.id)? {
            let by = if item.reporter.is_empty() { String::new() } else { format!(" ({})", item.reporter) };
            lines.push((format!("{}{by}.", item.title), String::new()));
        }
        Ok(Some(Evidence::Lines { lines }))
    }

    fn conference_figures(&mut self) -> Result<Evidence, StoreError> {
        use conferences::domain::attendance as figure;
        let summoned = self.stated(figure::SUMMONED, None)?;
        let whole = Some(summoned.value);
        let mut figures = vec![
            summoned,
            self.stated(figure::ATTENDED, whole)?,
            self.stated(figure::ABSENT_WITH_REASON, whole)?,
            self.stated(figure::ABSENT_WITHOUT_REASON, whole)?,
            self.stated(figure::MADE_UP, None)?,
        ];
        // entered figures stand apart and only where a unit entered some
        let entered = self.stated(figure::HEAD_COUNT, None)?;
        if entered.value > 0 {
            figures.push(entered);
        }
        Ok(Evidence::Figures { figures })
    }

    fn conference_result(&mut self) -> Result<ConferenceResult, StoreError> {
        if self.result.is_none() {
            let id = self.conference_id()?;
            self.result = Some(conferences::store::result(self.tx, id, self.report.unit)?);
        }
        self.result.clone().ok_or(StoreError::NotFound)
    }

    fn points_table(&mut self) -> Result<Option<Evidence>, StoreError> {
        let result = self.conference_result()?;
        let line = |name: String, sums: &conferences::domain::Sums| {
            let n = vietnamese::number_vi;
            let share = vietnamese::percent_vi(sums.present, sums.summoned).unwrap_or_else(|| "–".into());
            vec![name, n(sums.summoned), n(sums.present), n(sums.with_reason), n(sums.without_reason), share]
        };
        let mut rows: Vec<Vec<String>> = result
            .points
            .iter()
            .filter(|point| point.counts.summoned > 0)
            .map(|point| line(point.name.clone(), &point.counts))
            .collect();
        if rows.is_empty() {
            return Ok(None);
        }
        rows.push(line(self.say("reports-total"), &result.total));
        let header = self.header(&["point", "summoned", "present", "with-reason", "without-reason", "share"]);
        Ok(Some(Evidence::Table { header, rows, numbers_from: 1, total: true, states: Vec::new() }))
    }

    fn conference_quality(&mut self) -> Result<Option<Evidence>, StoreError> {
        let conference = conferences::store::find(self.tx, self.conference_id()?)?;
        let quality = conferences::store::quality(self.tx, &conference, self.report.unit)?;
        let say = |key: &str, arguments: &[(&str, kernel::Argument)]| self.texts.say(WRITTEN, key, arguments);
        let sentences = crate::quality::sentences(&conference, &quality, &say);
        let lines: Vec<_> = sentences.into_iter().map(|sentence| (sentence, String::new())).collect();
        Ok((!lines.is_empty()).then_some(Evidence::Lines { lines }))
    }

    fn absentees(&mut self) -> Result<Option<Evidence>, StoreError> {
        let result = self.conference_result()?;
        if result.absentees.is_empty() {
            return Ok(None);
        }
        let rows = result
            .absentees
            .iter()
            .map(|absent| {
                let reason =
                    if absent.reason.is_empty() { self.say("reports-no-reason") } else { absent.reason.clone() };
                vec![absent.name.clone(), absent.unit_name.clone(), absent.point_name.clone(), reason]
            })
            .collect();
        let header = self.header(&["name", "unit", "point", "reason"]);
        Ok(Some(Evidence::Table { header, rows, numbers_from: 4, total: false, states: Vec::new() }))
    }

    fn documents(&mut self) -> Result<Option<Evidence>, StoreError> {
        let id = self.rollout_id()?;
        let lines = rollouts::store::list_documents(self.tx, id)?
            .into_iter()
            .map(|document| {
                let day = document.issued_on.map(|day| format!(", ngày {}", day.shown())).unwrap_or_default();
                (document.title.clone(), format!("{}{day}", document.full_number))
            })
            .collect();
        Ok(Some(Evidence::Lines { lines }))
    }

    fn rollout_figures(&mut self) -> Result<Evidence, StoreError> {
        let duties = self.stated(owed::DUTIES, None)?;
        let whole = Some(duties.value);
        let figures = vec![
            duties,
            self.stated(owed::DONE, whole)?,
            self.stated(owed::DONE_LATE, whole)?,
            self.stated(owed::WAIVED, whole)?,
            self.stated(owed::OVERDUE, whole)?,
        ];
        Ok(Evidence::Figures { figures })
    }

    fn requirements_table(&mut self) -> Result<Option<Evidence>, StoreError> {
        let (id, unit) = (self.rollout_id()?, self.report.unit);
        let mut table = ProgressTable::default();
        for requirement in rollouts::store::list_requirements(self.tx, id)? {
            let subject = requirement.id.to_string();
            let progress = self.progress(&subject, unit)?;
            if progress.duties > 0 {
                table.add(requirement.ask.title.clone(), &subject, unit, &progress);
            }
        }
        Ok(table.evidence(self.header(&["requirement", "duties", "done", "late", "overdue", "share"])))
    }

    fn people_figures(&mut self) -> Result<Evidence, StoreError> {
        let figure = conferences::domain::attendance::PEOPLE_ATTENDED;
        Ok(Evidence::Figures { figures: vec![self.stated(figure, None)?] })
    }

    fn conferences_table(&mut self) -> Result<Option<Evidence>, StoreError> {
        let id = self.rollout_id()?;
        let mut rows = Vec::new();
        for conference in conferences::store::list_closed_for_rollout(self.tx, id)? {
            if let Some(row) = self.conference_row(&conference)? {
                rows.push(row);
            }
        }
        let header = self.header(&["conference", "day", "points", "summoned", "present", "share"]);
        let (rows, states): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        Ok((!rows.is_empty()).then_some(Evidence::Table { header, rows, numbers_from: 1, total: false, states }))
    }

    /// A conference held, with the figures its numbers state. A number over the points of a branch is that of the ledger
    /// only where every point lies in it; otherwise it opens nothing.
    fn conference_row(&mut self, conference: &Conference) -> Result<Option<Row>, StoreError> {
        use conferences::domain::attendance as figure;
        let unit = self.report.unit;
        let total = conferences::store::result(self.tx, conference.id, unit)?.total;
        if total.points == 0 {
            return Ok(None);
        }
        let n = vietnamese::number_vi;
        let share = vietnamese::percent_vi(total.present, total.summoned).unwrap_or_else(|| "–".into());
        let day = conference.starts_at.day().shown();
        let row = vec![conference.title.clone(), day, n(total.points), n(total.summoned), n(total.present), share];
        let subject = conference.id.to_string();
        let mut states = vec![None, None, None];
        for (id, shown) in [(figure::SUMMONED, total.summoned), (figure::ATTENDED, total.present)] {
            let value = self.value(&subject, id, unit)?;
            states.push((value == shown).then(|| stated(&subject, id, unit, value, None)));
        }
        Ok(Some((row, states)))
    }

    fn progress_of_children(&mut self, subject: &str) -> Result<Vec<(Unit, Progress)>, StoreError> {
        let unit = self.report.unit;
        if matches!(self.source, Source::Ledger) {
            return rollouts::store::list_progress_of_children(self.tx, subject, unit, self.counted.as_of);
        }
        let mut all = Vec::new();
        for child in units::store::list_children_on(self.tx, unit, self.counted.as_of)? {
            let progress = self.progress(subject, child.id)?;
            all.push((child, progress));
        }
        Ok(all)
    }

    fn units_table(&mut self, only_late: bool) -> Result<Option<Evidence>, StoreError> {
        let subject = self.report.subject.clone();
        let mut table = ProgressTable::default();
        for (unit, progress) in self.progress_of_children(&subject)? {
            if progress.duties > 0 && (!only_late || progress.overdue > 0) {
                table.add(unit.short_name, &subject, unit.id, &progress);
            }
        }
        Ok(table.evidence(self.header(&["unit", "duties", "done", "late", "overdue", "share"])))
    }
}

fn stated(subject: &str, figure: &str, unit: UnitId, value: i64, whole: Option<i64>) -> Stated {
    Stated {
        figure: figure.to_owned(),
        subject: subject.to_owned(),
        unit: unit.to_string(),
        value,
        whole,
        place: 0,
        rows: String::new(),
    }
}

/// The cells of a row, and the figures they state.
type Row = (Vec<String>, Vec<Option<Stated>>);

/// Rows that say how far somebody is, each number opening its rows.
#[derive(Default)]
struct ProgressTable(Vec<Row>);

impl ProgressTable {
    fn add(&mut self, name: String, subject: &str, unit: UnitId, progress: &Progress) {
        let n = vietnamese::number_vi;
        let share = vietnamese::percent_vi(progress.finished(), progress.expected()).unwrap_or_else(|| "–".into());
        let (mut row, mut states) = (vec![name], vec![None]);
        for (figure, value) in [
            (owed::DUTIES, progress.duties),
            (owed::DONE, progress.done),
            (owed::DONE_LATE, progress.done_late),
            (owed::OVERDUE, progress.overdue),
        ] {
            row.push(n(value));
            states.push(Some(stated(subject, figure, unit, value, None)));
        }
        row.push(share);
        self.0.push((row, states));
    }

    fn evidence(self, header: Vec<String>) -> Option<Evidence> {
        let (rows, states): (Vec<_>, Vec<_>) = self.0.into_iter().unzip();
        (!rows.is_empty()).then_some(Evidence::Table { header, rows, numbers_from: 1, total: false, states })
    }
}
