//! The head and the close of a report: who issues it under whom, number, day, who signs, who receives. Defaults follow
//! the practice of Hướng dẫn 36-HD/VPTW and 05-HD/VPTW; people correct them.

use kernel::{Day, UnitKind};
use serde::{Deserialize, Serialize};

/// Head and close.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// The organisation above, as heads name it; empty for a province.
    pub superior: String,
    /// The issuer.
    pub issuer: String,
    /// The number; given when it is issued.
    pub number: String,
    /// `BC/TU`.
    pub symbol: String,
    /// Where it is issued.
    pub place: String,
    /// When it is issued.
    pub dated_on: Option<Day>,
    /// Trích yếu.
    pub title: String,
    /// `Ban Thường vụ`; empty when the position alone stands.
    pub authority: String,
    /// `Phó Bí thư`.
    pub position: String,
    /// Who signs.
    pub signer: String,
    /// Who receives it, a line each.
    pub recipients: Vec<String>,
}

impl Head {
    /// True when nothing an official paper needs is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let filled = [&self.issuer, &self.number, &self.symbol, &self.title, &self.position];
        filled.iter().all(|text| !text.trim().is_empty()) && self.dated_on.is_some()
    }

    /// What the head of a unit usually looks like.
    #[must_use]
    pub fn usual(kind: UnitKind, name: &str, above: Option<&str>, title: String) -> Self {
        let cell = kind.is_cell();
        let place = [above.unwrap_or_default(), name].into_iter().rev().find_map(place_of).unwrap_or_default();
        let report_to = match above {
            Some(above) if kind == UnitKind::AdvisoryBody => format!("Thường trực {above} (để báo cáo)"),
            Some(above) => format!("Ban Thường vụ {above} (để báo cáo)"),
            None => "Ban Tuyên giáo và Dân vận Trung ương (để báo cáo)".to_owned(),
        };
        let kept = match kind {
            UnitKind::ProvinceCommittee => format!("Lưu Văn phòng {name}"),
            UnitKind::CommuneCommittee | UnitKind::DirectCommittee => "Lưu Văn phòng Đảng ủy".to_owned(),
            _ => "Lưu".to_owned(),
        };
        Head {
            superior: above.map(|above| superior_of(kind, above)).unwrap_or_default(),
            issuer: name.to_owned(),
            symbol: format!("BC/{}", symbol_of(kind)),
            place,
            title,
            authority: if cell { "Chi bộ" } else { "Ban Thường vụ" }.to_owned(),
            position: "Bí thư".to_owned(),
            recipients: vec![report_to, kept],
            ..Head::default()
        }
    }
}

/// The issuer's symbol (domain sheet 1.3). Advisory bodies have one each, which people type.
fn symbol_of(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Centre => "TW",
        UnitKind::ProvinceCommittee => "TU",
        UnitKind::DistrictCommittee => "HU",
        UnitKind::Cell | UnitKind::GrassrootsCell => "CB",
        UnitKind::AdvisoryBody | UnitKind::CommuneBody | UnitKind::Front | UnitKind::MassOrganisation => "",
        _ => "ĐU",
    }
}

/// A committee's head names the organisation above («Đảng bộ tỉnh …»), an advisory body's the committee itself.
fn superior_of(kind: UnitKind, above: &str) -> String {
    if matches!(kind, UnitKind::AdvisoryBody | UnitKind::CommuneBody) {
        return above.to_owned();
    }
    let bodies = [("Tỉnh ủy ", "Đảng bộ tỉnh "), ("Thành ủy ", "Đảng bộ thành phố "), ("Đảng ủy ", "Đảng bộ ")];
    bodies
        .iter()
        .find_map(|(committee, body)| above.strip_prefix(committee).map(|rest| format!("{body}{rest}")))
        .unwrap_or_else(|| above.to_owned())
}

/// The place in a committee's name: «Đảng ủy xã An Khê» is at An Khê.
fn place_of(name: &str) -> Option<String> {
    ["Tỉnh ủy ", "Thành ủy ", "Đảng ủy xã ", "Đảng ủy phường ", "Đảng ủy đặc khu "]
        .iter()
        .find_map(|committee| name.strip_prefix(committee).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_names_the_organisation_above_it() {
        let head = Head::usual(
            UnitKind::CommuneCommittee,
            "Đảng ủy xã An Khê Thượng",
            Some("Tỉnh ủy Sông Lạc"),
            "kết quả hội nghị".into(),
        );
        assert_eq!(head.superior, "Đảng bộ tỉnh Sông Lạc");
        assert_eq!((head.place.as_str(), head.symbol.as_str()), ("An Khê Thượng", "BC/ĐU"));
        assert_eq!(head.recipients[0], "Ban Thường vụ Tỉnh ủy Sông Lạc (để báo cáo)");
        assert!(!head.is_complete(), "number and day are still to come");
    }

    #[test]
    fn a_province_stands_alone_and_an_advisory_body_under_its_committee() {
        let province = Head::usual(UnitKind::ProvinceCommittee, "Tỉnh ủy Sông Lạc", None, String::new());
        assert_eq!((province.superior.as_str(), province.place.as_str()), ("", "Sông Lạc"));
        let body = Head::usual(UnitKind::AdvisoryBody, "Ban Tổ chức", Some("Tỉnh ủy Sông Lạc"), String::new());
        assert_eq!((body.superior.as_str(), body.place.as_str()), ("Tỉnh ủy Sông Lạc", "Sông Lạc"));
    }
}
