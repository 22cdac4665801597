//! What a requirement asks a unit to do, and for whom. Words only; deadlines and addressees are in `requirement`.

use kernel::words;

words! {
    /// What has to be done, and so what may prove it.
    Measure {
        /// Tiếp nhận, xác nhận đã nhận văn bản: proven by the acknowledgement in the register.
        Acknowledge = "acknowledge",
        /// Ban hành kế hoạch của đơn vị: proven by the number of the plan.
        Plan = "plan",
        /// Tổ chức hội nghị học tập, quán triệt: proven by a closed conference.
        Conference = "conference",
        /// Sinh hoạt chi bộ, tự học: told by the secretary.
        SelfStudy = "self_study",
        /// Báo cáo kết quả lên cấp trên: proven by a signed report.
        Report = "report",
    }
}

words! {
    /// Whom the requirement reaches in the unit ("từng loại hình tổ chức đảng và đối tượng").
    Audience {
        /// The unit itself, as a body.
        Unit = "unit",
        /// Cán bộ chủ chốt.
        KeyOfficials = "key_officials",
        /// Đội ngũ báo cáo viên.
        Reporters = "reporters",
        /// Toàn thể đảng viên.
        Members = "members",
        /// Cán bộ, công chức, viên chức chưa là đảng viên.
        OfficialsNotMembers = "officials_not_members",
        /// Đoàn viên, hội viên.
        AssociationMembers = "association_members",
        /// Nhân dân.
        People = "people",
    }
}

impl Measure {
    /// True when somebody who says "done" by hand must say by which document.
    #[must_use]
    pub fn needs_proof(self) -> bool {
        matches!(self, Measure::Plan | Measure::Report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_survives_the_way_through_its_code() {
        for measure in Measure::ALL {
            assert_eq!(measure.code().parse(), Ok(*measure));
        }
        for audience in Audience::ALL {
            assert_eq!(audience.code().parse(), Ok(*audience));
        }
        assert!("plans".parse::<Measure>().is_err());
    }
}
