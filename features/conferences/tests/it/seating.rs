//! The hall of a point: chosen, looked at, its seats drawn up and printed.

use conferences::store;
use halls::domain::{Condition, Equipment, EquipmentKind, Hall};
use kernel::{Role, UnitId};
use testkit::{Site, on_both_databases};

use crate::stage::{a_conference, people, point_of, summoned};

/// A hall of a unit that holds so many, in rows of so many seats.
fn a_hall(site: &Site, unit: UnitId, name: &'static str, (rows, row_seats): (i64, i64)) -> Hall {
    site.write(move |tx| {
        let hall = Hall {
            id: tx.new_id(),
            unit,
            name: name.into(),
            place: String::new(),
            capacity: (rows * row_seats).max(2),
            rows,
            row_seats,
            in_use: true,
            note: String::new(),
            version: 1,
        };
        halls::store::insert_hall(tx, &hall)?;
        Ok(hall)
    })
}

fn equipment(site: &Site, of: (UnitId, Option<&Hall>), name: &'static str, condition: Condition) -> Equipment {
    let (unit, hall) = (of.0, of.1.map(|hall| hall.id));
    site.write(move |tx| {
        let kind = EquipmentKind::Projector;
        let one = Equipment {
            id: tx.new_id(),
            unit,
            hall,
            kind,
            name: name.into(),
            quantity: 1,
            condition,
            note: String::new(),
            version: 1,
        };
        halls::store::insert_equipment(tx, &one)?;
        Ok(one)
    })
}

on_both_databases! {
    fn a_hall_is_chosen_and_everybody_seated_by_unit(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let point = point_of(site, conference.id, "X01");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let page = format!("/points/{}/hall", point.id);
        let seats = format!("/points/{}/seats", point.id);
        commune.post(&seats, &[]).is_refused_because("CONF-44");
        let hall = a_hall(site, point.unit, "Hội trường xã", (3, 3));
        let shown = commune.open(&page).is_ok().has_text("Hội trường xã");
        let chosen = shown.fill("hall", &hall.id.to_string()).press("/hall").follow().is_ok();
        let list = chosen.press("Xếp chỗ theo đơn vị").follow().is_ok().has_text("DANH SÁCH CHỖ NGỒI");
        let _ = list.has_text("Hàng 1, ghế 1").has_text("Vàng Văn Sáng");
        let seated = site.read(|tx| store::list_seated(tx, point.id));
        assert_eq!(seated.len(), 4);
        let rows_of = |unit: UnitId| seated.iter().filter(|s| s.unit == unit).map(|s| s.seat.row).collect::<Vec<_>>();
        let cell = rows_of(site.unit("X01-C02"));
        assert_eq!((cell.len(), cell[0]), (2, cell[1]), "a unit sits together");
        let printed = commune.open(&format!("/points/{}/invitations", point.id)).is_ok();
        assert_eq!(printed.visible().matches("Chỗ ngồi:").count(), 4);
        let pdf = commune.open(&format!("/points/{}/invitations.pdf", point.id)).is_ok();
        assert!(pdf.bytes.starts_with(b"%PDF-"));
        let one = delegates.iter().find(|d| d.point == point.id).unwrap();
        let _ = site.visitor().open(&format!("/c/{}", one.invitation)).is_ok().has_text("Hàng ");
        let _ = commune.post(&page, &[("hall", "")]).follow().is_ok();
        assert!(site.read(|tx| store::list_seated(tx, point.id)).is_empty(), "another hall, other seats");
        let _ = site.as_role(Role::CommuneOfficer, "X02").open(&page).has_status(404);
        let other = a_hall(site, site.unit("X02"), "Hội trường nơi khác", (3, 3)).id.to_string();
        let _ = commune.post(&page, &[("hall", &other)]).has_status(404);
    }

    fn too_few_seats_broken_equipment_and_another_meeting_are_told(site) {
        people(site);
        let conference = a_conference(site, None);
        summoned(site, &conference);
        let point = point_of(site, conference.id, "X01");
        let hall = a_hall(site, point.unit, "Phòng họp nhỏ", (1, 3));
        let bare = a_hall(site, point.unit, "Sân kho", (0, 0));
        equipment(site, (point.unit, Some(&hall)), "Máy chiếu treo", Condition::Broken);
        let carried = equipment(site, (point.unit, None), "Loa kéo", Condition::Working).id.to_string();
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let page = format!("/points/{}/hall", point.id);
        let chosen = [("hall", hall.id.to_string()), ("equipment", carried)];
        let fields: Vec<(&str, &str)> = chosen.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let shown = commune.post(&page, &fields).follow().is_ok();
        let _ = shown.has_text("Có 4 người dự, hội trường chỉ chứa 3").has_text("Máy chiếu treo không dùng được");
        commune.post(&format!("/points/{}/seats", point.id), &[]).is_refused_because("CONF-47");
        // the same hall and loudspeaker at the same hour of another conference
        let second = a_conference(site, None);
        let same = point_of(site, second.id, "X01");
        let taken = commune.post(&format!("/points/{}/hall", same.id), &fields).follow().is_ok();
        let _ = taken.has_text("Phòng họp nhỏ đã được chọn cho hội nghị khác cùng giờ");
        let _ = commune.open(&page).is_ok().has_text("Loa kéo đã được chọn");
        let bare = bare.id.to_string();
        let _ = commune.post(&page, &[("hall", &bare)]).follow().is_ok();
        commune.post(&format!("/points/{}/seats", point.id), &[]).is_refused_because("CONF-45");
    }
}
