//! Templates of requirements: delivered, copied, a unit's own.

use kernel::Role;
use rollouts::store;
use testkit::on_both_databases;

on_both_databases! {
    fn changing_a_delivered_template_makes_a_copy_of_the_own_unit(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let root = site.unit("TU");
        let delivered = site.read(|tx| store::list_templates(tx, root));
        assert_eq!((delivered.len(), delivered[0].asks.len()), (2, 5));
        let path = format!("/rollouts/templates/{}", delivered[0].id);
        let page = officer.open(&path).is_ok().has_text("mẫu gốc giữ nguyên");
        let page = page.fill("title", "Mẫu của tỉnh").fill("row-1-days", "7").press("Lưu mẫu").follow().is_ok();
        let _ = page.has_text("Mẫu của tỉnh").has_text("Mẫu có sẵn");
        let own = site.read(|tx| store::list_templates(tx, root));
        assert_eq!(own.len(), 3);
        assert_eq!(own[0].name, "Mẫu của tỉnh");
        assert_eq!(site.read(|tx| store::find_template(tx, delivered[0].id)), delivered[0]);
        // now it is the unit's own: changed in place, guarded by its version
        let path = format!("/rollouts/templates/{}", own[0].id);
        let stale = officer.open(&path).is_ok();
        let _ = officer.open(&path).is_ok().fill("title", "Mẫu 2027").press("Lưu mẫu").follow().is_ok();
        let _ = stale.fill("title", "Mẫu khác").press("Lưu mẫu").has_status(409);
        assert_eq!(site.read(|tx| store::list_templates(tx, root)).len(), 3);
        // a commune starts from the province's, but does not change it
        let commune = site.unit("X01");
        assert_eq!(site.read(|tx| store::list_templates(tx, commune))[0].name, "Mẫu 2027");
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&path).is_ok().press("Lưu mẫu").follow().is_ok();
        assert_eq!(site.read(|tx| store::list_templates(tx, commune)).len(), 4);
        assert_eq!(site.read(|tx| store::list_templates(tx, root)).len(), 3);
    }

    fn a_template_is_copied_and_a_nameless_one_is_refused(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let root = site.unit("TU");
        let delivered = site.read(|tx| store::list_templates(tx, root));
        let page = officer.open(&format!("/rollouts/templates/new?from={}", delivered[1].id)).is_ok();
        assert_eq!(page.attribute("#title", "value"), "Chỉ tiếp nhận và báo cáo (bản sao)");
        let _ = page.fill("title", " ").press("Lưu mẫu").has_status(422).has_text("Nhập tên mẫu.");
        let page = officer.open("/rollouts/templates/new").is_ok().press("Thêm yêu cầu").is_ok();
        assert_eq!(page.count("button[value^=remove-row-]"), 2);
        let own = officer.open(&format!("/rollouts/new?template={}", delivered[1].id)).is_ok();
        assert_eq!(own.count("button[value^=remove-row-]"), 2);
        let used = own.fill("template", &delivered[0].id.to_string()).press("Lấy yêu cầu từ mẫu").is_ok();
        assert_eq!(used.count("button[value^=remove-row-]"), 5);
    }
}
