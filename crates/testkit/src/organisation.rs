//! A small province: one committee, an advisory body, two communes, a directly attached committee, grassroots
//! organisations and cells.

use kernel::{UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use units::domain::NewUnit;

/// The code of the province's committee.
pub const ROOT: &str = "TU";

/// Code, code of the unit above, kind, name.
pub const UNITS: &[(&str, &str, UnitKind, &str)] = &[
    ("TU", "", UnitKind::ProvinceCommittee, "Tỉnh ủy Sông Lạc"),
    ("BTG", "TU", UnitKind::AdvisoryBody, "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
    ("X01", "TU", UnitKind::CommuneCommittee, "Đảng ủy xã An Khê Thượng"),
    ("X02", "TU", UnitKind::CommuneCommittee, "Đảng ủy phường Đồng Bưởi"),
    ("D01", "TU", UnitKind::DirectCommittee, "Đảng ủy các cơ quan Đảng tỉnh"),
    ("X01-C01", "X01", UnitKind::GrassrootsOrganisation, "Đảng bộ Trường THPT An Khê"),
    ("X01-C02", "X01", UnitKind::GrassrootsCell, "Chi bộ Trạm Y tế xã"),
    ("X02-C01", "X02", UnitKind::GrassrootsOrganisation, "Đảng bộ khu phố Đông"),
    ("D01-C01", "D01", UnitKind::GrassrootsOrganisation, "Đảng bộ Văn phòng Tỉnh ủy"),
    ("X01-C01-01", "X01-C01", UnitKind::Cell, "Chi bộ tổ Toán - Tin"),
    ("X01-C01-02", "X01-C01", UnitKind::Cell, "Chi bộ tổ Văn - Sử"),
    ("X02-C01-01", "X02-C01", UnitKind::Cell, "Chi bộ tổ dân phố 1"),
    ("D01-C01-01", "D01-C01", UnitKind::Cell, "Chi bộ phòng Tổng hợp"),
    ("X01-MT", "X01", UnitKind::Front, "Ủy ban MTTQ xã An Khê Thượng"),
];

pub(crate) fn found(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for (code, above, kind, name) in UNITS {
        let parent: Option<UnitId> = match *above {
            "" => None,
            above => Some(units::store::lookup_by_code(tx, above)?.ok_or(StoreError::NotFound)?.id),
        };
        let new = NewUnit {
            code: (*code).to_owned(),
            kind: *kind,
            name: (*name).to_owned(),
            short_name: String::new(),
            parent,
            founded_on: "2025-07-01".parse().ok(),
        };
        units::store::insert(tx, &new)?;
    }
    Ok(())
}
