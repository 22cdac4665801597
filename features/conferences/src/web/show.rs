//! One conference: its facts left, what may be done next right; points, agenda, checklist below. Opening and closing.

use askama::Template;
use kernel::{ConferenceId, Day, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, State as Colour, go_to_saying, page,
};
use serde::Deserialize;

use super::{access, list};
use crate::domain::attendance::{
    ABSENT_WITH_REASON, ABSENT_WITHOUT_REASON, ATTENDED, HEAD_COUNT, HEAD_COUNT_EXPECTED, SUMMONED,
};
use crate::domain::checklist::Urgency;
use crate::domain::points::Sums;
use crate::domain::{ChecklistItem, Conference};
use crate::permissions;
use crate::store::{self, AgendaItem, PointWithSums};

#[derive(Template)]
#[template(path = "conferences/show.html")]
struct ShowPage {
    cx: Cx,
    conference: Conference,
    unit_name: String,
    /// In which branch its people are counted: that of its unit, or of the one that took its place.
    branch: UnitId,
    rollout: Option<(String, String)>,
    make_up_of: Option<(ConferenceId, String)>,
    total: Sums,
    /// What is told of people: of today, or as of the day asked for.
    told: Sums,
    points: Listing<PointWithSums>,
    agenda: Vec<AgendaItem>,
    checklist: Vec<ChecklistItem>,
    organises: bool,
    attends: bool,
    is_whole: bool,
    owing: i64,
    why_not_open: String,
    why_not_close: String,
    why_not_make_up: String,
    today: Day,
    /// The day as of which the figures are told, when it is not today.
    as_of: Option<Day>,
}

impl ShowPage {
    fn colour(&self) -> Colour {
        list::colour(self.conference.state)
    }

    fn urgency(&self, item: &ChecklistItem) -> (Colour, &'static str) {
        urgency(item, self.today)
    }

    fn deviation(&self, item: &AgendaItem) -> String {
        deviation(&self.cx, item)
    }

    fn offset(&self, item: &ChecklistItem) -> String {
        offset(&self.cx, item)
    }

    /// The page behind a figure of this conference, on the day that is shown.
    fn figure(&self, figure: &str) -> String {
        let day = self.as_of.map(|day| format!("&day={day}")).unwrap_or_default();
        format!("/figures/{}/conferences.{figure}?unit={}{day}", self.conference.id, self.branch)
    }

    /// True while nobody is summoned: that is done before attendance is opened.
    fn summons_first(&self) -> bool {
        self.organises && self.attends && self.conference.state.is_planned() && self.total.summoned == 0
    }

    /// The day in the field that asks for another.
    fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }
}

/// How far a line of the checklist is from the conference, in words.
pub(crate) fn offset(cx: &Cx, item: &ChecklistItem) -> String {
    match item.day_offset {
        0 => cx.t("conferences-checklist-on-the-day"),
        days if days < 0 => cx.t1("conferences-checklist-before", "count", -days),
        days => cx.t1("conferences-checklist-after", "count", days),
    }
}

/// The query of the page: which points, and as of which day its figures.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShowQuery {
    q: String,
    page: i64,
    size: i64,
    format: String,
    day: String,
}

impl ShowQuery {
    fn points(&self) -> ListQuery {
        let size = if self.size > 0 { self.size } else { POINTS_SHOWN };
        let (q, format) = (self.q.clone(), self.format.clone());
        ListQuery { q, page: self.page, size, format, ..ListQuery::default() }
    }

    /// A day before today; the present is told otherwise.
    fn past_day(&self, today: Day) -> Option<Day> {
        platform::web::typed_day(&self.day).filter(|day| *day < today)
    }
}

/// What the ledger tells of the people of the whole conference at the end of a day; it knows units, not points.
fn sums_on(tx: &mut Tx<'_>, conference: &Conference, day: Day) -> Result<Sums, StoreError> {
    let subject = conference.id.to_string();
    let branch = units::store::counted_in(tx, conference.unit, day)?;
    let as_of = units::store::day_of_branch(tx, branch, day)?;
    let mut of = |figure: &str| figures::store::value(tx, &subject, figure, branch, as_of);
    Ok(Sums {
        summoned: of(SUMMONED)?,
        present: of(ATTENDED)?,
        with_reason: of(ABSENT_WITH_REASON)?,
        without_reason: of(ABSENT_WITHOUT_REASON)?,
        expected: of(HEAD_COUNT_EXPECTED)?,
        head_count: of(HEAD_COUNT)?,
        ..Sums::default()
    })
}

/// Points on a page of the conference, so that agenda and checklist stay near; the list of head-counts shows more.
const POINTS_SHOWN: i64 = 12;

/// A line's colour and the key of its word.
pub(crate) fn urgency(item: &ChecklistItem, today: Day) -> (Colour, &'static str) {
    match item.urgency(today) {
        Urgency::Done => (Colour::Green, "conferences-checklist-done"),
        Urgency::Later => (Colour::Grey, "conferences-checklist-later"),
        Urgency::Soon => (Colour::Amber, "conferences-checklist-soon"),
        Urgency::Late => (Colour::Red, "conferences-checklist-late"),
    }
}

/// How far a line of the agenda began and ended from its plan, in words; empty while nothing is noted or all was in time.
pub(crate) fn deviation(cx: &Cx, item: &AgendaItem) -> String {
    let said = |what: &str, minutes: Option<i64>| match minutes? {
        0 => None,
        late @ 1.. => Some(cx.t1(format!("conferences-{what}-late"), "count", late)),
        early => Some(cx.t1(format!("conferences-{what}-early"), "count", -early)),
    };
    let parts = [said("began", item.minutes_late_to_begin()), said("ended", item.minutes_late())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(crate) async fn show(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<ShowQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let seen = access::see(tx, &asker, id)?;
            let mut points = access::points_seen(tx, &seen, query.points(), format!("/conferences/{id}"))?;
            let conference = seen.conference.clone();
            // of a few points the ledger knows nothing
            let as_of = query.past_day(asker.today()).filter(|_| seen.points.is_none());
            let mut told = points.total;
            if let Some(day) = as_of {
                told = sums_on(tx, &conference, day)?;
                points.page.filters = format!("day={day}");
            }
            let branch = units::store::counted_in(tx, conference.unit, as_of.unwrap_or(asker.today()))?;
            let owing = if conference.state.is_closed() { store::count_owing(tx, id, branch)? } else { 0 };
            let cx = asker.cx_titled(conference.title.clone());
            let make_up_of = conference.make_up_of.map(|first| store::find(tx, first)).transpose()?;
            Ok::<_, Failure>(ShowPage {
                unit_name: units::store::find(tx, conference.unit)?.name,
                rollout: rollout_of(tx, &conference)?,
                make_up_of: make_up_of.map(|first| (first.id, first.title)),
                total: points.total,
                told,
                agenda: store::list_agenda(tx, id)?,
                checklist: store::list_checklist(tx, id)?,
                organises: seen.organises,
                attends: asker.holds(permissions::ATTEND_TO_POINT),
                is_whole: seen.points.is_none(),
                owing,
                why_not_open: cx.reasons(&conference.may_open(points.count).told()),
                why_not_close: cx.reasons(&conference.may_close(asker.today()).told()),
                why_not_make_up: cx.reasons(&conference.may_make_up(owing).told()),
                today: asker.today(),
                branch,
                as_of,
                points: points.page,
                conference,
                cx,
            })
        })
        .await?;
    if shown.points.query.is_export() {
        return export_points(&shown);
    }
    page(&shown)
}

fn export_points(shown: &ShowPage) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[
        ("conferences-point", 40.0),
        ("conferences-unit", 40.0),
        ("conferences-summoned", 14.0),
        ("conferences-present", 14.0),
        ("conferences-outcome-absent_with_reason", 18.0),
        ("conferences-outcome-absent_without_reason", 18.0),
        ("conferences-expected", 14.0),
        ("conferences-head-count-present", 18.0),
    ]);
    let lines = shown
        .points
        .rows
        .iter()
        .map(|row| {
            vec![
                row.point.name.as_str().into(),
                row.unit_name.as_str().into(),
                row.own.summoned.into(),
                row.own.present.into(),
                row.own.with_reason.into(),
                row.own.without_reason.into(),
                row.point.expected.into(),
                row.point.head_count.into(),
            ]
        })
        .collect();
    platform::web::spreadsheet("diem-cau", &shown.points.query.format, &headings, lines)
}

fn rollout_of(tx: &mut Tx<'_>, conference: &Conference) -> Result<Option<(String, String)>, StoreError> {
    let Some(rollout) = conference.rollout else { return Ok(None) };
    tx.lookup("SELECT id, title FROM rollout WHERE id = $1", platform::params![rollout], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// A form that carries only the version that was seen.
#[derive(Debug, Deserialize)]
pub(crate) struct Versioned {
    /// The version of the page.
    pub version: i64,
}

pub(crate) async fn open(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<Versioned>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let conference = Conference { version: form.version, ..access::organise(tx, &asker, id)? };
        let points = store::count_points(tx, id)?;
        let opened = conference.open(points, asker.today())?;
        store::open(tx, &opened)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}"), "conferences-opened-saved")
}

pub(crate) async fn close(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<Versioned>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let conference = Conference { version: form.version, ..access::organise(tx, &asker, id)? };
        let closed = conference.close(asker.today())?;
        store::close(tx, &closed)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}"), "conferences-closed-saved")
}

#[derive(Template)]
#[template(path = "conferences/absentees.html")]
struct AbsenteesPage {
    cx: Cx,
    conference: Conference,
    absentees: Vec<store::Absentee>,
    made_up: i64,
    only_owing: bool,
    organises: bool,
}

/// The query of the list of absentees.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AbsenteesQuery {
    owing: String,
    format: String,
}

pub(crate) async fn absentees(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<AbsenteesQuery>) -> Answer {
    let (asker, only_owing) = (who.clone(), query.owing == "1");
    let shown = who
        .read(move |tx| {
            let seen = access::see(tx, &asker, id)?;
            let result = store::result(tx, id, seen.conference.unit)?;
            let mut absentees = result.absentees;
            absentees.retain(|a| seen.sees(a.point) && !(only_owing && a.is_made_up));
            Ok::<_, Failure>(AbsenteesPage {
                cx: asker.cx("conferences-absentees"),
                made_up: absentees.iter().filter(|a| a.is_made_up).fold(0, |n, _| n + 1),
                organises: seen.organises,
                conference: seen.conference,
                absentees,
                only_owing,
            })
        })
        .await?;
    if matches!(query.format.as_str(), "xlsx" | "csv") {
        return export_absentees(&who, &shown, &query.format).await;
    }
    page(&shown)
}

async fn export_absentees(who: &Actor, shown: &AbsenteesPage, format: &str) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[
        ("conferences-name", 30.0),
        ("conferences-post", 30.0),
        ("conferences-unit", 36.0),
        ("conferences-point", 36.0),
        ("conferences-outcome", 22.0),
        ("conferences-reason", 40.0),
        ("conferences-made-up", 16.0),
    ]);
    let lines = shown
        .absentees
        .iter()
        .map(|a| {
            vec![
                a.name.as_str().into(),
                a.post.as_str().into(),
                a.unit_name.as_str().into(),
                a.point_name.as_str().into(),
                cx.word("conferences-outcome", a.outcome.code()).into(),
                a.reason.as_str().into(),
                (if a.is_made_up { cx.t("conferences-yes") } else { String::new() }).into(),
            ]
        })
        .collect();
    let unit = Some(shown.conference.unit);
    platform::web::personal_spreadsheet(who, "vang-mat", unit, format, (&headings, lines)).await
}
