//! A document going out as an edXML packet: to whom, with which files, and the packet itself.

use askama::Template;
use axum::http::StatusCode;
use edxml::Attachment;
use kernel::{DocumentId, Refused};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, While, download, page_with};
use serde::Deserialize;
use units::domain::Unit;

use super::show::content_type;
use crate::domain::{Addressee, Document, may_pack, packed};
use crate::store::AttachmentRow;
use crate::{import, permissions, store};

#[derive(Template)]
#[template(path = "documents/packet.html")]
struct PacketPage {
    cx: Cx,
    document: Document,
    owner: Unit,
    to: String,
    files: Vec<String>,
    reasons: String,
}

/// To whom, one a line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PacketForm {
    pub to: String,
    /// The codes of units that were picked besides.
    pub unit: Vec<String>,
}

pub(crate) async fn new(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    packet_page(&who, id, None, None).await
}

async fn packet_page(who: &Actor, id: DocumentId, typed: Option<String>, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let page = who
        .read(move |tx| {
            let document = store::find(tx, id)?;
            asker.must(tx, permissions::SEND, document.owner_unit)?;
            let cx = asker.cx("documents-packet");
            let to = match typed {
                Some(typed) => typed,
                None => addressees(tx, &document)?.iter().map(Addressee::line).collect::<Vec<_>>().join("\n"),
            };
            let names = |all: Vec<AttachmentRow>| all.into_iter().map(|one| one.name);
            let mut files = vec![main_name(&document)];
            files.extend(names(store::list_attachments(tx, id)?));
            Ok::<_, Failure>(PacketPage {
                reasons: refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default(),
                owner: units::store::find(tx, document.owner_unit)?,
                cx,
                to,
                files,
                document,
            })
        })
        .await?;
    let status = if page.reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page)
}

/// The units it was sent to, without those below one of them; before it was sent, the units its nơi nhận name.
pub(crate) fn addressees(tx: &mut Tx<'_>, document: &Document) -> Result<Vec<Addressee>, StoreError> {
    let sent = store::list_topmost_delivered(tx, document.id)?;
    let mut units = Vec::with_capacity(sent.len());
    for unit in sent {
        units.push(units::store::find(tx, unit)?);
    }
    if units.is_empty() {
        let named: Vec<String> = document.entry.recipients.iter().map(|one| vietnamese::fold(&one.name)).collect();
        units = units::store::list_ancestors(tx, document.owner_unit)?;
        units.extend(units::store::list_children(tx, document.owner_unit)?);
        let is_named = |name: &str| named.contains(&vietnamese::fold(name));
        units.retain(|unit| is_named(&unit.name) || is_named(&unit.short_name));
    }
    Ok(units.iter().map(Addressee::of).collect())
}

pub(crate) async fn create(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<PacketForm>) -> Answer {
    let to = with_picked(&who, form).await?;
    match made(&who, id, Some(to.clone())).await? {
        Ok((name, packet)) => download(&name, "application/xml", packet),
        Err(refused) => packet_page(&who, id, Some(to), Some(refused)).await,
    }
}

/// The lines of addressees, and one more for each unit that was picked.
async fn with_picked(who: &Actor, form: PacketForm) -> Result<String, Failure> {
    who.read(move |tx| {
        let mut lines = form.to.trim_end().to_owned();
        for code in &form.unit {
            let unit = units::store::lookup_by_code(tx, code)?.ok_or(Failure::NotFound)?;
            lines.push('\n');
            lines.push_str(&Addressee::of(&unit).line());
        }
        Ok(lines.trim_start_matches('\n').to_owned())
    })
    .await
}

/// The packet with its name, to these lines of addressees or to those suggested; that it was made is recorded.
///
/// # Errors
/// [`Failure`] when the actor may not send from the register, or a file cannot be read.
pub(crate) async fn made(
    who: &Actor,
    id: DocumentId,
    lines: Option<String>,
) -> Result<Result<(String, Vec<u8>), Refused>, Failure> {
    let asker = who.clone();
    let (document, owner, to, attached) = who
        .read(move |tx| {
            let document = store::find(tx, id)?;
            asker.must(tx, permissions::SEND, document.owner_unit)?;
            let to = match lines {
                Some(lines) => Addressee::from_lines(&lines),
                None => addressees(tx, &document)?,
            };
            import::must_bear_no_mark(&to.iter().map(|one| one.name.as_str()).collect::<Vec<_>>())?;
            let owner = units::store::find(tx, document.owner_unit)?;
            Ok::<_, Failure>((document, owner, to, store::list_attachments(tx, id)?))
        })
        .await?;
    if let Err(refused) = may_pack(&document, &to).or_refuse() {
        return Ok(Err(refused));
    }
    let (files, codes) = (who.app().files.clone(), to.iter().map(|one| one.code.clone()).collect::<Vec<_>>());
    let name = format!("{}.edxml", document.entry.full_number.replace(['/', '\\'], "-"));
    let told = document.clone();
    let work = move || {
        let read = |name: &str| files.read(name).map_err(|error| error.to_string());
        let mut all = vec![main_file(&document, read)?];
        for one in attached {
            all.push(Attachment::new(one.name.clone(), content_type(&one.name), read(&one.file)?));
        }
        let packet = packed(&document, owner.exchange_code(), &to, all);
        edxml::write(&packet).map_err(|error| error.to_string())
    };
    let packet =
        tokio::task::spawn_blocking(work).await.while_doing("packing a document")?.while_doing("packing a document")?;
    who.write(move |tx| store::note_packed(tx, &told, &codes)).await?;
    Ok(Ok((name, packet)))
}

fn main_name(document: &Document) -> String {
    match document.file_name.as_str() {
        "" => format!("{}.txt", document.entry.full_number.replace('/', "-")),
        name => name.to_owned(),
    }
}

/// The file it came in; the text itself when it was pasted.
fn main_file(document: &Document, read: impl Fn(&str) -> Result<Vec<u8>, String>) -> Result<Attachment, String> {
    let name = main_name(document);
    let content = if document.file.is_empty() { document.text.clone().into_bytes() } else { read(&document.file)? };
    Ok(Attachment::new(name.clone(), content_type(&name), content))
}
