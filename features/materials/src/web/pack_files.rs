//! What goes out to a cell without phones: one file that opens anywhere without a line, and one sheet of A4.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::domain::Reader;
use platform::db::Tx;
use platform::files::Files;
use platform::web::{Actor, Answer, Cx, Failure, Path, While, download, qr_svg, show_file};
use publishing::{CellSheet, SheetQuestion, cell_sheet_pdf};

use super::packs::{About, address_of, pack_for};
use crate::domain::{Line, Pack, PackId, PackLine, Part, PartKind, shown_code};
use crate::store;

/// The look of the file: it carries it with it.
const LOOK: &str = include_str!("../../templates/materials/pack.css");
/// Pictures in the file are at most so large; larger ones are told by their words.
const PICTURE: i64 = 4 * 1_048_576;

/// What a digest of a document says to cells.
struct Digested {
    document: String,
    points: Vec<String>,
}

/// A part with its picture, where it has one.
struct Shown {
    part: Part,
    picture: String,
}

/// The inside of the file.
#[derive(Template)]
#[template(path = "materials/pack_file.html")]
struct FilePage {
    cx: Cx,
    pack: Pack,
    unit_name: String,
    about: About,
    agenda: Vec<String>,
    digests: Vec<Digested>,
    parts: Vec<Shown>,
    lines: Vec<PackLine>,
    code: String,
    qr: String,
}

/// What a meeting of a cell goes through when no conference has an agenda for it.
const USUAL_AGENDA: [&str; 4] = [
    "materials-pack-agenda-opening",
    "materials-pack-agenda-reading",
    "materials-pack-agenda-talking",
    "materials-pack-agenda-closing",
];

fn agenda_of(cx: &Cx, tx: &mut Tx<'_>, about: &About) -> Result<Vec<String>, Failure> {
    let items = match &about.conference {
        Some(conference) => conferences::store::list_agenda(tx, conference.id)?,
        None => Vec::new(),
    };
    if items.is_empty() {
        return Ok(USUAL_AGENDA.map(|key| cx.t(key)).to_vec());
    }
    let line = |item: conferences::store::AgendaItem| {
        let who = if item.reporter.is_empty() { String::new() } else { format!(" ({})", item.reporter) };
        format!("{}: {}{who}", item.planned_from.time_shown(), item.title)
    };
    Ok(items.into_iter().map(line).collect())
}

/// The digests for members, or of an audience near them.
fn digests_of(tx: &mut Tx<'_>, about: &About) -> Result<Vec<Digested>, Failure> {
    let mut digests = Vec::new();
    for document in &about.documents {
        let all = documents::store::list_digests(tx, *document)?;
        let found = all.iter().find(|one| one.reader == Reader::Members).or(all.first());
        if let Some(digest) = found {
            let document = documents::store::find_entry(tx, *document)?.called();
            digests.push(Digested { document, points: digest.points.clone() });
        }
    }
    Ok(digests)
}

/// The picture itself as an address, so that the file needs no other.
fn picture_of(files: &Files, part: &Part) -> String {
    let Some(file) = part.file.as_ref().filter(|_| part.kind == PartKind::Infographic) else { return String::new() };
    if file.length > PICTURE {
        return String::new();
    }
    match files.read(&file.file) {
        Ok(content) => format!("data:{};base64,{}", file.media.content_type(), STANDARD.encode(content)),
        Err(error) => {
            tracing::warn!(%error, part = %part.id, "a picture is left out of a pack");
            String::new()
        }
    }
}

/// What goes out names the members of a cell: that it left is kept in the log.
async fn note_export(who: &Actor, name: &'static str, pack: &Pack, members: usize) -> Result<(), Failure> {
    let detail = serde_json::json!({ "rows": members, "fields": ["name"], "pack": pack.code });
    let event = kernel::Event::noted("exports.made", name, Some(pack.unit)).with(detail);
    who.write(move |tx| tx.record(event)).await.map_err(Failure::from)
}

pub(crate) async fn file(who: Actor, Path(id): Path<PackId>) -> Answer {
    let (asker, files) = (who.clone(), who.app().files.clone());
    let shown = who
        .read(move |tx| {
            let pack = pack_for(&asker, tx, id)?;
            let about = About::of(tx, pack.purpose)?;
            let parts = about.parts(tx)?.into_iter();
            let cx = asker.cx_titled(about.title.clone());
            Ok::<_, Failure>(FilePage {
                unit_name: units::store::find(tx, pack.unit)?.name,
                agenda: agenda_of(&cx, tx, &about)?,
                cx,
                digests: digests_of(tx, &about)?,
                parts: parts.map(|part| Shown { picture: picture_of(&files, &part), part }).collect(),
                lines: store::list_pack_lines(tx, id)?,
                code: shown_code(&pack.code),
                qr: qr_svg(&address_of(&asker, &pack))?,
                about,
                pack,
            })
        })
        .await?;
    note_export(&who, "goi-chi-bo", &shown.pack, shown.lines.len()).await?;
    let inside = shown.render().while_doing("writing the file of the pack")?;
    let html = whole(shown.cx.language().code(), &inside);
    download(&format!("goi-chi-bo-{}.html", shown.pack.code), "text/html; charset=utf-8", html.into_bytes())
}

/// The file with its look in it; a page of the server would refuse that, a file opened from a disk needs it.
fn whole(language: &str, inside: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><style>{LOOK}</style>{inside}</html>"
    )
}

pub(crate) async fn sheet(who: Actor, Path(id): Path<PackId>) -> Answer {
    let asker = who.clone();
    let (sheet, pack) = who
        .read(move |tx| {
            let pack = pack_for(&asker, tx, id)?;
            let about = About::of(tx, pack.purpose)?;
            let superior = units::store::list_ancestors(tx, pack.unit)?.pop();
            let question = |one: &crate::domain::Asked| SheetQuestion {
                question: one.question.clone(),
                choices: one.choices.clone(),
            };
            let time = about.conference.as_ref().map(|one| format!("{} · {}", one.starts_at.shown(), one.place));
            let sheet = CellSheet {
                superior: superior.map(|unit| unit.name),
                issuer: units::store::find(tx, pack.unit)?.name,
                agenda: agenda_of(&asker.cx_titled(about.title.clone()), tx, &about)?,
                title: about.title,
                time: time.unwrap_or_default().trim_end_matches(" · ").to_owned(),
                members: store::list_pack_lines(tx, id)?.into_iter().map(|line| line.name).collect(),
                questions: pack.questions.iter().map(question).collect(),
                qr: address_of(&asker, &pack),
                code: shown_code(&pack.code),
            };
            Ok::<_, Failure>((sheet, pack))
        })
        .await?;
    note_export(&who, "to-chi-bo", &pack, sheet.members.len()).await?;
    let printed = tokio::task::spawn_blocking(move || cell_sheet_pdf(&sheet));
    let content = printed.await.while_doing("printing the sheet")?.while_doing("printing the sheet")?;
    show_file(&format!("to-chi-bo-{}.pdf", pack.code), "application/pdf", content)
}
