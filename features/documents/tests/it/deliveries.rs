//! The way down: sent, opened, acknowledged, and the figures of it.

use kernel::{AccountId, Role};
use platform::texts::Language;
use platform::web::{Actor, DeskItem, Grant, Identity};
use testkit::{Site, on_both_databases};

use crate::{a_registered_directive, count, directive, id_in, import};

/// What documents put on the desk of somebody with this role.
fn desk_of(site: &Site, role: Role, unit: &'static str) -> Vec<DeskItem> {
    let identity = Identity {
        account: AccountId(Default::default()),
        person: None,
        name: "thử".into(),
        language: Language::Vietnamese,
        grants: vec![Grant { role, unit: site.unit(unit) }],
        helper: None,
    };
    let who = Actor::outside(&site.app, Some(identity));
    let desk = documents::plug().desk.expect("documents have a desk");
    site.read(|tx| desk(tx, &who))
}

on_both_databases! {
    fn a_document_goes_down_to_the_cells_and_is_acknowledged_there(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let send = officer.open(&format!("/documents/{id}/send")).is_ok();
        assert_eq!(send.attribute("input[name=to][checked]", "value"), "cell");
        let shown = send.press("/send").follow().is_ok();
        // 3 committees, 4 grassroots units, 4 cells
        assert_eq!(shown.count("tbody tr th[scope=row] a[href^='/units/']"), 11);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        assert_eq!(secretary.open("/api/v1/documents").is_ok().json()["total"], 1);
        let page = secretary.open(&format!("/documents/{id}")).is_ok().lacks_text("Đã gửi");
        let _ = page.press("/acknowledge").follow().is_ok().has_text("Đã tiếp thu");
        let cell = site.unit("X01-C01-01").to_string();
        secretary.post(&format!("/documents/{id}/acknowledge"), &[("unit", &cell)]).is_refused_because("DOC-07");
        let officer_page = officer.open(&format!("/documents/{id}/deliveries?state=acknowledged")).is_ok();
        let _ = officer_page.has_text("Chi bộ tổ Toán - Tin").lacks_text("Chi bộ tổ Văn - Sử");
        site.settle();
        let (unit, today) = (site.unit("X01"), site.today());
        for (figure, value) in [("documents.sent", 5), ("documents.opened", 1), ("documents.acknowledged", 1)] {
            let sum = site.read(|tx| figures::store::value(tx, &id.to_string(), figure, unit, today));
            assert_eq!(sum, value, "{figure}");
        }
        site.assert_ledger_is_true();
        let events = "SELECT COUNT(*) FROM event WHERE name IN ('documents.sent', 'documents.opened', 'documents.acknowledged')";
        assert_eq!(count(site, events), 3);
    }

    fn the_first_opening_counts_and_only_by_somebody_of_the_unit(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let (cell, commune) = (site.unit("X01-C01-01"), site.unit("X01"));
        assert_eq!(site.write(move |tx| documents::store::deliver(tx, id, &[cell, commune])), 2);
        assert_eq!(site.write(move |tx| documents::store::deliver(tx, id, &[cell, commune])), 0);
        let _ = site.as_role(Role::Officer, "TU").open(&format!("/documents/{id}")).is_ok();
        let opened = |unit| site.read(move |tx| documents::store::lookup_delivery(tx, id, unit)).unwrap().opened_at;
        assert_eq!((opened(cell), opened(commune)), (None, None));
        let _ = site.as_role(Role::Member, "X01-C01-01").open(&format!("/documents/{id}")).is_ok();
        let first = opened(cell).unwrap();
        site.set_time("2026-11-23", 9, 0);
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").open(&format!("/documents/{id}")).is_ok();
        assert_eq!(opened(cell), Some(first));
        assert_eq!(opened(commune), None);
    }

    fn a_commune_sends_on_what_it_received_and_sees_its_own_branch_only(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let (x01, x02) = (site.unit("X01").to_string(), site.unit("X02").to_string());
        let sent = officer.post(&format!("/documents/{id}/send"), &[("to", "chosen"), ("unit", &x01), ("unit", &x02)]);
        let _ = sent.follow().is_ok();
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&format!("/documents/{id}/send")).is_ok().has_text("từ Đảng ủy xã An Khê Thượng");
        let sent = commune.post(&format!("/documents/{id}/send"), &[("to", "cell"), ("bodies", "true")]).follow().is_ok();
        let _ = sent.has_text("Chi bộ tổ Văn - Sử").has_text("Ủy ban MTTQ").lacks_text("Đồng Bưởi");
        let _ = site.as_role(Role::Member, "X02-C01-01").open(&format!("/documents/{id}")).has_status(404);
        let csv = officer.open(&format!("/documents/{id}/deliveries?format=csv")).is_ok();
        assert!(csv.text.contains("Đảng ủy phường Đồng Bưởi"), "{}", csv.text);
        let found = officer.open(&format!("/documents/{id}/deliveries?q=toan+tin&kind=cell")).is_ok();
        assert_eq!(found.count("tbody tr th[scope=row] a[href^='/units/']"), 1);
        let _ = commune.open(&format!("/documents/{id}")).is_ok().has_text("Gửi xuống cấp dưới");
    }

    fn sending_nothing_or_a_draft_is_refused(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.post(&format!("/documents/{id}/send"), &[("to", "chosen")]).has_status(422).has_text("Chưa chọn đơn vị nhận");
        let draft = id_in(&import(site, Role::Officer, "TU", "b.txt", &directive(6, "về")).location());
        let _ = officer.post(&format!("/documents/{draft}/send"), &[("to", "cell")]).has_status(422).has_text("chưa vào sổ");
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").post(&format!("/documents/{id}/send"), &[("to", "cell")]).has_status(403);
        assert_eq!(count(site, "SELECT COUNT(*) FROM document_delivery"), 0);
    }

    fn acknowledging_what_was_not_sent_is_not_found(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let cell = site.unit("X01-C01-01").to_string();
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let _ = secretary.post(&format!("/documents/{id}/acknowledge"), &[("unit", &cell)]).has_status(404);
        let other = site.unit("X02-C01-01").to_string();
        let _ = secretary.post(&format!("/documents/{id}/acknowledge"), &[("unit", &other)]).has_status(404);
        let unit = site.unit("X01-C01-01");
        assert!(site.try_write(move |tx| Ok(documents::store::acknowledge(tx, id, unit)?)).is_err());
    }

    fn the_figures_show_the_units_behind_them(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let (cell, root) = (site.unit("X01-C01-01"), site.unit("TU"));
        site.write(move |tx| {
            documents::store::deliver(tx, id, &[cell])?;
            documents::store::acknowledge(tx, id, cell)
        });
        site.settle();
        let figure = documents::figures::FIGURES.iter().find(|f| f.id == "documents.acknowledged").unwrap();
        let of = platform::app::RowsOf { subject: id.to_string(), unit: root, as_of: site.today(), tree_on: site.today(), offset: 0, limit: 10 };
        let rows = site.read(|tx| (figure.rows)(tx, &of));
        assert_eq!((rows.total, rows.rows[0].title.as_str()), (1, "Chi bộ tổ Toán - Tin"));
        assert_eq!(site.read(|tx| (figure.owner)(tx, &id.to_string())), Some(root));
        assert_eq!(site.read(|tx| (figure.owner)(tx, "x")), None);
        let page = format!("/figures/{id}/documents.acknowledged?unit={root}&day={}", site.today());
        let _ = site.as_role(Role::Officer, "TU").open(&page).is_ok().has_text("Đơn vị đã tiếp thu văn bản");
    }

    fn desks_show_what_waits(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let _ = import(site, Role::Officer, "TU", "b.txt", &directive(6, "về kiểm tra"));
        let cell = site.unit("X01-C01-01");
        site.write(move |tx| documents::store::deliver(tx, id, &[cell]));
        for (role, unit, title) in [
            (Role::Officer, "TU", "Kiểm tra và vào sổ: Chỉ thị 06-CT/TU"),
            (Role::CellSecretary, "X01-C01-01", "Tiếp thu Chỉ thị 05-CT/TU"),
            (Role::Member, "X01-C01-01", "Văn bản mới: Chỉ thị 05-CT/TU"),
        ] {
            let items = desk_of(site, role, unit);
            assert_eq!(items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), [title]);
        }
        assert!(desk_of(site, Role::Member, "X02-C01-01").is_empty());
        let waiting = site.read(|tx| documents::store::list_waiting(tx, &[cell], true, 3));
        assert_eq!(waiting.len(), 1);
        let tu = site.unit("TU");
        assert_eq!(site.read(|tx| documents::store::list_drafts(tx, &[tu], 3)).len(), 1);
        site.write(move |tx| documents::store::acknowledge(tx, id, cell));
        assert!(site.read(|tx| documents::store::list_waiting(tx, &[cell], true, 3)).is_empty());
        assert!(site.read(|tx| documents::store::list_waiting(tx, &[cell], false, 3)).is_empty());
    }

    fn five_thousand_units_are_sent_to_in_one_write(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let root = site.unit("X02-C01");
        let units = site.write(move |tx| {
            (0..5000).map(|n| units::store::insert_silently(tx, &units::domain::NewUnit {
                code: format!("N{n}"),
                kind: kernel::UnitKind::Cell,
                name: format!("Chi bộ số {n}"),
                short_name: String::new(),
                parent: Some(root),
                founded_on: None,
            })).collect::<Result<Vec<_>, _>>()
        });
        assert_eq!(site.write(move |tx| documents::store::deliver(tx, id, &units)), 5000);
        site.settle();
        let (root, today) = (site.unit("TU"), site.today());
        assert_eq!(site.read(|tx| figures::store::value(tx, &id.to_string(), "documents.sent", root, today)), 5000);
        let levels = site.read(|tx| documents::store::list_levels(tx, id, None));
        assert_eq!(documents::store::counts_of(&levels).sent, 5000);
    }
}
