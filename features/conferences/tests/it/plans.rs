//! Planning: the conference, its points, checklist, agenda, head-counts.

use conferences::domain::{Conference, Point, State};
use conferences::store::{self, NewAgendaItem, NewPoint};
use kernel::{Instant, UnitKind};
use testkit::on_both_databases;

use crate::stage::{a_conference, closed, figure, opened, people, point_of, summoned};

on_both_databases! {
    fn a_new_conference_has_the_dated_checklist_of_its_day(site) {
        let conference = a_conference(site, None);
        let list = site.read(|tx| store::list_checklist(tx, conference.id));
        let days: Vec<(i64, String)> = list.iter().map(|i| (i.day_offset, i.due_on.to_string())).collect();
        assert_eq!(days.len(), 8);
        assert_eq!(days[0], (-5, "2026-11-19".into()));
        assert_eq!(days[7], (0, "2026-11-24".into()));
        assert_eq!(conference.head_count_due_on.map(|d| d.to_string()), Some("2026-11-23".into()));
    }

    fn moving_the_conference_moves_its_checklist(site) {
        let conference = a_conference(site, None);
        let id = conference.id;
        let starts_at = Instant::at("2026-12-01".parse().unwrap(), 8, 0);
        let moved = Conference { starts_at, ends_at: starts_at.plus_seconds(3600), ..conference.clone() };
        site.write(move |tx| store::save(tx, &moved));
        let first = site.read(|tx| store::list_checklist(tx, id)).remove(0);
        assert_eq!(first.due_on.to_string(), "2026-11-26");
        let stale = site.try_write(move |tx| Ok(store::save(tx, &conference)?));
        assert!(matches!(stale, Err(platform::web::Failure::Stale)));
    }

    fn checklist_lines_are_added_changed_ticked_and_removed(site) {
        let conference = a_conference(site, None);
        let added = conference.clone();
        let id = site.write(move |tx| store::add_checklist_item(tx, &added, "Đặt nước uống", -1));
        let changed = conference.clone();
        site.write(move |tx| {
            let (mut item, owner) = store::find_checklist_item(tx, id)?;
            assert_eq!(owner, changed.id);
            item.day_offset = -2;
            store::save_checklist_item(tx, &changed, &item)?;
            store::tick_checklist_item(tx, &item, changed.unit, true)
        });
        let (item, _) = site.read(|tx| store::find_checklist_item(tx, id));
        assert_eq!((item.due_on.to_string(), item.done_at.is_some()), ("2026-11-22".into(), true));
        let due = site.read(|tx| store::list_due_checklist(tx, &[site.unit("TU")], "2026-11-23".parse().unwrap()));
        assert_eq!((due.len(), due[0].lines, due[0].due_on.to_string()), (1, 6, "2026-11-19".into()));
        site.write(move |tx| store::remove_checklist_item(tx, &conference, &item));
        assert!(site.try_write(move |tx| Ok(store::find_checklist_item(tx, id)?)).is_err());
    }

    fn the_agenda_keeps_planned_and_real_times_apart(site) {
        let conference = a_conference(site, None);
        let id = conference.id;
        let at = |hour, minute| Instant::at("2026-11-24".parse().unwrap(), hour, minute);
        let new = NewAgendaItem {
            title: "Quán triệt nội dung cốt lõi".into(),
            reporter_id: None,
            reporter: "Đồng chí Hoàng Văn Tài".into(),
            planned_from: at(8, 0),
            planned_to: at(9, 30),
        };
        let first = conference.clone();
        let item = site.write(move |tx| store::insert_agenda_item(tx, &first, &new));
        let noted = conference.clone();
        site.write(move |tx| {
            let item = store::lookup_agenda_item(tx, item)?.unwrap();
            store::note_agenda_time(tx, &noted, &item, (Some(at(8, 10)), Some(at(9, 45))))
        });
        let item = site.read(|tx| store::list_agenda(tx, id)).remove(0);
        assert_eq!(item.minutes_late(), Some(15));
        site.write(move |tx| store::remove_agenda_item(tx, &conference, &item));
        assert!(site.read(|tx| store::list_agenda(tx, id)).is_empty());
    }

    fn points_are_made_for_the_branch_and_nest_as_the_units_do(site) {
        let conference = a_conference(site, None);
        let id = conference.id;
        let kinds = [UnitKind::CommuneCommittee, UnitKind::DirectCommittee, UnitKind::GrassrootsOrganisation,
            UnitKind::GrassrootsCell, UnitKind::Cell];
        let made = site.write(move |tx| store::generate_points(tx, &conference, &kinds));
        assert_eq!(made, 8);
        let points = site.read(|tx| store::list_points(tx, id));
        assert_eq!((points[0].depth, points[0].name.as_str()), (0, "Hội trường tỉnh"));
        let cell = points.iter().find(|p| p.unit == site.unit("X01-C01-02")).unwrap();
        let above = points.iter().find(|p| Some(p.id) == cell.parent).unwrap();
        assert_eq!((cell.depth, above.unit), (3, site.unit("X01-C01")));
        let main = site.read(|tx| store::main_point(tx, id)).unwrap();
        assert_eq!(main.id, points[0].id);
    }

    fn a_moved_point_takes_along_what_hangs_below_it(site) {
        let conference = a_conference(site, None);
        let commune = point_of(site, conference.id, "X01");
        let new = NewPoint { parent: Some(commune.id), unit: site.unit("X01-C02"), name: "Trạm Y tế".into(), place: String::new() };
        let organised = conference.clone();
        let below = site.write(move |tx| store::insert_point(tx, &organised, &new));
        let other = point_of(site, conference.id, "X02");
        let after = Point { parent: Some(other.id), name: "Xã An Khê Thượng".into(), ..commune.clone() };
        let before = commune.clone();
        site.write(move |tx| store::save_point(tx, &before, &after));
        let moved = site.read(|tx| store::find_point(tx, below));
        assert_eq!(moved.depth, 3);
        assert!(moved.sort_key.starts_with(&other.sort_key));
        site.write(move |tx| store::remove_point(tx, &moved));
        assert_eq!(site.read(|tx| store::count_points(tx, conference.id)), 4);
    }

    fn expected_numbers_are_entered_locked_and_summed_upward(site) {
        let conference = a_conference(site, None);
        let id = conference.id;
        for (unit, n) in [("X01", 40), ("X02", 25)] {
            let point = point_of(site, id, unit);
            site.write(move |tx| store::enter_expected(tx, &point, n));
        }
        let point = point_of(site, id, "X01");
        site.write(move |tx| {
            store::enter_expected(tx, &point, 42)?;
            store::lock_expected(tx, &Point { version: point.version + 1, ..point })
        });
        let rows = site.read(|tx| store::list_points_with_sums(tx, id));
        assert_eq!((rows[0].below.expected, rows[0].below.locked, rows[0].own.expected), (67, 1, 0));
        site.settle();
        assert_eq!(figure(site, id, "conferences.head_count_expected", "TU"), 67);
        assert_eq!(figure(site, id, "conferences.head_count_expected", "X01"), 42);
        let due = site.read(|tx| store::list_due_head_counts(tx, &[site.unit("X01"), site.unit("X02")]));
        assert_eq!((due.len(), due[0].points), (1, 1));
        let locked = point_of(site, id, "X01");
        site.write(move |tx| store::unlock_expected(tx, &locked));
        site.assert_ledger_is_true();
    }

    fn a_head_count_stands_apart_from_check_ins(site) {
        let conference = a_conference(site, None);
        let id = conference.id;
        opened(site, id);
        let point = point_of(site, id, "X02");
        site.write(move |tx| store::enter_head_count(tx, &point, 31));
        let point = point_of(site, id, "X02");
        site.write(move |tx| store::enter_head_count(tx, &point, 30));
        let main = point_of(site, id, "TU");
        site.write(move |tx| store::note_connected(tx, &main, true));
        site.settle();
        assert_eq!(figure(site, id, "conferences.head_count", "TU"), 30);
        assert_eq!(figure(site, id, "conferences.attended", "TU"), 0);
        let live = site.read(|tx| store::live(tx, id));
        assert_eq!((live.total.connected, live.total.points, live.total.head_count, live.total.present), (2, 4, 30, 0));
        let main = point_of(site, id, "TU");
        site.write(move |tx| store::note_connected(tx, &main, false));
        assert_eq!(site.read(|tx| store::live(tx, id)).total.connected, 1);
        site.assert_ledger_is_true();
    }

    fn who_is_summoned_twice_stays_once_on_the_list(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        assert_eq!(delegates[0].name, "Hầu A Dính");
        let again = conference.clone();
        let done = site.write(move |tx| {
            store::summon_scope(tx, &again, again.unit, store::Scope::KeyOfficials, None)
        });
        assert_eq!((done.added, done.already), (0, 3));
        let at_commune = point_of(site, conference.id, "X01");
        let there = delegates.iter().filter(|d| d.point == at_commune.id).count();
        assert_eq!(there, 4);
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.summoned", "X01"), 4);
        let first = delegates[0].clone();
        assert!(site.write(move |tx| store::remove_delegate(tx, &first)));
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.summoned", "X01"), 3);
        site.assert_ledger_is_true();
    }

    fn lists_are_seen_by_the_organiser_and_by_the_units_of_points(site) {
        let conference = a_conference(site, None);
        let sort = platform::web::Sort { key: "date", descending: false };
        for (unit, seen) in [("TU", 1), ("X01", 1), ("X01-C02", 0)] {
            let root = site.unit(unit);
            let (rows, total) = site.read(|tx| store::list_page(tx, &[root], "%chi thi 12%", "", sort, (0, 10)));
            assert_eq!((rows.len(), total), (seen, i64::try_from(seen).unwrap()), "{unit}");
            assert_eq!(site.read(|tx| store::is_seen_by(tx, conference.id, &[root])), seen == 1);
        }
        let mine = site.read(|tx| store::list_seen_points(tx, conference.id, &[site.unit("X01")]));
        assert_eq!(mine, [point_of(site, conference.id, "X01").id]);
        let (rows, _) = site.read(|tx| store::list_page(tx, &[], "%%", "", sort, (0, 10)));
        assert!(rows.is_empty());
    }

    fn a_closed_conference_says_since_when(site) {
        let conference = a_conference(site, None);
        opened(site, conference.id);
        assert_eq!(closed(site, conference.id), 0);
        let state = site.read(|tx| store::find(tx, conference.id)).state;
        assert_eq!(state, State::Closed { on: "2026-11-24".parse().unwrap() });
    }

    fn odd_head_counts_are_pointed_out_and_kept(site) {
        let conference = a_conference(site, None);
        let point = point_of(site, conference.id, "X01");
        site.write(move |tx| store::enter_expected(tx, &point, 100));
        opened(site, conference.id);
        let point = point_of(site, conference.id, "X01");
        site.write(move |tx| store::enter_head_count(tx, &point, 120));
        let address = format!("/conferences/{}/head-counts", conference.id);
        let page = site.as_role(kernel::Role::Officer, "TU").open(&address).is_ok();
        let _ = page.has_text("1 điểm cầu có số liệu nên xem lại").has_text("có mặt nhiều hơn dự kiến");
        assert_eq!(point_of(site, conference.id, "X01").head_count, Some(120));
        // another commune is not told of it
        let other = site.as_role(kernel::Role::CommuneOfficer, "X02").open(&address).is_ok();
        let _ = other.lacks_text("nên xem lại");
    }
}
