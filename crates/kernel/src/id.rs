//! Typed identifiers. Each is a UUIDv7 (RFC 9562), so that ids sort by the time they were made.
//! New ones come from [`crate::Clock::new_uuid`], never from the system directly.

/// The text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: {0}")]
pub struct NotAnId(pub String);

/// Defines a newtype over a UUID with text, serde and ordering. A feature uses it for ids that nobody else needs.
#[macro_export]
macro_rules! define_id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, $crate::id_parts::serde::Serialize, $crate::id_parts::serde::Deserialize)]
        #[serde(transparent, crate = "kernel::id_parts::serde")]
        pub struct $name(pub $crate::id_parts::Uuid);

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0.hyphenated(), f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::NotAnId;
            fn from_str(text: &str) -> Result<Self, $crate::NotAnId> {
                $crate::id_parts::Uuid::parse_str(text).map($name).map_err(|_| $crate::NotAnId(text.to_owned()))
            }
        }

        impl From<$crate::id_parts::Uuid> for $name {
            fn from(uuid: $crate::id_parts::Uuid) -> Self {
                $name(uuid)
            }
        }

        impl From<$name> for $crate::id_parts::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

extern crate self as kernel;

define_id!(
    /// A unit of the organisation tree (đơn vị).
    UnitId,
    /// A person (đảng viên, cán bộ, hội viên, khách).
    PersonId,
    /// An account that signs in.
    AccountId,
    /// A document of the register (văn bản).
    DocumentId,
    /// A rollout (đợt triển khai).
    RolloutId,
    /// A requirement of a rollout (yêu cầu).
    RequirementId,
    /// A duty of a unit in a rollout (nhiệm vụ của đơn vị trong đợt).
    DutyId,
    /// A conference (hội nghị).
    ConferenceId,
    /// A bridge point of a conference (điểm cầu).
    PointId,
    /// A delegate of a conference (đại biểu).
    DelegateId,
    /// A report (báo cáo).
    ReportId,
    /// An event of the audit log.
    EventId,
    /// A background job.
    JobId,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_way_through_text() {
        let id = UnitId(uuid::Uuid::from_u128(7));
        assert_eq!(id.to_string().parse::<UnitId>(), Ok(id));
    }

    #[test]
    fn other_text_is_refused() {
        assert!("x01".parse::<UnitId>().is_err());
    }
}
