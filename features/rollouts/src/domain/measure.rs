//! What a requirement asks a unit to do, and for whom. Words only; deadlines and addressees are in `requirement`.

use std::fmt;
use std::str::FromStr;

/// The text names no such word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord(pub String);

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown word: {}", self.0)
    }
}

impl std::error::Error for UnknownWord {}

macro_rules! words {
    ($(#[$top:meta])* $name:ident { $($(#[$meta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$top])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$meta])* $variant),+ }

        impl $name {
            /// Every one, in the order shown.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word kept in the database, in the API and in text keys.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                $name::ALL.iter().copied().find(|word| word.code() == text).ok_or_else(|| UnknownWord(text.to_owned()))
            }
        }
    };
}

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
