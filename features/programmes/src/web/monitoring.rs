//! The file for the central monitoring of resolutions: every programme one may see with its unit, number and resolution,
//! every target with its years and its result, every task with its progress. That it left is kept in the log.

use std::collections::{BTreeSet, HashMap};

use kernel::{Day, Event, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Query, While, download};
use serde::Deserialize;
use sheets::{Heading, Sheet, Value};

use super::day_or_today;
use super::export::task_columns;
use crate::domain::{Amount, Programme, ProgrammeId, Target, TargetId, Task, summary_of};
use crate::permissions::VIEW;
use crate::store::{self, Monitored};

/// Programmes looked up at once.
const AT_ONCE: usize = 500;

/// Of which day, and after which document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MonitoringQuery {
    day: String,
    document: String,
}

/// What is exported.
struct Read {
    programmes: Vec<Monitored>,
    targets: HashMap<ProgrammeId, Vec<Target>>,
    results: HashMap<TargetId, Amount>,
    tasks: HashMap<ProgrammeId, Vec<Task>>,
    day: Day,
    /// Whether who answers for a task may be named.
    names_people: bool,
}

pub(crate) async fn export(who: Actor, Query(query): Query<MonitoringQuery>) -> Answer {
    let (asker, day) = (who.clone(), day_or_today(&who, &query.day));
    let (root, read) = who.read(move |tx| gather(&asker, tx, &query.document, day)).await?;
    let counts =
        (read.programmes.len(), read.targets.values().flatten().count(), read.tasks.values().flatten().count());
    let cx = who.cx("programmes-menu");
    let lists = sheets_of(&cx, &read);
    let fields: Vec<String> = lists.iter().flat_map(|list| &list.headings).map(|one| one.title.clone()).collect();
    let written = tokio::task::spawn_blocking(move || sheets::write_workbook(lists)).await;
    let content = written.while_doing("writing the workbook")??;
    let (programmes, targets, tasks) = counts;
    let detail = serde_json::json!({
        "programmes": programmes, "targets": targets, "tasks": tasks, "rows": programmes + targets + tasks,
        "fields": fields, "format": "xlsx", "day": day.to_string(),
    });
    let event = Event::noted("exports.made", "theo-doi-nghi-quyet", Some(root)).with(detail);
    who.write(move |tx| tx.record(event)).await.map_err(Failure::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("theo-doi-nghi-quyet.xlsx", kind, content)
}

fn gather(who: &Actor, tx: &mut Tx<'_>, document: &str, day: Day) -> Result<(UnitId, Read), Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Err(Failure::Forbidden) };
    let mut filter = store::all_of(root);
    if !document.is_empty() {
        let id = document.parse().map_err(|_| Failure::NotFound)?;
        filter.bases = documents::store::list_same(tx, id)?;
    }
    let programmes = store::list_monitored(tx, &filter)?;
    let mut read = Read {
        programmes,
        targets: HashMap::new(),
        results: HashMap::new(),
        tasks: HashMap::new(),
        day,
        names_people: who.holds(people::permissions::VIEW),
    };
    let ids: Vec<ProgrammeId> = read.programmes.iter().map(|one| one.programme.id).collect();
    for some in ids.chunks(AT_ONCE) {
        take(tx, &mut read, some)?;
    }
    Ok((root, read))
}

/// Targets, results and tasks of some of the programmes.
fn take(tx: &mut Tx<'_>, read: &mut Read, ids: &[ProgrammeId]) -> Result<(), StoreError> {
    let targets = store::targets_on(tx, ids, read.day)?;
    read.results.extend(store::results_of_many(tx, ids, &targets, read.day)?);
    read.targets.extend(targets);
    for task in store::tasks_of_many(tx, ids, read.day)? {
        read.tasks.entry(task.programme).or_default().push(task);
    }
    Ok(())
}

fn sheets_of(cx: &Cx, read: &Read) -> Vec<Sheet<'static>> {
    vec![programmes_sheet(cx, read), targets_sheet(cx, read), tasks_sheet(cx, read)]
}

/// What each row begins with, so that the lists can be put together again.
const OF_PROGRAMME: &[(&str, f64)] =
    &[("programmes-id", 38.0), ("programmes-unit", 34.0), ("programmes-unit-code", 14.0), ("programmes-number", 18.0)];

fn begun(one: &Monitored) -> Vec<Value<'static>> {
    vec![
        one.programme.id.to_string().into(),
        one.unit_name.clone().into(),
        one.unit_code.clone().into(),
        one.number.clone().into(),
    ]
}

fn day_value(day: Option<Day>) -> Value<'static> {
    day.map(|day| day.0).into()
}

fn amount(amount: Option<Amount>) -> Value<'static> {
    // thousandths of what people type are far below what a double holds
    let shown = |amount: Amount| Value::Number(amount.0 as f64 / 1_000.0);
    amount.map_or(Value::Empty, shown)
}

fn headings(cx: &Cx, more: &[(&str, f64)]) -> Vec<Heading> {
    cx.headings(&[OF_PROGRAMME, more].concat())
}

fn programmes_sheet(cx: &Cx, read: &Read) -> Sheet<'static> {
    let headings = headings(
        cx,
        &[
            ("programmes-kind", 24.0),
            ("programmes-title", 60.0),
            ("programmes-issued-on", 14.0),
            ("programmes-resolution", 18.0),
            ("programmes-resolution-day", 14.0),
            ("programmes-resolution-title", 50.0),
            ("programmes-state", 20.0),
            ("programmes-starts-on", 14.0),
            ("programmes-ends-on", 14.0),
            ("programmes-targets", 12.0),
            ("programmes-met", 12.0),
            ("programmes-exceeded", 12.0),
            ("programmes-late", 12.0),
        ],
    );
    let row = |one: &Monitored| {
        let Programme { id, head, state, .. } = &one.programme;
        let targets = read.targets.get(id).map_or(&[][..], Vec::as_slice);
        let sum = summary_of(targets, &read.results, read.day);
        let mut row = begun(one);
        row.extend([
            cx.word("programmes-kind", head.kind).into(),
            head.title.clone().into(),
            day_value(one.issued_on),
            one.basis_number.clone().into(),
            day_value(one.basis_day),
            one.basis_title.clone().into(),
            cx.word("programmes-state", *state).into(),
            day_value(Some(head.starts_on)),
            day_value(Some(head.ends_on)),
            sum.targets.into(),
            sum.met.into(),
            sum.exceeded.into(),
            sum.late.into(),
        ]);
        row
    };
    Sheet { name: cx.t("programmes-menu"), headings, rows: read.programmes.iter().map(row).collect() }
}

fn targets_sheet(cx: &Cx, read: &Read) -> Sheet<'static> {
    let all = read.targets.values().flatten();
    let years: BTreeSet<i64> = all.flat_map(|target| &target.wants).map(|want| want.year).collect();
    let mut headings = headings(
        cx,
        &[
            ("programmes-target", 50.0),
            ("programmes-clause", 16.0),
            ("programmes-measure", 14.0),
            ("programmes-direction", 24.0),
            ("programmes-baseline", 14.0),
        ],
    );
    headings.extend(years.iter().map(|year| Heading::new(format!("{} {year}", cx.t("programmes-year")), 12.0)));
    let ends = [("programmes-result", 14.0), ("programmes-method", 24.0), ("programmes-standing", 18.0)];
    headings.extend(cx.headings(&ends));
    let mut rows = Vec::new();
    for one in &read.programmes {
        for target in read.targets.get(&one.programme.id).into_iter().flatten() {
            let result = read.results.get(&target.id).copied();
            let wanted = |year: &i64| target.wants.iter().find(|want| want.year == *year).map(|want| want.amount);
            let mut row = begun(one);
            row.extend([
                target.title.clone().into(),
                target.clause.clone().into(),
                target.measure.clone().into(),
                cx.word("programmes-direction", target.direction).into(),
                amount(target.baseline),
            ]);
            row.extend(years.iter().map(|year| amount(wanted(year))));
            row.extend([
                amount(result),
                cx.word("programmes-method", target.method).into(),
                cx.word("programmes-colour", target.colour(result, read.day)).into(),
            ]);
            rows.push(row);
        }
    }
    Sheet { name: cx.t("programmes-targets"), headings, rows }
}

fn tasks_sheet(cx: &Cx, read: &Read) -> Sheet<'static> {
    let headings = headings(cx, &task_columns(read.names_people));
    let mut rows = Vec::new();
    for one in &read.programmes {
        for task in read.tasks.get(&one.programme.id).into_iter().flatten() {
            let mut row = begun(one);
            row.extend([&task.work, &task.clause, &task.lead].map(|text| Value::from(text.clone())));
            row.extend(read.names_people.then(|| Value::from(task.answers.clone())));
            row.extend([
                task.partners.clone().into(),
                day_value(task.starts_on),
                day_value(task.due_on),
                task.product.clone().into(),
                task.funding.clone().into(),
                task.percent.into(),
                cx.word("programmes-colour", task.colour(read.day)).into(),
            ]);
            rows.push(row);
        }
    }
    Sheet { name: cx.t("programmes-tasks"), headings, rows }
}
