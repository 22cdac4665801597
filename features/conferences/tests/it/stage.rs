//! A conference of the small province, ready to be played.

use conferences::domain::{Conference, Form, Kind, Outcome, Point, Way};
use conferences::store::{self, Delegate, DelegateFilter, NewConference, NewDelegate, Scope};
use kernel::{ConferenceId, DelegateId, Instant, PersonId, PointId, RolloutId, UnitKind};
use people::domain::NewPerson;
use platform::db::{StoreError, Tx};
use rollouts::domain::{Ask, Audience, DeadlineRule, Measure, Rollout, RolloutState};
use rollouts::store::NewRollout;
use testkit::Site;

/// The people of the province: name, unit, key official.
pub const PEOPLE: &[(&str, &str, bool)] = &[
    ("Lò Thị Mây", "X01-C02", true),
    ("Hầu A Dính", "X01-C02", false),
    ("Vàng Văn Sáng", "X01-C01-01", false),
    ("Đinh Thị Ổi", "X01-C01-02", false),
    ("Nguyễn Văn Sáng", "X02-C01-01", true),
    ("Trần Đức Thắng", "D01-C01-01", true),
];

/// Puts the people of the province there.
pub fn people(site: &Site) -> Vec<PersonId> {
    let mut ids = Vec::new();
    for (name, unit, official) in PEOPLE {
        let mut new = NewPerson::named(*name, site.unit(unit));
        new.is_key_official = *official;
        ids.push(site.write(move |tx| people::store::insert_person(tx, &new)));
    }
    ids
}

/// A conference of the province on 24 November 2026 from half past seven, in preparation, points down to the communes.
pub fn a_conference(site: &Site, rollout: Option<RolloutId>) -> Conference {
    let unit = site.unit("TU");
    let starts_at = Instant::at("2026-11-24".parse().unwrap(), 7, 30);
    site.write(move |tx| {
        let new = NewConference {
            rollout,
            unit,
            title: "Hội nghị học tập, quán triệt Chỉ thị 12".into(),
            form: Form::Mixed,
            place: "Hội trường tỉnh".into(),
            starts_at,
            ends_at: starts_at.plus_seconds(4 * 3600),
            make_up_of: None,
            head_count_due_on: None,
        };
        let id = store::insert(tx, &new)?;
        let conference = store::find(tx, id)?;
        let kinds = [UnitKind::CommuneCommittee, UnitKind::DirectCommittee];
        assert_eq!(store::generate_points(tx, &conference, &kinds)?, 4);
        Ok(conference)
    })
}

/// A launched rollout of the province that asks communes and direct committees for a conference.
pub fn a_rollout(site: &Site) -> RolloutId {
    let unit = site.unit("TU");
    site.write(move |tx| {
        let new = NewRollout { unit, title: "Chỉ thị 12".into(), depth: None, starts_on: None, ends_on: None };
        let id = rollouts::store::insert(tx, &new)?;
        let ask = Ask {
            measure: Measure::Conference,
            title: "Tổ chức hội nghị".into(),
            addressees: vec![UnitKind::ProvinceCommittee, UnitKind::CommuneCommittee, UnitKind::DirectCommittee],
            audience: Audience::Members,
            deadline: DeadlineRule::DaysAfterLaunch(10),
            note: String::new(),
            figures: Vec::new(),
        };
        rollouts::store::insert_requirement(tx, id, unit, &ask)?;
        let draft = rollouts::store::find(tx, id)?;
        let launched = Rollout { state: RolloutState::Launched { on: tx.today() }, ..draft };
        rollouts::store::launch(tx, &launched)?;
        Ok(id)
    })
}

/// The states of the conference duties of a rollout, by the unit's code.
pub fn duties(site: &Site, rollout: RolloutId) -> Vec<(String, String)> {
    site.read(|tx| {
        tx.list(
            "SELECT u.code, d.state FROM duty d JOIN unit u ON u.id = d.unit_id WHERE d.rollout_id = $1 ORDER BY u.code",
            platform::params![rollout],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    })
}

/// All six people summoned to the point nearest their unit.
pub fn summoned(site: &Site, conference: &Conference) -> Vec<Delegate> {
    let conference = conference.clone();
    site.write(move |tx| {
        let done = store::summon_scope(tx, &conference, conference.unit, Scope::AllMembers, None)?;
        assert_eq!((done.added, done.already), (6, 0));
        store::list_delegates(tx, &everyone(conference.id), 0, 100)
    })
}

/// Opens attendance on the day of the conference, at its hour.
pub fn opened(site: &Site, id: ConferenceId) -> Conference {
    site.set_time("2026-11-24", 7, 30);
    opened_now(site, id)
}

/// Opens attendance now.
pub fn opened_now(site: &Site, id: ConferenceId) -> Conference {
    site.write(move |tx| {
        let points = store::count_points(tx, id)?;
        let conference =
            store::find(tx, id)?.open(points, tx.today()).map_err(|e| StoreError::Driver(e.to_string()))?;
        store::open(tx, &conference)?;
        store::find(tx, id)
    })
}

/// Makes attendance final.
pub fn closed(site: &Site, id: ConferenceId) -> i64 {
    site.write(move |tx| {
        let conference = store::find(tx, id)?.close(tx.today()).map_err(|e| StoreError::Driver(e.to_string()))?;
        store::close(tx, &conference)
    })
}

/// Every delegate of a conference.
pub fn everyone(conference: ConferenceId) -> DelegateFilter {
    DelegateFilter { conference, point: None, like: "%%".into(), outcome: String::new(), branch: None }
}

/// The point of the unit with this code.
pub fn point_of(site: &Site, conference: ConferenceId, unit: &'static str) -> Point {
    let unit = site.unit(unit);
    let points = site.read(|tx| store::list_points(tx, conference));
    points.into_iter().find(|p| p.unit == unit).expect("the unit has a point")
}

/// The code shown now at a point.
pub fn code_at(site: &Site, conference: &Conference, point: PointId) -> String {
    conference.code_seed.code_at(point, site.app.clock.now())
}

/// Sets an outcome by the organiser's list.
pub fn set(site: &Site, delegate: DelegateId, to: Outcome) -> bool {
    site.write(move |tx| store::record_outcome(tx, delegate, to, Way::Organiser, "ốm"))
}

/// A ledger figure of a conference at a unit today.
pub fn figure(site: &Site, subject: impl ToString, figure: &str, unit: &'static str) -> i64 {
    let (unit, today, subject) = (site.unit(unit), site.today(), subject.to_string());
    site.read(|tx| figures::store::value(tx, &subject, figure, unit, today))
}

/// A guest without a place in the register.
pub fn a_guest(tx: &mut Tx<'_>, conference: &Conference, point: &Point, name: &str) -> Result<(), StoreError> {
    let guest = NewDelegate {
        point: point.id,
        person: None,
        unit: point.unit,
        name: name.into(),
        post: "Khách".into(),
        kind: Kind::Guest,
        makes_up_for: None,
    };
    store::summon(tx, conference, &[guest]).map(|_| ())
}
