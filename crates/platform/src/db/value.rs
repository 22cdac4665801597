//! Values on their way into and out of the database: the portable types only (text, bigint, boolean, bytes).
//! Ids travel as text, instants as milliseconds, days as ISO text.

use std::error::Error;

use bytes::BytesMut;
use kernel::{Day, Instant, Permission, Role, UnitKind};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::StoreError;

/// A value to bind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'a> {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// BOOLEAN (0 and 1 on SQLite).
    Bool(bool),
    /// TEXT.
    Text(&'a str),
    /// An identifier, written as text.
    Id(uuid::Uuid),
    /// A day, written as ISO text.
    Day(Day),
    /// BYTEA / BLOB.
    Bytes(&'a [u8]),
}

/// What can be bound to a statement.
pub trait Param {
    /// The value as the database keeps it.
    fn value(&self) -> ValueRef<'_>;
}

macro_rules! int_param {
    ($($t:ty),+) => {$(
        impl Param for $t {
            fn value(&self) -> ValueRef<'_> {
                ValueRef::Int(i64::from(*self))
            }
        }
    )+};
}
int_param!(i8, i16, i32, i64, u8, u16, u32);

impl Param for bool {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }
}
impl Param for str {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}
impl Param for String {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}
impl Param for Vec<u8> {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Bytes(self)
    }
}
impl Param for [u8] {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Bytes(self)
    }
}
impl Param for uuid::Uuid {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Id(*self)
    }
}
impl Param for Day {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Day(*self)
    }
}
impl Param for Instant {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Int(self.0)
    }
}
impl Param for Role {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.code())
    }
}
impl Param for UnitKind {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.code())
    }
}
impl Param for Permission {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.name)
    }
}
impl<T: Param> Param for Option<T> {
    fn value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, Param::value)
    }
}
impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> ValueRef<'_> {
        (**self).value()
    }
}

/// Lets ids defined with `kernel::define_id!` be bound and read. Called once per id type, here or in the feature that
/// defines it (there through a newtype of its own crate).
#[macro_export]
macro_rules! store_id {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::db::Param for $name {
            fn value(&self) -> $crate::db::ValueRef<'_> {
                $crate::db::ValueRef::Id(self.0)
            }
        }
        impl $crate::db::FromValue for $name {
            fn from_value(value: $crate::db::Value) -> Result<Self, String> {
                <String as $crate::db::FromValue>::from_value(value)?.parse().map_err(|e: kernel::NotAnId| e.to_string())
            }
        }
    )+};
}
store_id!(
    kernel::UnitId,
    kernel::PersonId,
    kernel::AccountId,
    kernel::DocumentId,
    kernel::RolloutId,
    kernel::RequirementId,
    kernel::DutyId,
    kernel::ConferenceId,
    kernel::PointId,
    kernel::DelegateId,
    kernel::ReportId,
    kernel::EventId,
    kernel::JobId,
);

impl ValueRef<'_> {
    pub(super) fn bind_sqlite(
        self,
        statement: &mut rusqlite::Statement<'_>,
        index: usize,
    ) -> Result<(), rusqlite::Error> {
        match self {
            ValueRef::Null => statement.raw_bind_parameter(index, rusqlite::types::Null),
            ValueRef::Int(n) => statement.raw_bind_parameter(index, n),
            ValueRef::Bool(b) => statement.raw_bind_parameter(index, b),
            ValueRef::Text(text) => statement.raw_bind_parameter(index, text),
            ValueRef::Bytes(bytes) => statement.raw_bind_parameter(index, bytes),
            ValueRef::Id(id) => {
                let mut buffer = uuid::Uuid::encode_buffer();
                statement.raw_bind_parameter(index, &*id.hyphenated().encode_lower(&mut buffer))
            }
            ValueRef::Day(day) => statement.raw_bind_parameter(index, day.to_string()),
        }
    }
}

/// The wrapper the PostgreSQL driver binds.
#[derive(Debug)]
pub(super) struct Bound<'a>(pub ValueRef<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            ValueRef::Null => Ok(IsNull::Yes),
            ValueRef::Int(n) if *ty == Type::INT4 => i32::try_from(n)?.to_sql(ty, out),
            ValueRef::Int(n) => n.to_sql(ty, out),
            ValueRef::Bool(b) => b.to_sql(ty, out),
            ValueRef::Text(text) => text.to_sql(ty, out),
            ValueRef::Bytes(bytes) => bytes.to_sql(ty, out),
            ValueRef::Id(id) => {
                let mut buffer = uuid::Uuid::encode_buffer();
                let text: &str = id.hyphenated().encode_lower(&mut buffer);
                text.to_sql(ty, out)
            }
            ValueRef::Day(day) => day.to_string().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// BIGINT, INTEGER or BOOLEAN.
    Int(i64),
    /// TEXT.
    Text(String),
    /// BYTEA / BLOB.
    Bytes(Vec<u8>),
}

/// What can be read from a column.
pub trait FromValue: Sized {
    /// The value, or what was found instead.
    ///
    /// # Errors
    /// A sentence for the log saying what stood there.
    fn from_value(value: Value) -> Result<Self, String>;
}

impl FromValue for Value {
    fn from_value(value: Value) -> Result<Self, String> {
        Ok(value)
    }
}
impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Text(text) => Ok(text),
            other => Err(format!("text wanted, {other:?} found")),
        }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(format!("bytes wanted, {other:?} found")),
        }
    }
}
impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Int(n) => Ok(n),
            other => Err(format!("number wanted, {other:?} found")),
        }
    }
}
impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, String> {
        i64::from_value(value).map(|n| n != 0)
    }
}
impl FromValue for Instant {
    fn from_value(value: Value) -> Result<Self, String> {
        i64::from_value(value).map(Instant)
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        if value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

macro_rules! parsed_from_text {
    ($($t:ty),+) => {$(
        impl FromValue for $t {
            fn from_value(value: Value) -> Result<Self, String> {
                String::from_value(value)?.parse().map_err(|e| format!("{e}"))
            }
        }
    )+};
}
parsed_from_text!(Day, Role, UnitKind);

/// One row of an answer. Columns are read by position, in the order of the SELECT.
pub struct Row<'a>(pub(super) RowKind<'a>);

pub(super) enum RowKind<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The column at this position (from 0).
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is absent or holds another type.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T, StoreError> {
        T::from_value(self.value(index)?)
            .map_err(|detail| StoreError::corrupt("row", format!("column {index}: {detail}")))
    }

    fn value(&self, index: usize) -> Result<Value, StoreError> {
        match self.0 {
            RowKind::Sqlite(row) => match row.get_ref(index)? {
                rusqlite::types::ValueRef::Null => Ok(Value::Null),
                rusqlite::types::ValueRef::Integer(n) => Ok(Value::Int(n)),
                rusqlite::types::ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec())
                    .map(Value::Text)
                    .map_err(|e| StoreError::corrupt("row", e.to_string())),
                rusqlite::types::ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_vec())),
                rusqlite::types::ValueRef::Real(x) => Err(StoreError::corrupt("row", format!("real number {x}"))),
            },
            RowKind::Postgres(row) => postgres_value(row, index),
        }
    }
}

fn postgres_value(row: &postgres::Row, index: usize) -> Result<Value, StoreError> {
    let column = row.columns().get(index).ok_or_else(|| StoreError::corrupt("row", format!("no column {index}")))?;
    let value = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|n| Value::Int(n.into())),
        Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map(|b| Value::Int(b.into())),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Value::Bytes),
        Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(index)?.map(Value::Text),
        ref other => {
            return Err(StoreError::corrupt("row", format!("column {index} has type {other}")));
        }
    };
    Ok(value.unwrap_or(Value::Null))
}
