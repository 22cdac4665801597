//! The form of a rollout, a template or a further requirement: a list of requirement rows that can be added and removed
//! without a script. Reads what was typed, keeps it with the errors, turns it into asks.

use kernel::{Day, UnitKind};
use platform::web::FieldErrors;

use super::rules_form::{self, RuleForm};
use super::weighing::Weighed;
use crate::domain::{ADDRESSABLE, Ask, AskedFigure, Audience, DeadlineRule, Measure};

/// What a form sent: its fields in order.
pub(crate) type Pairs = Vec<(String, String)>;

/// One requirement as typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowForm {
    pub measure: String,
    pub title: String,
    pub addressees: Vec<String>,
    pub audience: String,
    /// `days` or `day`.
    pub deadline: String,
    pub days: String,
    pub day: String,
    pub note: String,
    /// The figures asked, one on each line.
    pub figures: String,
    /// What each of them must keep to.
    pub rules: Vec<RuleForm>,
    /// What it comes to, once it can be said.
    pub weighed: Option<Weighed>,
    pub errors: FieldErrors,
}

impl RowForm {
    pub(crate) fn of(ask: &Ask) -> Self {
        let (deadline, days, day) = match ask.deadline {
            DeadlineRule::DaysAfterLaunch(days) => ("days", days.to_string(), String::new()),
            DeadlineRule::FixedDay(day) => ("day", String::new(), day.to_string()),
        };
        RowForm {
            measure: ask.measure.code().to_owned(),
            title: ask.title.clone(),
            addressees: ask.addressees.iter().map(|kind| kind.code().to_owned()).collect(),
            audience: ask.audience.code().to_owned(),
            deadline: deadline.to_owned(),
            days,
            day,
            note: ask.note.clone(),
            figures: ask.figures.iter().map(|figure| figure.label.as_str()).collect::<Vec<_>>().join("\n"),
            rules: ask.figures.iter().map(RuleForm::of).collect(),
            weighed: None,
            errors: FieldErrors::default(),
        }
    }

    /// A row to be filled in.
    pub(crate) fn empty() -> Self {
        RowForm {
            measure: Measure::Plan.code().to_owned(),
            audience: Audience::Unit.code().to_owned(),
            deadline: "days".to_owned(),
            days: "10".to_owned(),
            ..RowForm::default()
        }
    }

    pub(crate) fn addresses(&self, kind: &UnitKind) -> bool {
        self.addressees.iter().any(|code| code == kind.code())
    }

    fn set(&mut self, field: &str, value: String) {
        match field {
            "measure" => self.measure = value,
            "title" => self.title = value,
            "addressee" => self.addressees.push(value),
            "audience" => self.audience = value,
            "deadline" => self.deadline = value,
            "days" => self.days = value,
            "day" => self.day = value,
            "note" => self.note = value,
            "figures" => self.figures = value,
            _ => rules_form::set(&mut self.rules, field, value),
        }
    }

    /// What was typed as an ask; none, with the errors at their fields, when something is wrong.
    pub(crate) fn ask(&mut self) -> Option<Ask> {
        let measure = self.measure.parse::<Measure>().ok();
        let audience = self.audience.parse::<Audience>().unwrap_or(Audience::Unit);
        let addressees: Vec<UnitKind> = ADDRESSABLE.iter().copied().filter(|kind| self.addresses(kind)).collect();
        let deadline = if self.deadline == "day" {
            let day = self.day.trim().parse::<Day>().ok();
            self.errors.add_if(day.is_none(), "day", "rollouts-error-day");
            day.map(DeadlineRule::FixedDay)
        } else {
            let days = self.days.trim().parse::<i64>().ok().filter(|days| (0..=3650).contains(days));
            self.errors.add_if(days.is_none(), "days", "rollouts-error-days");
            days.map(DeadlineRule::DaysAfterLaunch)
        };
        let title = self.title.trim();
        self.errors.add_if(title.is_empty(), "title", "rollouts-error-requirement-title");
        self.errors.add_if(addressees.is_empty(), "addressee", "rollouts-error-addressees");
        rules_form::align(&mut self.rules, labels(&self.figures));
        let figures: Vec<Option<AskedFigure>> = self.rules.iter().map(|rule| rule.asked(&self.rules)).collect();
        self.errors.add_if(figures.len() > MOST_FIGURES, "figures", "rollouts-error-figures");
        self.errors.add_if(figures.iter().any(Option::is_none), "figures", "rollouts-error-rule");
        if !self.errors.is_empty() {
            return None;
        }
        Some(Ask {
            measure: measure?,
            title: vietnamese::nfc(title),
            addressees,
            audience,
            deadline: deadline?,
            note: vietnamese::nfc(self.note.trim()),
            figures: figures.into_iter().flatten().collect(),
        })
    }
}

/// More figures than anybody fills in at once.
const MOST_FIGURES: usize = 40;

/// One figure a line, with or without a list mark before it; whether it stands here already is not asked yet.
fn labels(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| vietnamese::nfc(line.trim().trim_start_matches(['-', '+', '•']).trim()));
    lines.filter(|label| !label.is_empty()).map(|label| label.chars().take(200).collect()).collect()
}

/// What was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Press {
    Save,
    AddRow,
    RemoveRow(usize),
    UseTemplate,
    /// Say what it comes to.
    Weigh,
}

/// A form of requirement rows with a head.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowsForm {
    pub title: String,
    pub unit: String,
    pub depth: String,
    pub starts_on: String,
    pub ends_on: String,
    pub template: String,
    pub documents: Vec<String>,
    pub rows: Vec<RowForm>,
    pub version: i64,
    pub errors: FieldErrors,
}

impl RowsForm {
    /// Reads what was sent and what was pressed. Rows are named `row-<n>-<field>`.
    pub(crate) fn read(pairs: Pairs) -> (Self, Press) {
        let mut form = RowsForm::default();
        let mut press = Press::Save;
        for (name, value) in pairs {
            if let Some((row, field)) = name.strip_prefix("row-").and_then(|rest| rest.split_once('-')) {
                // more rows than anybody asks for come from no form of ours
                let Some(row) = row.parse::<usize>().ok().filter(|row| *row < 50) else { continue };
                if form.rows.len() <= row {
                    form.rows.resize_with(row + 1, RowForm::default);
                }
                form.rows[row].set(field, value);
                continue;
            }
            match name.as_str() {
                "title" => form.title = value,
                "unit" => form.unit = value,
                "depth" => form.depth = value,
                "starts_on" => form.starts_on = value,
                "ends_on" => form.ends_on = value,
                "template" => form.template = value,
                "document" if !value.is_empty() => form.documents.push(value),
                "version" => form.version = value.parse().unwrap_or(0),
                "do" => press = pressed(&value),
                _ => {}
            }
        }
        // a removed row leaves a gap in the numbers
        form.rows.retain(|row| !row.measure.is_empty());
        for row in &mut form.rows {
            rules_form::align(&mut row.rules, labels(&row.figures));
        }
        (form, press)
    }

    /// Does what was pressed to the rows. Returns true when the form is to be saved.
    pub(crate) fn apply(&mut self, press: &Press) -> bool {
        match press {
            Press::AddRow => self.rows.push(RowForm::empty()),
            Press::RemoveRow(row) if *row < self.rows.len() => {
                self.rows.remove(*row);
            }
            _ => {}
        }
        *press == Press::Save
    }

    /// The rows as asks; none when any of them is wrong.
    pub(crate) fn asks(&mut self) -> Option<Vec<Ask>> {
        let asks: Vec<Option<Ask>> = self.rows.iter_mut().map(RowForm::ask).collect();
        asks.into_iter().collect()
    }

    /// A day that may be left empty; notes an error when it is no day.
    pub(crate) fn some_day(&mut self, field: &'static str) -> Option<Day> {
        let text = if field == "starts_on" { &self.starts_on } else { &self.ends_on };
        if text.trim().is_empty() {
            return None;
        }
        let day = text.trim().parse().ok();
        self.errors.add_if(day.is_none(), field, "rollouts-error-day");
        day
    }
}

fn pressed(value: &str) -> Press {
    match value {
        "add-row" => Press::AddRow,
        "use-template" => Press::UseTemplate,
        "weigh" | "rules" => Press::Weigh,
        other => {
            other.strip_prefix("remove-row-").and_then(|row| row.parse().ok()).map_or(Press::Save, Press::RemoveRow)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &[(&str, &str)]) -> Pairs {
        text.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn rows_are_read_with_what_was_pressed() {
        let (mut form, press) = RowsForm::read(pairs(&[
            ("title", "Đợt"),
            ("row-0-measure", "plan"),
            ("row-0-title", "Kế hoạch"),
            ("row-0-addressee", "commune_committee"),
            ("row-0-addressee", "direct_committee"),
            ("row-0-days", "10"),
            ("row-0-figures", "- Số đảng viên\n\n Kinh phí \n"),
            ("row-0-rule-0-label", "Kinh phí"),
            ("row-0-rule-0-most", "1.000"),
            ("row-2-measure", "report"),
            ("row-99999999-measure", "report"),
            ("do", "remove-row-1"),
        ]));
        assert_eq!(form.rows.len(), 2);
        assert_eq!(press, Press::RemoveRow(1));
        assert!(!form.apply(&press));
        let asks = form.asks().unwrap();
        assert_eq!(asks[0].addressees, [UnitKind::CommuneCommittee, UnitKind::DirectCommittee]);
        assert_eq!(asks[0].deadline, DeadlineRule::DaysAfterLaunch(10));
        let labels: Vec<&str> = asks[0].figures.iter().map(|figure| figure.label.as_str()).collect();
        assert_eq!(labels, ["Số đảng viên", "Kinh phí"]);
        // a rule goes with the figure it was set for, wherever that stands now
        assert!(asks[0].figures[0].rule.is_empty());
        assert_eq!(asks[0].figures[1].rule.most, Some(1000));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let (mut form, press) =
            RowsForm::read(pairs(&[("row-0-measure", "plan"), ("row-0-deadline", "day"), ("row-0-day", "31/12")]));
        assert!(form.apply(&press));
        assert!(form.asks().is_none());
        for field in ["title", "addressee", "day"] {
            assert!(form.rows[0].errors.has(field), "{field}");
        }
    }
}
