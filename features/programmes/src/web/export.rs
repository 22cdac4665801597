//! A programme as a list: targets with what is wanted and reached, tasks with their «5 rõ» and progress; also the annex of
//! its paper, and what is handed to the central monitor of resolutions as a file.

use platform::web::{Actor, Answer, Cx, Failure, Path, Query, personal_spreadsheet, spreadsheet};
use serde::Deserialize;
use sheets::Value;

use super::{day_or_today, programme_for, shown};
use crate::domain::{Amount, Programme, ProgrammeId, Target, Task};
use crate::permissions::VIEW;
use crate::store;

/// Which part, as what, of which day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ExportQuery {
    part: String,
    format: String,
    day: String,
}

pub(crate) async fn list(who: Actor, Path(id): Path<ProgrammeId>, Query(query): Query<ExportQuery>) -> Answer {
    let (asker, day) = (who.clone(), day_or_today(&who, &query.day));
    let (programme, targets, tasks) = who
        .read(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            let mut targets = Vec::new();
            for target in store::list_targets_on(tx, id, day)? {
                let result = store::result_on(tx, &target, day)?;
                targets.push((target, result));
            }
            Ok::<_, Failure>((programme, targets, store::list_tasks(tx, id, day)?))
        })
        .await?;
    let cx = who.cx("programmes-menu");
    let format = if query.format == "csv" { "csv" } else { "xlsx" };
    if query.part == "tasks" {
        return tasks_list((&who, &cx), format, &programme, &tasks, day).await;
    }
    targets_list(&cx, format, &targets, day)
}

fn amount(amount: Option<Amount>) -> Value<'static> {
    amount.map(|amount| amount.to_string()).unwrap_or_default().into()
}

fn targets_list(cx: &Cx, format: &str, targets: &[(Target, Option<Amount>)], day: kernel::Day) -> Answer {
    let headings = cx.headings(&[
        ("programmes-target", 50.0),
        ("programmes-clause", 16.0),
        ("programmes-measure", 14.0),
        ("programmes-baseline", 14.0),
        ("programmes-year", 8.0),
        ("programmes-wanted", 14.0),
        ("programmes-result", 14.0),
        ("programmes-method", 24.0),
        ("programmes-standing", 18.0),
    ]);
    let rows = targets
        .iter()
        .map(|(target, result)| {
            let want = target.want_on(day);
            vec![
                target.title.as_str().into(),
                target.clause.as_str().into(),
                target.measure.as_str().into(),
                amount(target.baseline),
                want.map(|want| want.year.to_string()).unwrap_or_default().into(),
                amount(want.map(|want| want.amount)),
                amount(*result),
                cx.word("programmes-method", target.method).into(),
                cx.word("programmes-colour", target.colour(*result, day)).into(),
            ]
        })
        .collect();
    spreadsheet("chi-tieu", format, &headings, rows)
}

/// The columns of tasks with their «5 rõ», with or without who answers for each.
pub(super) fn task_columns(names_people: bool) -> Vec<(&'static str, f64)> {
    let mut columns = vec![("programmes-work", 60.0), ("programmes-clause", 16.0), ("programmes-lead", 30.0)];
    columns.extend(names_people.then_some(("programmes-answers", 30.0)));
    columns.extend([
        ("programmes-partners", 30.0),
        ("programmes-starts-on", 14.0),
        ("programmes-due-on", 14.0),
        ("programmes-product", 30.0),
        ("programmes-funding", 20.0),
        ("programmes-percent", 10.0),
        ("programmes-standing", 18.0),
    ]);
    columns
}

/// Tasks name people: that they left is kept in the log.
async fn tasks_list(
    (who, cx): (&Actor, &Cx),
    format: &str,
    programme: &Programme,
    tasks: &[Task],
    day: kernel::Day,
) -> Answer {
    let headings = cx.headings(&task_columns(true));
    let rows = tasks
        .iter()
        .map(|task| {
            vec![
                task.work.as_str().into(),
                task.clause.as_str().into(),
                task.lead.as_str().into(),
                task.answers.as_str().into(),
                task.partners.as_str().into(),
                Some(task.starts_on.unwrap_or(programme.head.starts_on).0).into(),
                task.due_on.map(|day| day.0).into(),
                task.product.as_str().into(),
                task.funding.as_str().into(),
                task.percent.into(),
                cx.word("programmes-colour", shown(task.colour(day)).code()).into(),
            ]
        })
        .collect();
    personal_spreadsheet(who, "nhiem-vu", Some(programme.unit), format, (&headings, rows)).await
}
