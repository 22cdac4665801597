//! The JSON face of halls.

use platform::web::Query;
use platform::web::{Actor, Answer, Failure, ListQuery, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::store::HallRow;
use crate::web::halls;

/// A hall as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HallBody {
    /// Identifier (UUID).
    id: String,
    /// The unit it belongs to (UUID).
    unit: String,
    /// Its name.
    name: String,
    /// Its address.
    place: String,
    /// How many people it holds.
    capacity: i64,
    /// Rows of seats; 0 where seats are not in rows.
    rows: i64,
    /// Seats in a row.
    row_seats: i64,
    /// False while it is being rebuilt, or given up.
    in_use: bool,
    /// Pieces of equipment standing in it.
    equipment: i64,
    /// Of these not working.
    out_of_order: i64,
}

impl From<HallRow> for HallBody {
    fn from(row: HallRow) -> Self {
        HallBody {
            id: row.hall.id.to_string(),
            unit: row.hall.unit.to_string(),
            name: row.hall.name,
            place: row.hall.place,
            capacity: row.hall.capacity,
            rows: row.hall.rows,
            row_seats: row.hall.row_seats,
            in_use: row.hall.in_use,
            equipment: row.equipment,
            out_of_order: row.out_of_order,
        }
    }
}

/// One page of halls.
#[derive(Debug, Serialize, ToSchema)]
pub struct HallsBody {
    /// Halls in all.
    total: i64,
    /// The page's rows.
    rows: Vec<HallBody>,
}

#[derive(OpenApi)]
#[openapi(paths(list), components(schemas(HallBody, HallsBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Those of the caller's branches; with `day` those entered by then, as they were at its end. Of a hall or equipment changed
/// before what a change replaces was kept, what stood after that change is given.
#[utoipa::path(get, path = "/api/v1/halls", tag = "halls",
    params(("q" = Option<String>, Query), ("sort" = Option<String>, Query),
           ("day" = Option<String>, Query, description = "As of the end of this past day (YYYY-MM-DD); `unit` is the owner of today"),
           ("page" = Option<i64>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = HallsBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let as_of = query.past_day(who.today())?;
    let asker = who.clone();
    let query = ListQuery { format: String::new(), ..query };
    let (rows, total) = who.read(move |tx| Ok::<_, Failure>(halls::page_of(tx, &asker, &query, as_of)?)).await?;
    json(HallsBody { total, rows: rows.into_iter().map(HallBody::from).collect() })
}
