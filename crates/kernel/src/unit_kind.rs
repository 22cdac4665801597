//! The kinds of unit in the tree since 1 July 2025 (two tiers below the centre), plus the ended district tier, which
//! old rows still need.

crate::words! {
    /// A kind of unit (text `unit-kind-<code>`).
    UnitKind {
        /// The centre (Trung ương).
        Centre = "centre",
        /// Tỉnh ủy, Thành ủy.
        ProvinceCommittee = "province_committee",
        /// Ban tham mưu, Văn phòng, Ủy ban Kiểm tra of a province.
        AdvisoryBody = "advisory_body",
        /// Huyện ủy, quận ủy: ended on 1 July 2025.
        DistrictCommittee = "district_committee",
        /// Đảng ủy xã, phường, đặc khu.
        CommuneCommittee = "commune_committee",
        /// Đảng ủy trực thuộc Tỉnh ủy that is no commune.
        DirectCommittee = "direct_committee",
        /// Văn phòng, Ban Xây dựng Đảng, Ủy ban Kiểm tra of a commune.
        CommuneBody = "commune_body",
        /// Đảng bộ cơ sở.
        GrassrootsOrganisation = "grassroots_organisation",
        /// Chi bộ cơ sở.
        GrassrootsCell = "grassroots_cell",
        /// Đảng bộ bộ phận.
        PartOrganisation = "part_organisation",
        /// Chi bộ.
        Cell = "cell",
        /// Tổ đảng.
        PartyGroup = "party_group",
        /// Mặt trận Tổ quốc.
        Front = "front",
        /// Công đoàn, Hội Nông dân, Hội Phụ nữ, Đoàn Thanh niên, Hội Cựu chiến binh.
        MassOrganisation = "mass_organisation",
        /// Any other body.
        Other = "other",
    }
}

impl UnitKind {
    /// True for cells, whatever stands above them.
    #[must_use]
    pub fn is_cell(self) -> bool {
        matches!(self, UnitKind::Cell | UnitKind::GrassrootsCell)
    }

    /// True for party organisations in the line of command (not advisory bodies, not the Front or associations).
    #[must_use]
    pub fn is_party_organisation(self) -> bool {
        matches!(
            self,
            UnitKind::Centre
                | UnitKind::ProvinceCommittee
                | UnitKind::DistrictCommittee
                | UnitKind::CommuneCommittee
                | UnitKind::DirectCommittee
                | UnitKind::GrassrootsOrganisation
                | UnitKind::GrassrootsCell
                | UnitKind::PartOrganisation
                | UnitKind::Cell
                | UnitKind::PartyGroup
        )
    }
}
