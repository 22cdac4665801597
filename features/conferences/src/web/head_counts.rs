//! Head-counts: entered below by the units of the points, locked, summed upward. Entered figures stand apart from
//! recorded ones.

use askama::Template;
use kernel::{ConferenceId, PointId};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page, spreadsheet,
};
use serde::Deserialize;

use super::access;
use crate::domain::attendance::CannotEnter;
use crate::domain::plausible::{Entered, Oddity, oddities};
use crate::domain::points::Sums;
use crate::domain::{Conference, Point};
use crate::permissions;
use crate::store::{self, PointWithSums};

#[derive(Template)]
#[template(path = "conferences/head_counts.html")]
struct HeadCountsPage {
    cx: Cx,
    conference: Conference,
    rows: Listing<(PointWithSums, bool)>,
    total: Sums,
    organises: bool,
    /// Points whose figures somebody should look at, with what is odd about them.
    odd: Vec<(Point, Vec<Oddity>)>,
}

impl HeadCountsPage {
    fn is_locked(&self, row: &PointWithSums) -> bool {
        !self.conference.may_enter_expected(row.point.expected_locked_at.is_some()).is_yes()
    }
}

pub(crate) async fn head_counts(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let format = query.format.clone();
    let shown = who
        .read(move |tx| {
            let seen = access::see(tx, &asker, id)?;
            let points = access::points_seen(tx, &seen, query, format!("/conferences/{id}/head-counts"))?;
            let mine = asker.may(tx, permissions::ATTEND_TO_POINT, seen.conference.unit)?;
            let Listing { rows, total, query, address, filters, as_of } = points.page;
            let mut with_rights = Vec::with_capacity(rows.len());
            for row in rows {
                let may_enter = mine || asker.may(tx, permissions::ATTEND_TO_POINT, row.point.unit)?;
                with_rights.push((row, may_enter));
            }
            Ok::<_, Failure>(HeadCountsPage {
                cx: asker.cx("conferences-head-counts"),
                odd: odd_points(tx, &asker, &seen)?,
                rows: Listing { rows: with_rights, total, query, address, filters, as_of },
                total: points.total,
                organises: seen.organises,
                conference: seen.conference,
            })
        })
        .await?;
    if matches!(format.as_str(), "xlsx" | "csv") {
        return export(&shown, &format);
    }
    page(&shown)
}

/// Of the points the actor sees, those with odd figures; what is usual is learnt from all.
fn odd_points(
    tx: &mut platform::db::Tx<'_>,
    who: &Actor,
    seen: &access::Seen,
) -> Result<Vec<(Point, Vec<Oddity>)>, Failure> {
    let points = store::list_points(tx, seen.conference.id)?;
    let entered: Vec<Entered> =
        points.iter().map(|point| Entered { expected: point.expected, head_count: point.head_count }).collect();
    let mut odd = Vec::new();
    for (point, found) in points.into_iter().zip(oddities(&entered)) {
        if !found.is_empty() && (seen.organises || who.may(tx, permissions::ATTEND_TO_POINT, point.unit)?) {
            odd.push((point, found));
        }
    }
    Ok(odd)
}

fn export(shown: &HeadCountsPage, format: &str) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[
        ("conferences-point", 40.0),
        ("conferences-unit", 40.0),
        ("conferences-summoned", 14.0),
        ("conferences-expected", 14.0),
        ("conferences-head-count-present", 14.0),
    ]);
    let lines = shown
        .rows
        .rows
        .iter()
        .map(|(row, _)| {
            vec![
                row.point.name.as_str().into(),
                row.unit_name.as_str().into(),
                row.own.summoned.into(),
                row.point.expected.into(),
                row.point.head_count.into(),
            ]
        })
        .collect();
    spreadsheet("so-luong-dai-bieu", format, &headings, lines)
}

/// What is done with the head-count of a point.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HeadCountForm {
    act: String,
    n: String,
    version: i64,
    back: String,
}

pub(crate) async fn enter(who: Actor, Path(id): Path<PointId>, Form(form): Form<HeadCountForm>) -> Answer {
    let asker = who.clone();
    let to_check_in = form.back == "check-in";
    let conference = who
        .write(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, id)?;
            let point = Point { version: form.version, ..point };
            apply(tx, &asker, &conference, point, &form)?;
            Ok::<_, Failure>(conference.id)
        })
        .await?;
    let back =
        if to_check_in { format!("/points/{id}/check-in") } else { format!("/conferences/{conference}/head-counts") };
    go_to_saying(back, "conferences-saved")
}

fn apply(
    tx: &mut platform::db::Tx<'_>,
    who: &Actor,
    conference: &Conference,
    point: Point,
    form: &HeadCountForm,
) -> Result<(), Failure> {
    let entered = form.n.replace(['.', ' '], "").trim().parse::<i64>().ok().filter(|n| (0..=1_000_000).contains(n));
    let locked = point.expected_locked_at.is_some();
    match form.act.as_str() {
        "expected" | "lock" => {
            conference.may_enter_expected(locked).or_refuse()?;
            let mut point = point;
            if let Some(n) = entered.filter(|n| point.expected != Some(*n)) {
                store::enter_expected(tx, &point, n)?;
                point = Point { expected: Some(n), version: point.version + 1, ..point };
            } else if !form.n.trim().is_empty() && entered.is_none() {
                return Err(Failure::Malformed("conferences-error-number"));
            }
            if form.act == "lock" {
                if point.expected.is_none() {
                    return Err(kernel::Refused::because(CannotEnter::NothingEntered).into());
                }
                store::lock_expected(tx, &point)?;
            }
        }
        "unlock" => {
            who.must(tx, permissions::ORGANISE, conference.unit)?;
            conference.may_enter_expected(false).or_refuse()?;
            store::unlock_expected(tx, &point)?;
        }
        "present" => {
            let n = entered.ok_or(Failure::Malformed("conferences-error-number"))?;
            let listed = store::own_sums(tx, conference.id)?.get(&point.id).map_or(0, |sums| sums.summoned);
            conference.may_enter_head_count(listed).or_refuse()?;
            store::enter_head_count(tx, &point, n)?;
        }
        "connect" | "disconnect" => store::note_connected(tx, &point, form.act == "connect")?,
        _ => return Err(Failure::Malformed("form-unreadable")),
    }
    Ok(())
}
