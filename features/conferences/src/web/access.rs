//! Who may see or do what with a conference: the organiser's branch everything, the units of points their own points.

use std::collections::HashSet;

use kernel::{ConferenceId, Permission, PointId, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Failure, ListQuery, Listing};

use crate::domain::attendance::may_use;
use crate::domain::{Conference, Point, Sums};
use crate::store::{Delegate, PointWithSums};
use crate::{permissions, store};

/// A conference as somebody may see it.
pub(crate) struct Seen {
    /// The conference.
    pub conference: Conference,
    /// The points seen; none of them named means all.
    pub points: Option<HashSet<PointId>>,
    /// May plan, summon, open and close.
    pub organises: bool,
}

impl Seen {
    /// True when this point is seen.
    pub fn sees(&self, point: PointId) -> bool {
        self.points.as_ref().is_none_or(|points| points.contains(&point))
    }
}

/// The conference, when the actor's branches hold its organiser or one of its points; not found otherwise.
pub(crate) fn see(tx: &mut Tx<'_>, who: &Actor, id: ConferenceId) -> Result<Seen, Failure> {
    let conference = store::find(tx, id)?;
    let organises = who.may(tx, permissions::ORGANISE, conference.unit)?;
    if organises || who.may(tx, permissions::VIEW, conference.unit)? {
        return Ok(Seen { conference, points: None, organises });
    }
    let points = store::list_seen_points(tx, id, &who.scope(permissions::VIEW))?;
    if points.is_empty() {
        return Err(Failure::NotFound);
    }
    Ok(Seen { conference, points: Some(points.into_iter().collect()), organises })
}

/// The points somebody sees of a conference: all of them together, and the page of them that is shown.
pub(crate) struct PointsSeen {
    /// All seen points together.
    pub total: Sums,
    /// How many are seen.
    pub count: i64,
    /// The page of those whose name matches.
    pub page: Listing<PointWithSums>,
}

/// The points seen, searched and paged as the query says.
pub(crate) fn points_seen(
    tx: &mut Tx<'_>,
    seen: &Seen,
    query: ListQuery,
    address: String,
) -> Result<PointsSeen, Failure> {
    let mut points = store::list_points_with_sums(tx, seen.conference.id)?;
    points.retain(|row| seen.sees(row.point.id));
    let total = Sums::of_all(points.iter().map(|row| &row.own));
    let count = i64::try_from(points.len()).unwrap_or(i64::MAX);
    let folded = vietnamese::fold(&query.q);
    points.retain(|row| vietnamese::fold(&row.point.name).contains(&folded));
    let matching = i64::try_from(points.len()).unwrap_or(i64::MAX);
    let (skip, take) = if query.is_export() { (0, i64::MAX) } else { (query.offset(), query.size()) };
    let skip = usize::try_from(skip).unwrap_or(0);
    let rows = points.into_iter().skip(skip).take(usize::try_from(take).unwrap_or(usize::MAX)).collect();
    Ok(PointsSeen { total, count, page: Listing::new(rows, matching, query, address) })
}

/// The conference, when the actor may organise it.
pub(crate) fn organise(tx: &mut Tx<'_>, who: &Actor, id: ConferenceId) -> Result<Conference, Failure> {
    let seen = see(tx, who, id)?;
    if seen.organises { Ok(seen.conference) } else { Err(Failure::Forbidden) }
}

/// The conference, when the actor may change it now.
pub(crate) fn change(tx: &mut Tx<'_>, who: &Actor, id: ConferenceId) -> Result<Conference, Failure> {
    let conference = organise(tx, who, id)?;
    conference.may_change().or_refuse()?;
    Ok(conference)
}

/// The point and its conference, when the actor holds the permission at the point's unit or organises the conference.
pub(crate) fn at_point(
    tx: &mut Tx<'_>,
    who: &Actor,
    permission: Permission,
    id: PointId,
) -> Result<(Conference, Point), Failure> {
    let point = store::find_point(tx, id)?;
    let conference = store::find(tx, point.conference)?;
    let organises = permission != permissions::ORGANISE && who.may(tx, permission, conference.unit)?;
    if !organises {
        let unit = if permission == permissions::ORGANISE { conference.unit } else { point.unit };
        who.must(tx, permission, unit)?;
    }
    Ok((conference, point))
}

/// The delegate with this invitation, for who holds it; whoever acts in a member's place finds that member's only.
pub(crate) fn invited(tx: &mut Tx<'_>, who: &Actor, invitation: &str) -> Result<Delegate, Failure> {
    let delegate = store::lookup_by_invitation(tx, invitation)?.ok_or(Failure::NotFound)?;
    let acting_for = who.person().filter(|_| who.helper().is_some());
    may_use(acting_for, delegate.person).or_refuse()?;
    Ok(delegate)
}

/// The points of a conference at which the actor may summon and take attendance.
pub(crate) fn points_to_fill(tx: &mut Tx<'_>, who: &Actor, conference: &Conference) -> Result<Vec<Point>, Failure> {
    let all = store::list_points(tx, conference.id)?;
    if who.may(tx, permissions::ATTEND_TO_POINT, conference.unit)? {
        return Ok(all);
    }
    let mine: HashSet<PointId> =
        store::list_seen_points(tx, conference.id, &who.scope(permissions::ATTEND_TO_POINT))?.into_iter().collect();
    if mine.is_empty() {
        return Err(Failure::NotFound);
    }
    Ok(all.into_iter().filter(|point| mine.contains(&point.id)).collect())
}

/// The branches in which the actor may take people from.
pub(crate) fn branches(who: &Actor) -> Vec<UnitId> {
    who.scope(permissions::ATTEND_TO_POINT)
}
