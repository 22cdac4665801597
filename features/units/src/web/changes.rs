//! Changes of the tree: their list, the page of one with what it would do, carrying it out.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::http::StatusCode;
use kernel::{UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page, page_with, spreadsheet,
};
use serde::Deserialize;

use super::passing::{Passing, passing, passing_below};
use super::steps::StepForm;
use crate::domain::change::{Change, ChangeFacts, ChangeId, ChangeState, Place, Step};
use crate::domain::{Unit, usual_below};
use crate::permissions::{EDIT, VIEW};
use crate::step_rows::RowFault;
use crate::store::{self, ChangeFilter};

#[derive(Template)]
#[template(path = "units/changes.html")]
struct ChangesPage {
    cx: Cx,
    listing: Listing<Change>,
    may_edit: bool,
    root: Option<UnitId>,
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let (roots, words) = (who.scope(VIEW), query.q.clone());
    let changes = who.read(move |tx| store::list_changes(tx, &ChangeFilter { roots, words })).await?;
    let total = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    if query.is_export() {
        return export(&who, &changes, &query.format);
    }
    let skipped = usize::try_from(query.offset()).unwrap_or_default();
    let rows = changes.into_iter().skip(skipped).take(usize::try_from(query.size()).unwrap_or_default()).collect();
    let (may_edit, root) = (who.holds(EDIT), who.scope(EDIT).first().copied());
    page(&ChangesPage {
        cx: who.cx("units-changes"),
        listing: Listing::new(rows, total, query, "/units/changes"),
        may_edit,
        root,
    })
}

fn export(who: &Actor, changes: &[Change], format: &str) -> Answer {
    let cx = who.cx("units-changes");
    let headings = cx.headings(&[
        ("units-change-title", 48.0),
        ("units-change-on", 14.0),
        ("units-change-decision", 40.0),
        ("units-change-state", 18.0),
        ("units-change-steps", 10.0),
    ]);
    let lines = changes
        .iter()
        .map(|change| {
            vec![
                change.title.as_str().into(),
                Some(change.on.0).into(),
                change.decision.as_str().into(),
                cx.word("units-change-state", change.state).into(),
                i64::try_from(change.steps.len()).unwrap_or(i64::MAX).into(),
            ]
        })
        .collect();
    spreadsheet("thay-doi-to-chuc", format, &headings, lines)
}

/// A step as its row shows it.
struct StepLine {
    position: usize,
    word: &'static str,
    what: String,
    to: String,
    href: String,
}

#[derive(Template)]
#[template(path = "units/change.html")]
pub(crate) struct ShowPage {
    cx: Cx,
    change: Change,
    unit: Unit,
    listing: Listing<StepLine>,
    passing: Passing,
    ended: i64,
    founded: i64,
    below: i64,
    reasons: Vec<String>,
    is_waiting: bool,
    may_edit: bool,
    /// The whole change is seen; others see the steps that concern their units, once these are carried out.
    sees_all: bool,
    /// Each with whether a unit founded here mostly is of it.
    kinds: Vec<(&'static str, bool)>,
    /// Code and name of the units it founds.
    founding: Vec<(String, String)>,
    faults: Vec<RowFault>,
    typed: StepForm,
    /// The names of units chosen in it, by their codes.
    named: BTreeMap<String, String>,
    of_branch: Vec<Unit>,
}

impl ShowPage {
    /// A unit the change founds, as choices name it.
    fn called(&self, (code, name): &(String, String)) -> String {
        self.cx.t2("units-step-new-unit", "code", code.as_str(), "name", name.as_str())
    }

    fn is_of_branch(&self, code: &str) -> bool {
        self.of_branch.iter().any(|one| one.code == code)
    }

    /// The units chosen in a refused form that its choices do not hold, by their codes.
    fn other_units(&self, what: &str) -> Vec<&String> {
        let codes = self.typed.chosen(what, &self.typed.unit).iter();
        codes.filter(|code| !code.is_empty() && !self.is_of_branch(code)).collect()
    }

    /// The same of where they go.
    fn other_places(&self, what: &str) -> Vec<&String> {
        let has_top = what == "found" || what == "consolidate";
        let is_offered = |code: &str| {
            (has_top && code == self.unit.code)
                || self.is_of_branch(code)
                || self.founding.iter().any(|(founded, _)| founded == code)
        };
        let codes = self.typed.chosen(what, &self.typed.to).iter();
        codes.filter(|code| !code.is_empty() && !is_offered(code)).collect()
    }

    /// A unit by its code, with its name where the actor may see it.
    fn text_of(&self, code: &str) -> String {
        self.named.get(code).map_or_else(|| code.to_owned(), |name| format!("{name} ({code})"))
    }

    /// Stands the branch itself chosen as the superior? At first, and where it was chosen.
    fn is_top_chosen(&self, what: &str) -> bool {
        !self.typed.is_of(what) || self.typed.to.contains(&self.unit.code)
    }

    /// The kind a form begins with, or that was chosen in it.
    fn is_chosen(&self, what: &str, (kind, usual): &(&str, bool)) -> bool {
        if self.typed.is_of(what) { self.typed.kind == *kind } else { *usual }
    }
}

/// The steps of a change that was carried out which concern units the actor may see.
fn concerning(who: &Actor, tx: &mut Tx<'_>, change: &Change) -> Result<Vec<Step>, StoreError> {
    let own = store::codes_below(tx, &who.scope(VIEW))?;
    let codes: BTreeSet<&str> = own.values().map(String::as_str).collect();
    let concerns = |step: &&Step| match step {
        Step::Found { code, .. } => codes.contains(code.as_str()),
        _ => step.unit().is_some_and(|unit| own.contains_key(&unit)),
    };
    Ok(change.steps.iter().filter(concerns).cloned().collect())
}

/// The names of the units chosen in a form, by their codes, as far as the actor may see them.
fn names_of(who: &Actor, tx: &mut Tx<'_>, typed: &StepForm) -> Result<BTreeMap<String, String>, StoreError> {
    let mut named = BTreeMap::new();
    for code in typed.unit.iter().chain(&typed.to).filter(|code| !code.is_empty()) {
        if let Some(unit) = store::lookup_by_code(tx, code)?
            && who.may(tx, VIEW, unit.id)?
        {
            named.insert(unit.code, unit.name);
        }
    }
    Ok(named)
}

/// The units below those that end: what would pass to heirs, or what did, where the whole change is seen.
fn count_below(tx: &mut Tx<'_>, change: &Change, facts: &ChangeFacts, sees_all: bool) -> Result<i64, StoreError> {
    match change.state {
        ChangeState::CarriedOut if sees_all => store::count_passed_below(tx, change),
        ChangeState::Planned => Ok(i64::try_from(passing_below(change, facts).len()).unwrap_or(i64::MAX)),
        _ => Ok(0),
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<ChangeId>, Query(query): Query<ListQuery>) -> Answer {
    show_page(&who, id, query, Refusal::default()).await
}

/// Lines of a list that are told at most; the rest is counted.
const FAULTS_SHOWN: usize = 50;

/// A form that was refused, with what is wrong with it; of nothing wrong nothing was.
pub(crate) type Refusal = (StepForm, Vec<RowFault>);

pub(crate) async fn show_page(who: &Actor, id: ChangeId, query: ListQuery, (typed, mut faults): Refusal) -> Answer {
    faults.truncate(FAULTS_SHOWN);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (asker, format) = (who.clone(), query.format.clone());
    let shown = who
        .read(move |tx| {
            let mut change = store::find_change(tx, id)?;
            let sees_all = asker.may(tx, VIEW, change.unit)?;
            if !sees_all {
                let is_done = change.state == ChangeState::CarriedOut;
                change.steps = if is_done { concerning(&asker, tx, &change)? } else { Vec::new() };
                if change.steps.is_empty() {
                    return Err(Failure::NotFound);
                }
            }
            let facts = store::change_facts(tx, &change, &asker.app().features)?;
            let passing = passing(&asker, tx, &change)?;
            let verdict = change.may_be_carried_out(&facts);
            let is_waiting = change.is_sound(&facts).is_yes() && change.on > asker.today();
            let cx = asker.cx_titled(change.title.clone());
            let unit = store::find_on(tx, change.unit, change.on)?;
            let usual = store::lookup_usual_kind_below(tx, unit.id)?.unwrap_or_else(|| usual_below(unit.kind));
            Ok::<_, Failure>(ShowPage {
                reasons: match change.state {
                    ChangeState::Planned => {
                        verdict.told().iter().map(|one| cx.reasons(std::slice::from_ref(one))).collect()
                    }
                    _ => Vec::new(),
                },
                sees_all,
                may_edit: change.may_be_edited().is_yes() && asker.may(tx, EDIT, change.unit)?,
                listing: step_lines(tx, &change, &facts, query)?,
                ended: count(&change, |step| matches!(step, Step::End { .. })),
                founded: count(&change, |step| matches!(step, Step::Found { .. })),
                below: count_below(tx, &change, &facts, sees_all)?,
                kinds: UnitKind::ALL.iter().map(|kind| (kind.code(), *kind == usual)).collect(),
                founding: change.steps.iter().filter_map(founding).collect(),
                unit,
                named: names_of(&asker, tx, &typed)?,
                typed,
                of_branch: store::list_children(tx, change.unit)?,
                is_waiting,
                passing,
                faults,
                change,
                cx,
            })
        })
        .await?;
    if matches!(format.as_str(), "xlsx" | "csv") {
        return export_steps(&shown, &format);
    }
    page_with(status, &shown)
}

/// The steps as they are shown.
fn export_steps(shown: &ShowPage, format: &str) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[("units-step-what", 22.0), ("units-step-unit", 48.0), ("units-step-to", 48.0)]);
    let to = |line: &StepLine| match line.word {
        "change_kind" => cx.word("unit-kind", &line.to),
        _ => line.to.clone(),
    };
    let lines = shown.listing.rows.iter();
    let lines =
        lines.map(|line| vec![cx.word("units-step", line.word).into(), line.what.as_str().into(), to(line).into()]);
    spreadsheet("cac-viec-thay-doi-to-chuc", format, &headings, lines.collect())
}

fn count(change: &Change, which: impl Fn(&Step) -> bool) -> i64 {
    i64::try_from(change.steps.iter().filter(|step| which(step)).count()).unwrap_or(i64::MAX)
}

/// Code and name of the unit a step founds.
pub(crate) fn founding(step: &Step) -> Option<(String, String)> {
    match step {
        Step::Found { code, name, .. } => Some((code.clone(), name.clone())),
        _ => None,
    }
}

/// The steps a page or a file is limited to: those that found or that end units, or all.
fn is_asked(step: &Step, state: &str) -> bool {
    match state {
        "found" => matches!(step, Step::Found { .. }),
        "end" => matches!(step, Step::End { .. }),
        _ => true,
    }
}

fn step_lines(
    tx: &mut Tx<'_>,
    change: &Change,
    facts: &ChangeFacts,
    query: ListQuery,
) -> Result<Listing<StepLine>, StoreError> {
    let steps: Vec<(usize, &Step)> =
        change.steps.iter().enumerate().filter(|(_, step)| is_asked(step, &query.state)).collect();
    let total = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let (skipped, size) = query.piece(i64::MAX);
    let names: BTreeMap<UnitId, &str> = facts.units.iter().map(|(id, unit)| (*id, unit.name.as_str())).collect();
    let place = |place: &Place| match place {
        Place::Unit(unit) => names.get(unit).copied().unwrap_or_default().to_owned(),
        Place::New(code) => change
            .steps
            .iter()
            .find_map(|step| match step {
                Step::Found { code: founded, name, .. } if founded == code => Some(name.clone()),
                _ => None,
            })
            .unwrap_or_else(|| code.clone()),
    };
    let mut rows = Vec::new();
    let (skipped, size) = (usize::try_from(skipped).unwrap_or_default(), usize::try_from(size).unwrap_or(usize::MAX));
    for (position, step) in steps.into_iter().skip(skipped).take(size) {
        let unit = step.unit();
        let what = match (step, unit) {
            (Step::Found { name, code, .. }, _) => format!("{name} ({code})"),
            // under the name it bore before the change
            (_, Some(unit)) => store::find_on(tx, unit, change.on.plus(-1))?.name,
            _ => String::new(),
        };
        let to = match step {
            Step::Rename { name, .. } => name.clone(),
            Step::ChangeKind { kind, .. } => kind.clone(),
            _ => step.places().into_iter().map(&place).collect::<Vec<_>>().join("; "),
        };
        let founded = match step {
            Step::Found { code, .. } if change.state == ChangeState::CarriedOut => store::lookup_by_code(tx, code)?,
            _ => None,
        };
        let href = unit.or(founded.map(|unit| unit.id)).map(|unit| format!("/units/{unit}")).unwrap_or_default();
        rows.push(StepLine { position, word: step.word(), what, to, href });
    }
    Ok(Listing::new(rows, total, query, format!("/units/changes/{}", change.id)))
}

/// Which version of the change the page showed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct VersionForm {
    version: i64,
}

pub(crate) async fn carry_out(who: Actor, Path(id): Path<ChangeId>, Form(form): Form<VersionForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        store::lock_tree(tx)?;
        let change = Change { version: form.version, ..store::find_change(tx, id)? };
        asker.must(tx, EDIT, change.unit)?;
        let facts = store::change_facts(tx, &change, &asker.app().features)?;
        change.may_be_carried_out(&facts).or_refuse()?;
        store::carry_out(tx, &change, &asker.app().features)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/units/changes/{id}"), "units-change-carried-out")
}

pub(crate) async fn withdraw(who: Actor, Path(id): Path<ChangeId>, Form(form): Form<VersionForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let change = store::find_change(tx, id)?;
        asker.must(tx, EDIT, change.unit)?;
        change.may_be_edited().or_refuse()?;
        let withdrawn = Change { state: ChangeState::Withdrawn, version: form.version, ..change };
        store::save_change(tx, &withdrawn, "units.change_withdrawn")?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/units/changes/{id}"), "units-change-withdrawn")
}
