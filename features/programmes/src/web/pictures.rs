//! Pictures of progress: the tasks over time (Gantt), the results of a target against what is wanted (burn-up).

use askama::Template;
use kernel::Day;
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, json, page};
use serde::Serialize;

use super::show::ShowQuery;
use super::{day_or_today, programme_for, shown};
use crate::domain::{Programme, ProgrammeId, TargetId, Task};
use crate::permissions::VIEW;
use crate::store;

/// A bar of the picture, in per cent of the programme's time.
struct Bar {
    from: i64,
    width: i64,
    /// The part that is done.
    done: i64,
}

#[derive(Template)]
#[template(path = "programmes/gantt.html")]
struct GanttPage {
    cx: Cx,
    programme: Programme,
    day: Day,
    /// Where the day stands, in per cent of the programme's time.
    now: i64,
    tasks: Vec<(Task, Option<Bar>)>,
}

/// How far a day lies in the time of the programme, in per cent.
fn place(programme: &Programme, day: Day) -> i64 {
    let days = |from: Day, to: Day| i64::from((to.0 - from.0).get_days());
    let whole = days(programme.head.starts_on, programme.head.ends_on).max(1);
    (days(programme.head.starts_on, day) * 100 / whole).clamp(0, 100)
}

fn bar(programme: &Programme, task: &Task) -> Option<Bar> {
    let due_on = task.due_on?;
    let from = place(programme, task.starts_on.unwrap_or(programme.head.starts_on));
    let width = (place(programme, due_on) - from).max(1);
    Some(Bar { from, width, done: width * task.percent.clamp(0, 100) / 100 })
}

pub(crate) async fn gantt(who: Actor, Path(id): Path<ProgrammeId>, Query(query): Query<ShowQuery>) -> Answer {
    let (asker, day) = (who.clone(), day_or_today(&who, &query.day));
    let drawn = who
        .read(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            let mut tasks = store::list_tasks(tx, id, day)?;
            tasks.sort_by_key(|task| (task.starts_on, task.due_on));
            let tasks = tasks.into_iter().map(|task| (bar(&programme, &task), task)).map(|(bar, task)| (task, bar));
            Ok::<_, Failure>(GanttPage {
                cx: asker.cx("programmes-gantt"),
                now: place(&programme, day),
                tasks: tasks.collect(),
                day,
                programme,
            })
        })
        .await?;
    page(&drawn)
}

/// A curve: what it is called, its values; a gap where nothing is known.
#[derive(Debug, Serialize)]
struct Series {
    name: String,
    values: Vec<Option<f64>>,
    step: bool,
}

/// The results of a target beside what is wanted.
#[derive(Debug, Serialize)]
struct Curve {
    x: Vec<String>,
    series: Vec<Series>,
}

pub(crate) async fn curve(who: Actor, Path(id): Path<TargetId>) -> Answer {
    let asker = who.clone();
    let (target, results) = who
        .read(move |tx| {
            let target = store::find_target(tx, id)?;
            programme_for(&asker, tx, VIEW, target.programme)?;
            let mut days: Vec<Day> =
                store::list_entries(tx, &id.to_string())?.iter().map(|one| one.entered.on).collect();
            for below in store::list_serving(tx, id, asker.today())? {
                days.extend(store::list_entries(tx, &below.target.id.to_string())?.iter().map(|one| one.entered.on));
            }
            days.sort_unstable();
            days.dedup();
            let mut results = Vec::with_capacity(days.len());
            for day in days {
                results.push((day, store::result_on(tx, &target, day)?));
            }
            Ok::<_, Failure>((target, results))
        })
        .await?;
    let year_end = |year: i64| format!("{year}-12-31").parse::<Day>().ok();
    let mut days: Vec<Day> = results.iter().map(|(day, _)| *day).collect();
    days.extend(target.wants.iter().filter_map(|want| year_end(want.year)));
    days.sort_unstable();
    days.dedup();
    let whole = |amount: crate::domain::Amount| {
        // thousandths to whole units, for a picture only
        f64::from(i32::try_from(amount.0 / 1_000).unwrap_or(i32::MAX))
            + f64::from(i32::try_from(amount.0 % 1_000).unwrap_or_default()) / 1_000.0
    };
    let of = |day: &Day| results.iter().find(|(on, _)| on == day).and_then(|(_, result)| *result).map(whole);
    let wanted =
        |day: &Day| target.wants.iter().find(|want| year_end(want.year) == Some(*day)).map(|w| whole(w.amount));
    let cx = who.cx("programmes-target");
    let series = vec![
        Series { name: cx.t("programmes-result"), values: days.iter().map(of).collect(), step: false },
        Series { name: cx.t("programmes-wanted"), values: days.iter().map(wanted).collect(), step: false },
    ];
    json(Curve { x: days.iter().map(|day| day.shown()).collect(), series })
}

impl GanttPage {
    /// The class of the part that is done.
    fn class(&self, task: &Task) -> &'static str {
        shown(task.colour(self.day)).code()
    }
}
