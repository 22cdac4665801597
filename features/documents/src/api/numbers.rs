//! Sequences of numbers of a register, numbers given elsewhere, and who may issue what.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use platform::web::Query;
use platform::web::{Actor, Answer, ApiBody, Failure, json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::gaps;
use crate::store;
use crate::web::import::register_unit;
use crate::web::numbers::{ElsewhereForm, NumbersQuery, recorded};
use crate::web::powers::PowersQuery;

/// A sequence of a register.
#[derive(Debug, Serialize, ToSchema)]
pub struct SequenceBody {
    /// Code of the type, or `ĐH` for all documents of a congress.
    type_code: String,
    /// Term or year.
    term: String,
    /// Documents that bear a number of it.
    documents: i64,
    /// The number that comes next.
    next: i64,
    /// Numbers between its first and its last that are not accounted for.
    missing: Vec<i64>,
}

/// A number that stands in no row of the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct ElsewhereBody {
    /// Code of the type.
    type_code: String,
    /// Term or year.
    term: String,
    /// The number.
    number: i64,
    /// `earlier`, `reserved`, `secret` or `void`.
    reason: String,
    /// A note; never the content of a secret.
    note: String,
}

/// The sequences of a register.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumbersBody {
    /// The unit.
    unit: String,
    /// The sequences.
    sequences: Vec<SequenceBody>,
    /// Numbers given elsewhere.
    elsewhere: Vec<ElsewhereBody>,
}

/// Numbers to be recorded as given elsewhere.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RecordBody {
    /// The unit whose register is meant; the caller's first without it.
    #[serde(default)]
    unit: String,
    /// Code of the type, or `ĐH`.
    type_code: String,
    /// Term or year.
    term: String,
    /// The first number.
    first: i64,
    /// The last; the first without it.
    last: Option<i64>,
    /// `earlier`, `reserved`, `secret` or `void`.
    reason: String,
    /// A note.
    #[serde(default)]
    note: String,
}

/// Who may issue a type of document.
#[derive(Debug, Serialize, ToSchema)]
pub struct PowerBody {
    /// `grassroots_committee`, `grassroots_standing`, `cell` or `cell_congress`.
    body: String,
    /// Code of the type.
    type_code: String,
    /// True when it may.
    may: bool,
    /// The regulation.
    regulation: String,
    /// From this day on.
    starts_on: String,
}

/// Who may issue what on a day; what has no row is not judged.
#[derive(Debug, Serialize, ToSchema)]
pub struct PowersBody {
    /// The day.
    day: String,
    /// The rows that hold.
    rows: Vec<PowerBody>,
}

/// The sequences of a register with the numbers missing in them.
#[utoipa::path(get, path = "/api/v1/documents/numbers", tag = "documents",
    params(("unit" = Option<String>, Query, description = "The unit; the caller's first without it")),
    responses((status = 200, body = NumbersBody), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn list(who: Actor, Query(query): Query<NumbersQuery>) -> Answer {
    let unit = register_unit(&who, &query.unit).await?;
    let (sequences, elsewhere) = who
        .read(move |tx| Ok::<_, Failure>((store::list_sequences(tx, unit)?, store::list_elsewhere(tx, unit)?)))
        .await?;
    let sequences = sequences.into_iter().map(|row| SequenceBody {
        next: row.used.last().map_or(1, |last| last + 1),
        missing: gaps(&row.used),
        documents: row.documents,
        type_code: row.sequence.type_code,
        term: row.sequence.term,
    });
    let elsewhere = elsewhere.into_iter().map(|row| ElsewhereBody {
        number: row.number,
        reason: row.reason.code().to_owned(),
        note: row.note,
        type_code: row.sequence.type_code,
        term: row.sequence.term,
    });
    json(NumbersBody { unit: unit.to_string(), sequences: sequences.collect(), elsewhere: elsewhere.collect() })
}

/// Records numbers given elsewhere.
#[utoipa::path(post, path = "/api/v1/documents/numbers", tag = "documents", request_body = RecordBody,
    responses((status = 204), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn record(who: Actor, ApiBody(body): ApiBody<RecordBody>) -> Answer {
    let unit = register_unit(&who, &body.unit).await?;
    let form = ElsewhereForm {
        type_code: body.type_code,
        term: body.term,
        first: body.first.to_string(),
        last: body.last.map(|last| last.to_string()).unwrap_or_default(),
        reason: body.reason,
        note: body.note,
        ..ElsewhereForm::default()
    };
    recorded(&who, unit, form).await??;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Who may issue what on a day.
#[utoipa::path(get, path = "/api/v1/documents/powers", tag = "documents",
    params(("day" = Option<String>, Query, description = "yyyy-mm-dd; today without it")),
    responses((status = 200, body = PowersBody), (status = 401), (status = 403)))]
pub(crate) async fn powers(who: Actor, Query(query): Query<PowersQuery>) -> Answer {
    let day = query.day.parse().unwrap_or_else(|_| who.today());
    // the regulations are public: whoever reads documents may know them
    if who.scope(crate::permissions::READ).is_empty() {
        return Err(Failure::Forbidden);
    }
    let rows = who.read(move |tx| Ok::<_, Failure>(store::list_powers(tx, day)?)).await?;
    let rows = rows.into_iter().map(|power| PowerBody {
        body: power.body,
        type_code: power.type_code,
        may: power.may,
        regulation: power.regulation,
        starts_on: power.starts_on.to_string(),
    });
    json(PowersBody { day: day.to_string(), rows: rows.collect() })
}
