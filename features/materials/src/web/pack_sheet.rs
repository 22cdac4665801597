//! The sheet back in: typed in beside its picture, or as a list, then handed in by a person.

use std::collections::HashMap;

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use conferences::domain::Outcome;
use documents::import::must_bear_no_mark;
use kernel::{Day, Refused};
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, Path, Served, Upload, While, download, go_to_saying, page_with, serve_file,
};
use sheets::{Column, Reader};
use units::domain::Unit;

use super::StepForm;
use super::packs::{About, pack_for};
use crate::domain::{CannotTake, Media, Pack, PackId, PackLine, PartKind, Told, shown_code};
use crate::store;

const fn column(key: &'static str, vi: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, vi, en, aliases: &[], required: false, example, note: "" }
}

/// The columns of the list: those of the printed sheet.
const COLUMNS: &[Column] = &[
    Column {
        aliases: &["so thu tu", "stt"],
        required: true,
        note: "Số thứ tự trên tờ đã in.",
        ..column("line", "TT", "No.", "1")
    },
    Column { aliases: &["ho ten", "ten"], ..column("name", "Họ và tên", "Full name", "Lò Thị Mây") },
    Column {
        aliases: &["diem danh", "tinh trang"],
        note: "Có mặt, Vắng có lý do, Vắng không lý do; để trống là có mặt.",
        ..column("outcome", "Kết quả", "Attendance", "Có mặt")
    },
    column("reason", "Lý do vắng", "Reason", "đi viện"),
    Column {
        note: "Đánh dấu x nếu đã nhận bản giấy.", ..column("paper", "Nhận bản giấy", "Got a copy", "x")
    },
];

/// A row that was not taken.
struct Wrong {
    line: usize,
    text: String,
}

#[derive(Template)]
#[template(path = "materials/pack_sheet.html")]
struct SheetPage {
    cx: Cx,
    pack: Pack,
    unit: Unit,
    about: About,
    lines: Vec<PackLine>,
    code: String,
    today: Day,
    taken: Option<usize>,
    wrong: Vec<Wrong>,
    unreadable: String,
    outcomes: &'static [Outcome],
}

impl SheetPage {
    fn is(&self, line: &PackLine, outcome: &Outcome) -> bool {
        line.outcome == Some(*outcome)
    }

    fn held_on(&self) -> String {
        self.pack.told.held_on.map(|day| day.to_string()).unwrap_or_default()
    }

    fn refused(&self) -> Vec<kernel::Told> {
        self.pack.may_type().told()
    }
}

/// What a person may be on a sheet.
const OUTCOMES: &[Outcome] = &[Outcome::Present, Outcome::AbsentWithReason, Outcome::AbsentWithoutReason];

/// What came of a list that was sent in.
#[derive(Default)]
struct Listed {
    taken: Option<usize>,
    wrong: Vec<Wrong>,
    unreadable: String,
}

async fn sheet_page(who: &Actor, id: PackId, listed: Listed, status: StatusCode) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let pack = pack_for(&asker, tx, id)?;
            Ok::<_, Failure>(SheetPage {
                cx: asker.cx("materials-pack-type"),
                unit: units::store::find(tx, pack.unit)?,
                about: About::of(tx, pack.purpose)?,
                lines: store::list_pack_lines(tx, id)?,
                code: shown_code(&pack.code),
                today: asker.today(),
                pack,
                taken: listed.taken,
                wrong: listed.wrong,
                unreadable: listed.unreadable,
                outcomes: OUTCOMES,
            })
        })
        .await?;
    page_with(status, &shown)
}

pub(crate) async fn show(who: Actor, Path(id): Path<PackId>) -> Answer {
    sheet_page(&who, id, Listed::default(), StatusCode::OK).await
}

/// A form whose fields are as many as the lines of the sheet.
type Typed = HashMap<String, String>;

fn text(typed: &Typed, name: &str) -> String {
    vietnamese::nfc(typed.get(name).map(|text| text.trim()).unwrap_or_default())
}

/// What was typed, in the place of what was kept.
fn told(typed: &Typed) -> Told {
    Told {
        held_on: text(typed, "held_on").parse().ok(),
        opinions: text(typed, "opinions").parse().unwrap_or(0).max(0),
        proposals: text(typed, "proposals"),
        note: text(typed, "note"),
    }
}

fn typed_lines(typed: &Typed, lines: Vec<PackLine>) -> Vec<PackLine> {
    let typed_line = |line: PackLine| {
        let of = |what: &str| text(typed, &format!("{what}_{}", line.position));
        PackLine {
            outcome: of("outcome").parse().ok().filter(|outcome| OUTCOMES.contains(outcome)),
            reason: of("reason"),
            has_paper: of("paper") == "yes",
            ..line
        }
    };
    lines.into_iter().map(typed_line).collect()
}

/// Keeps what was typed, and hands the sheet in when that is asked for.
pub(crate) async fn save(who: Actor, Path(id): Path<PackId>, Form(typed): Form<Typed>) -> Answer {
    let (asker, hands_in) = (who.clone(), typed.get("step").is_some_and(|step| step == "hand_in"));
    let version = text(&typed, "version").parse().unwrap_or_default();
    who.write(move |tx| {
        let pack = Pack { version, ..pack_for(&asker, tx, id)? };
        pack.may_type().or_refuse()?;
        let (told, lines) = (told(&typed), typed_lines(&typed, store::list_pack_lines(tx, id)?));
        let mut texts = vec![told.proposals.as_str(), told.note.as_str()];
        texts.extend(lines.iter().map(|line| line.reason.as_str()));
        must_bear_no_mark(&texts)?;
        Ok::<_, Failure>(store::save_typed(tx, &pack, &told, &lines)?)
    })
    .await?;
    if hands_in {
        // what was typed is kept even when it cannot be handed in yet
        let asker = who.clone();
        who.write(move |tx| hand_in(tx, &asker, id)).await?;
        return go_to_saying(format!("/packs/{id}"), "materials-pack-handed-in");
    }
    go_to_saying(format!("/packs/{id}/sheet"), "materials-pack-kept")
}

fn hand_in(tx: &mut Tx<'_>, who: &Actor, id: PackId) -> Result<(), Failure> {
    let (pack, lines) = (store::find_pack(tx, id)?, store::list_pack_lines(tx, id)?);
    pack.may_return(&lines, who.today()).or_refuse()?;
    let sets = About::of(tx, pack.purpose)?.sets;
    store::hand_in(tx, &pack, &lines, &sets)?;
    Ok(())
}

/// Takes a sheet that was handed in back to be corrected.
pub(crate) async fn reopen(who: Actor, Path(id): Path<PackId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    let reason = vietnamese::nfc(form.reason.trim());
    must_bear_no_mark(&[&reason])?;
    who.write(move |tx| {
        let pack = Pack { version: form.version, ..pack_for(&asker, tx, id)? };
        pack.may_reopen(&reason).or_refuse()?;
        Ok::<_, Failure>(store::reopen(tx, &pack, &reason)?)
    })
    .await?;
    go_to_saying(format!("/packs/{id}/sheet"), "materials-pack-reopened")
}

/// The list to be filled in, with the members of the sheet.
pub(crate) async fn template(who: Actor, Path(id): Path<PackId>) -> Answer {
    let asker = who.clone();
    let (pack, lines) =
        who.read(move |tx| Ok::<_, Failure>((pack_for(&asker, tx, id)?, store::list_pack_lines(tx, id)?))).await?;
    let headings: Vec<sheets::Heading> = COLUMNS.iter().map(|one| sheets::Heading::new(one.vi, 22.0)).collect();
    let rows = lines.iter().map(|line| {
        let empty = || sheets::Value::from("");
        vec![line.position.into(), line.name.as_str().into(), empty(), empty(), empty()]
    });
    let content = sheets::write_csv(&headings, rows).while_doing("writing the list")?;
    download(&format!("to-chi-bo-{}.csv", pack.code), "text/csv; charset=utf-8", content)
}

/// A row of the list: its line in the file, and what it says of which line of the sheet, or the key of what is wrong.
type Row = (usize, Result<(i64, PackLine), &'static str>);

fn rows_of(name: &str, content: Vec<u8>, lines: &[PackLine]) -> Result<Vec<Row>, sheets::CannotRead> {
    let mut reader = Reader::from_bytes(name, content, COLUMNS)?;
    let (mut rows, mut seen): (Vec<Row>, Vec<i64>) = (Vec::new(), Vec::new());
    for row in reader.rows()? {
        let row = row?;
        let read = line_of(&row, lines).and_then(|line| {
            let is_twice = seen.contains(&line.position);
            seen.push(line.position);
            if is_twice { Err("materials-row-twice") } else { Ok((line.position, line)) }
        });
        rows.push((row.line, read));
    }
    Ok(rows)
}

fn line_of(row: &sheets::Row, lines: &[PackLine]) -> Result<PackLine, &'static str> {
    let number: i64 = row.get("line").trim().parse().map_err(|_| "materials-row-number")?;
    let line = lines.iter().find(|line| line.position == number).ok_or("materials-row-number")?;
    let name = vietnamese::fold(row.get("name"));
    if !name.is_empty() && name != vietnamese::fold(&line.name) {
        return Err("materials-row-name");
    }
    let outcome = Outcome::told(row.get("outcome")).ok_or("materials-row-outcome")?;
    let has_paper = match vietnamese::fold(row.get("paper")).as_str() {
        "" | "0" | "khong" | "no" => false,
        "x" | "1" | "co" | "yes" => true,
        _ => return Err("materials-row-paper"),
    };
    Ok(PackLine {
        outcome: Some(outcome),
        reason: vietnamese::nfc(row.get("reason").trim()),
        has_paper,
        ..line.clone()
    })
}

/// Takes the rows of a list that are right into the sheet; tells of the others.
pub(crate) async fn list(who: Actor, Path(id): Path<PackId>, upload: Upload) -> Answer {
    let asker = who.clone();
    let lines = who
        .read(move |tx| {
            pack_for(&asker, tx, id)?.may_type().or_refuse()?;
            Ok::<_, Failure>(store::list_pack_lines(tx, id)?)
        })
        .await?;
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("materials-error-file")) };
    let known = lines.clone();
    let read = tokio::task::spawn_blocking(move || rows_of(&file.name, file.content.to_vec(), &known));
    let cx = who.cx("materials-pack-type");
    let rows = match read.await.while_doing("reading the list")? {
        Ok(rows) => rows,
        Err(error) => {
            let is_vietnamese = cx.language() == platform::texts::Language::Vietnamese;
            let unreadable = if is_vietnamese { error.vi() } else { error.en() };
            let listed = Listed { unreadable, ..Listed::default() };
            return sheet_page(&who, id, listed, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let (mut good, mut wrong) = (HashMap::new(), Vec::new());
    for (line, row) in rows {
        match row {
            Ok((position, read)) => {
                good.insert(position, read);
            }
            Err(key) => wrong.push(Wrong { line, text: cx.t(key) }),
        }
    }
    let taken = good.len();
    let lines: Vec<PackLine> = lines.into_iter().map(|line| good.remove(&line.position).unwrap_or(line)).collect();
    let asker = who.clone();
    who.write(move |tx| {
        let pack = pack_for(&asker, tx, id)?;
        pack.may_type().or_refuse()?;
        must_bear_no_mark(&lines.iter().map(|line| line.reason.as_str()).collect::<Vec<_>>())?;
        Ok::<_, Failure>(store::save_typed(tx, &pack, &pack.told, &lines)?)
    })
    .await?;
    sheet_page(&who, id, Listed { taken: Some(taken), wrong, ..Listed::default() }, StatusCode::OK).await
}

/// Keeps the picture of the sheet as evidence; a person types in what it shows.
pub(crate) async fn keep_photo(who: Actor, Path(id): Path<PackId>, upload: Upload) -> Answer {
    let asker = who.clone();
    who.read(move |tx| pack_for(&asker, tx, id)?.may_type().or_refuse().map_err(Failure::from)).await?;
    let Some(file) = upload.file("photo").cloned() else { return Err(Failure::Malformed("materials-error-file")) };
    let media = PartKind::Infographic
        .take(Media::of(&file.content, &file.name), i64::try_from(file.content.len()).unwrap_or(i64::MAX));
    let media = media.map_err(|cannot: CannotTake| Failure::Refused(Refused::because(cannot)))?;
    must_bear_no_mark(&[&vietnamese::nfc(&file.name)])?;
    let files = who.app().files.clone();
    let keeping = tokio::task::spawn_blocking(move || files.keep(&file.content));
    let kept = keeping.await.while_doing("keeping the picture")?.while_doing("keeping the picture")?;
    let asker = who.clone();
    who.write(move |tx| {
        let pack = pack_for(&asker, tx, id)?;
        pack.may_type().or_refuse()?;
        Ok::<_, Failure>(store::save_photo(tx, &pack, &kept, media)?)
    })
    .await?;
    go_to_saying(format!("/packs/{id}/sheet"), "materials-pack-pictured")
}

pub(crate) async fn photo(who: Actor, headers: HeaderMap, Path(id): Path<PackId>) -> Answer {
    let asker = who.clone();
    let pack = who.read(move |tx| pack_for(&asker, tx, id)).await?;
    let (file, media) = pack.photo.ok_or(Failure::NotFound)?;
    let served = Served { file, name: format!("to-chi-bo-{}", pack.code), content_type: media.content_type() };
    serve_file(&who.app().files, &headers, served).await
}
