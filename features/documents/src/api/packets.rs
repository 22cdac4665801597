//! Documents as edXML packets: one out, one in.

use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use kernel::{DocumentId, Refused};
use platform::web::{Actor, Answer, Failure, Path, Query, Upload};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store;
use crate::web::import::{Taken, receiving_unit, take};
use crate::web::packets::made;

/// To whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PacketQuery {
    to: Option<String>,
}

/// What an upload of a packet holds.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the multipart form only")]
pub struct PacketUploadBody {
    /// The packet.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The unit whose register is meant; the caller's first without it.
    unit: Option<String>,
    /// `yes` when a person has looked at the scans in it: they bear no mark of secrecy.
    looked_at: Option<String>,
}

/// What came of a packet.
#[derive(Debug, Serialize, ToSchema)]
pub struct PacketImportedBody {
    /// Identifier of the document (UUID).
    id: String,
    /// `parsed`, or `registered` when the register has this very file already.
    state: String,
    /// True when the register had this very file already.
    known: bool,
    /// The sender's code.
    from_code: String,
    /// Attached files that were kept.
    attachments: Vec<String>,
    /// Attached files that were not: they cannot be read.
    left_out: Vec<String>,
}

/// A registered document as an edXML packet (QCVN 102:2016/BTTTT) with its files.
#[utoipa::path(get, path = "/api/v1/documents/{id}/packet", tag = "documents",
    params(("id" = String, Path), ("to" = Option<String>, Query,
            description = "Offices, one a line: code, blank, name; the units it was sent to without it")),
    responses((status = 200, content_type = "application/xml", body = String), (status = 401), (status = 403),
              (status = 404), (status = 422)))]
pub(crate) async fn show(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<PacketQuery>) -> Answer {
    match made(&who, id, query.to).await? {
        Ok((_, packet)) => Ok(([(header::CONTENT_TYPE, "application/xml")], packet).into_response()),
        Err(refused) => Err(refused.into()),
    }
}

/// Takes a packet in as a draft. A mark of secrecy anywhere in it refuses it all (`DOC-02`); nothing of it is kept then.
#[utoipa::path(post, path = "/api/v1/documents/packets", tag = "documents",
    request_body(content = PacketUploadBody, content_type = "multipart/form-data"),
    responses((status = 201, body = PacketImportedBody), (status = 200, body = PacketImportedBody), (status = 401),
              (status = 403), (status = 422)))]
pub(crate) async fn create(who: Actor, mut upload: Upload) -> Answer {
    let unit = receiving_unit(&who, upload.field("unit")).await?;
    for (_, file) in upload.files.iter_mut().filter(|(field, file)| field == "file" && !file.name.ends_with(".xml")) {
        // whatever it is called, here it is a packet or refused as one
        file.name.push_str(".edxml");
    }
    let (status, id, state, known) = match take(&who, unit, upload).await? {
        Taken::Draft(id) => (StatusCode::CREATED, id, "parsed", false),
        Taken::Known(id, state, _) => (StatusCode::OK, id, state.code(), true),
        Taken::Refused(reason) => return Err(Refused::because(reason).into()),
    };
    let (head, attachments) =
        who.read(move |tx| Ok::<_, Failure>((store::lookup_head(tx, id)?, store::list_attachments(tx, id)?))).await?;
    let head = head.unwrap_or_default();
    let body = PacketImportedBody {
        id: id.to_string(),
        state: state.to_owned(),
        known,
        from_code: head.from_code,
        attachments: attachments.into_iter().map(|one| one.name).collect(),
        left_out: head.left_out,
    };
    Ok((status, axum::Json(body)).into_response())
}
