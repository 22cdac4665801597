//! The JSON face of the register: documents here, the rest in the modules below. Each asks the rules its page asks.

pub(crate) mod changes;
pub(crate) mod numbers;
pub(crate) mod packets;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{DocumentId, Refused};
use pdf_signatures::Signature;
use platform::web::{Actor, Answer, Failure, Path, Query, Upload, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access;
use crate::domain::{Depth, Document, Recipient, Section};
use crate::store::{self, DeliveryCounts};
use crate::web::import::{Taken, receiving_unit, take};
use crate::web::list::DocumentsQuery;

/// A document of the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentBody {
    /// Identifier (UUID).
    id: String,
    /// The unit whose register it stands in.
    owner_unit: String,
    /// `parsed` or `registered`.
    state: String,
    /// `incoming` or `outgoing`.
    direction: String,
    /// Code of the type: NQ, CT, KL …
    type_code: String,
    /// Name of the type.
    type_name: String,
    /// The number alone.
    number: Option<i64>,
    /// Number and symbol: `05-CT/TU`.
    full_number: String,
    /// The issuer as it then was called.
    issuer: String,
    /// Term or year of the number.
    term: String,
    /// Day of issue (yyyy-mm-dd).
    issued_on: Option<String>,
    /// Trích yếu.
    title: String,
    /// Mark of urgency; empty for none.
    urgency: String,
    /// Who signed.
    signer: String,
    /// The lowest kind of unit it goes to; empty when it does not say.
    depth: String,
}

/// One page of the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentsBody {
    /// Documents in all.
    total: i64,
    /// The page's rows.
    rows: Vec<DocumentBody>,
}

/// A document with its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeDocumentBody {
    /// What the register says.
    #[serde(flatten)]
    document: DocumentBody,
    /// `in_force`, `amended`, `replaced` or `repealed` today.
    validity: String,
    /// The plain text, as it reads today.
    text: String,
    /// Nơi nhận.
    recipients: Vec<Recipient>,
    /// The section tree in order.
    sections: Vec<Section>,
    /// Further files of the packet it came in, by name.
    attachments: Vec<String>,
    /// Digital signatures of its file. Not checked: the chain of trust, revocation, the clock of the signer.
    signatures: Vec<SignatureBody>,
    /// How far it got in the caller's branch; none for members.
    deliveries: Option<DeliveryCounts>,
}

/// A digital signature of a file, as it was when it came in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignatureBody {
    /// The name in the certificate, else the one the file gives.
    signer: String,
    /// The organisation in the certificate.
    organisation: String,
    /// Who issued the certificate, as it says itself.
    issuer: String,
    /// When, by the clock of the signer (RFC 3339).
    signed_at: Option<String>,
    /// `intact`, `digest_only`, `altered` or `unreadable`.
    integrity: String,
    /// False when something was added to the file behind it.
    covers_file: bool,
}

impl From<Signature> for SignatureBody {
    fn from(signature: Signature) -> Self {
        SignatureBody {
            integrity: signature.integrity.code().to_owned(),
            signed_at: signature.signed_at.map(|at| at.to_string()),
            signer: signature.signer,
            organisation: signature.organisation,
            issuer: signature.issuer,
            covers_file: signature.covers_file,
        }
    }
}

/// What an upload holds: a file or text.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the multipart form only")]
pub struct UploadBody {
    /// .docx, .pdf, .txt, .md, .html, a scan or an edXML packet.
    #[schema(value_type = String, format = Binary)]
    file: Option<Vec<u8>>,
    /// The text, when there is no file.
    text: Option<String>,
    /// The unit whose register is meant; the caller's first without it.
    unit: Option<String>,
    /// `yes` when a person has looked at the scan: it bears no mark of secrecy.
    looked_at: Option<String>,
}

/// What came of an upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedBody {
    /// Identifier (UUID).
    id: String,
    /// `parsed`, or `registered` when the register has this very file already.
    state: String,
    /// True when the register had this very file already.
    known: bool,
}

impl From<Document> for DocumentBody {
    fn from(document: Document) -> Self {
        let Document { id, owner_unit, entry, state, .. } = document;
        DocumentBody {
            id: id.to_string(),
            owner_unit: owner_unit.to_string(),
            state: state.code().to_owned(),
            direction: entry.direction.code().to_owned(),
            type_code: entry.type_code,
            type_name: entry.type_name,
            number: entry.number,
            full_number: entry.full_number,
            issuer: entry.issuer_name,
            term: entry.term,
            issued_on: entry.issued_on.map(|day| day.to_string()),
            title: entry.title,
            urgency: entry.urgency,
            signer: entry.signer_name,
            depth: entry.depth.map_or("", Depth::code).to_owned(),
        }
    }
}

#[derive(OpenApi)]
#[openapi(
    paths(
        list,
        show,
        create,
        packets::show,
        packets::create,
        numbers::list,
        numbers::record,
        numbers::powers,
        changes::reviews,
        changes::editions,
        changes::compared,
        changes::descent,
        changes::tasks
    ),
    components(schemas(
        DocumentBody,
        DocumentsBody,
        WholeDocumentBody,
        UploadBody,
        ImportedBody,
        packets::PacketUploadBody,
        packets::PacketImportedBody,
        numbers::NumbersBody,
        numbers::RecordBody,
        numbers::PowersBody,
        changes::ReviewsBody,
        changes::EditionsBody,
        changes::ComparisonBody,
        changes::DescentBody,
        changes::TasksBody
    ))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The documents the caller sees, newest first.
#[utoipa::path(get, path = "/api/v1/documents", tag = "documents",
    params(("q" = Option<String>, Query, description = "Number or words, with or without accents"),
           ("type" = Option<String>, Query, description = "Code of the type"),
           ("year" = Option<String>, Query, description = "Year of issue"),
           ("direction" = Option<String>, Query, description = "incoming or outgoing"),
           ("state" = Option<String>, Query, description = "parsed or registered"),
           ("day" = Option<String>, Query, description = "As the register was at the end of this day"),
           ("page" = Option<i64>, Query, description = "From 1"),
           ("size" = Option<i64>, Query, description = "Rows on a page, at most 500")),
    responses((status = 200, body = DocumentsBody), (status = 401), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<DocumentsQuery>) -> Answer {
    let (filter, list) = (query.filter(&who)?, query.list());
    let (rows, total) = who
        .read(move |tx| {
            let rows = store::list_page(tx, &filter, list.sort_in(store::SORT_KEYS), list.offset(), list.size())?;
            Ok::<_, Failure>((rows, store::count(tx, &filter)?))
        })
        .await?;
    json(DocumentsBody { total, rows: rows.into_iter().map(|row| row.document.into()).collect() })
}

/// One document with its text, recipients and sections.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = WholeDocumentBody), (status = 401), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let (document, sections, deliveries, validity, with) = who
        .read(move |tx| {
            let document = store::find(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            let deliveries = match access::delivery_root(&asker, tx, &document)? {
                Some(root) => Some(store::counts_of(&store::list_levels(tx, id, root)?)),
                None => None,
            };
            let validity = store::validity_on(tx, id, asker.today())?;
            let with = (store::list_attachments(tx, id)?, store::list_signatures(tx, id)?);
            Ok::<_, Failure>((document, store::list_sections(tx, id)?, deliveries, validity, with))
        })
        .await?;
    json(WholeDocumentBody {
        validity: validity.code().to_owned(),
        text: document.text.clone(),
        recipients: document.entry.recipients.clone(),
        sections,
        attachments: with.0.into_iter().map(|one| one.name).collect(),
        signatures: with.1.into_iter().map(SignatureBody::from).collect(),
        deliveries,
        document: document.into(),
    })
}

/// Takes a file in as a draft. Multipart: `file` or `text`, `unit`, the register, and `looked_at`.
/// A file with a mark of secrecy is refused (`DOC-02`) and nothing of it is kept.
#[utoipa::path(post, path = "/api/v1/documents", tag = "documents",
    request_body(content = UploadBody, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportedBody), (status = 200, body = ImportedBody), (status = 401), (status = 403),
              (status = 422)))]
pub(crate) async fn create(who: Actor, upload: Upload) -> Answer {
    let unit = receiving_unit(&who, upload.field("unit")).await?;
    let (status, id, state, known) = match take(&who, unit, upload).await? {
        Taken::Draft(id) => (StatusCode::CREATED, id, "parsed", false),
        Taken::Known(id, state, _) => (StatusCode::OK, id, state.code(), true),
        Taken::Refused(reason) => return Err(Refused::because(reason).into()),
    };
    let body = ImportedBody { id: id.to_string(), state: state.to_owned(), known };
    Ok((status, axum::Json(body)).into_response())
}
