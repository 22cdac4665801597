//! What the system fills into a report: reads the figures from the ledger and the lists from the features that own
//! them. Nothing is written here, and nothing is decided.

use conferences::domain::Conference;
use conferences::store::ConferenceResult;
use kernel::{ConferenceId, Day, RolloutId, UnitId};
use platform::db::{StoreError, Tx};
use platform::texts::{Language, Texts};
use rollouts::domain::figure as owed;

use crate::domain::{Content, Evidence, Fill, Filled, Kind, Report, Section, Stated};

/// Everything the report says now, as of this day.
///
/// # Errors
/// [`StoreError`] when something it is about is gone or cannot be read.
pub fn gather(
    tx: &mut Tx<'_>,
    texts: &Texts,
    report: &Report,
    sections: &[Section],
    as_of: Day,
) -> Result<Content, StoreError> {
    let mut gatherer = Gatherer { tx, texts, report, as_of, result: None };
    let mut filled = Vec::new();
    for section in sections {
        let mut evidence = Vec::new();
        for fill in &section.plan.fills {
            evidence.extend(gatherer.fill(*fill)?);
        }
        filled.push(Filled {
            label: section.plan.label.clone(),
            level: section.plan.level,
            title: section.plan.title.clone(),
            narrative: section.narrative.clone(),
            evidence,
        });
    }
    Ok(Content { as_of, sections: filled })
}

struct Gatherer<'g, 'tx> {
    tx: &'g mut Tx<'tx>,
    texts: &'g Texts,
    report: &'g Report,
    as_of: Day,
    result: Option<ConferenceResult>,
}

/// Reports are written in Vietnamese whatever language the page is read in.
const WRITTEN: Language = Language::Vietnamese;

impl Gatherer<'_, '_> {
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

    fn value(&mut self, figure: &str, unit: UnitId) -> Result<i64, StoreError> {
        figures::store::value(self.tx, &self.report.subject, figure, unit, self.as_of)
    }

    fn stated(&mut self, figure: &str, whole: Option<i64>) -> Result<Stated, StoreError> {
        let unit = self.report.unit;
        let value = self.value(figure, unit)?;
        let subject = self.report.subject.clone();
        Ok(Stated { figure: figure.to_owned(), subject, unit: unit.to_string(), value, whole })
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
        Ok(Some(Evidence::Table { header, rows, numbers_from: 1, total: true }))
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
        Ok(Some(Evidence::Table { header, rows, numbers_from: 4, total: false }))
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
        let id = self.rollout_id()?;
        let mut rows = Vec::new();
        for requirement in rollouts::store::list_requirements(self.tx, id)? {
            let subject = requirement.id.to_string();
            let progress = rollouts::store::progress(self.tx, &subject, self.report.unit, self.as_of)?;
            if progress.duties > 0 {
                rows.push(progress_row(requirement.ask.title.clone(), &progress));
            }
        }
        let header = self.header(&["requirement", "duties", "done", "late", "overdue", "share"]);
        Ok((!rows.is_empty()).then_some(Evidence::Table { header, rows, numbers_from: 1, total: false }))
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
        Ok((!rows.is_empty()).then_some(Evidence::Table { header, rows, numbers_from: 1, total: false }))
    }

    fn conference_row(&mut self, conference: &Conference) -> Result<Option<Vec<String>>, StoreError> {
        let total = conferences::store::result(self.tx, conference.id, self.report.unit)?.total;
        let n = vietnamese::number_vi;
        let share = vietnamese::percent_vi(total.present, total.summoned).unwrap_or_else(|| "–".into());
        let day = conference.starts_at.day().shown();
        let row = vec![conference.title.clone(), day, n(total.points), n(total.summoned), n(total.present), share];
        Ok((total.points > 0).then_some(row))
    }

    fn units_table(&mut self, only_late: bool) -> Result<Option<Evidence>, StoreError> {
        let subject = self.report.subject.clone();
        let rows: Vec<Vec<String>> =
            rollouts::store::list_progress_of_children(self.tx, &subject, self.report.unit, self.as_of)?
                .into_iter()
                .filter(|(_, progress)| progress.duties > 0 && (!only_late || progress.overdue > 0))
                .map(|(unit, progress)| progress_row(unit.short_name, &progress))
                .collect();
        let header = self.header(&["unit", "duties", "done", "late", "overdue", "share"]);
        Ok((!rows.is_empty()).then_some(Evidence::Table { header, rows, numbers_from: 1, total: false }))
    }
}

fn progress_row(name: String, progress: &rollouts::domain::Progress) -> Vec<String> {
    let n = vietnamese::number_vi;
    let share = vietnamese::percent_vi(progress.finished(), progress.expected()).unwrap_or_else(|| "–".into());
    vec![name, n(progress.duties), n(progress.done), n(progress.done_late), n(progress.overdue), share]
}
