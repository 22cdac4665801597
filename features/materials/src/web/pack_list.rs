//! The sheet back in as a list: the file to be filled in, with the members and questions of the sheet, and what of it is
//! taken.

use std::collections::HashMap;

use axum::http::StatusCode;
use conferences::domain::Outcome;
use documents::import::must_bear_no_mark;
use platform::web::{Actor, Answer, Failure, Path, Upload, While, personal_spreadsheet};
use sheets::{Column, Reader, Value};

use super::pack_sheet::{Listed, Wrong, sheet_page};
use super::packs::pack_for;
use crate::domain::{ANSWER_LETTERS, Pack, PackId, PackLine};
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
    Column {
        aliases: &["tra loi", "y kien chung"],
        note: "Chỉ ở các dòng C1, C2…: ý kiến chung của chi bộ về câu hỏi, ngắn gọn, không ghi tên người.",
        ..column("answer", "Trả lời chung", "Answer of the cell", "")
    },
];

/// The list to be filled in. It names members: that it left is kept in the log.
pub(crate) async fn template(who: Actor, Path(id): Path<PackId>) -> Answer {
    let asker = who.clone();
    let (pack, lines) =
        who.read(move |tx| Ok::<_, Failure>((pack_for(&asker, tx, id)?, store::list_pack_lines(tx, id)?))).await?;
    let headings: Vec<sheets::Heading> = COLUMNS.iter().map(|one| sheets::Heading::new(one.vi, 22.0)).collect();
    let row = |number: Value<'static>, name: &str| {
        let mut row = vec![number, name.to_owned().into()];
        row.resize(COLUMNS.len(), "".into());
        row
    };
    let mut rows: Vec<_> = lines.iter().map(|line| row(line.position.into(), &line.name)).collect();
    let asked = (1..).zip(&pack.questions);
    rows.extend(asked.map(|(number, one): (usize, _)| row(format!("C{number}").into(), &one.question)));
    personal_spreadsheet(&who, "to-chi-bo", Some(pack.unit), "csv", (&headings, rows)).await
}

/// What a row of the list says: of a line of the sheet, or of a question at this place.
enum Said {
    Line(PackLine),
    Answer(usize, String),
}

/// A row of the list: its line in the file, and what it says, or the key of what is wrong.
type Row = (usize, Result<Said, &'static str>);

fn rows_of(name: &str, content: Vec<u8>, pack: &Pack, lines: &[PackLine]) -> Result<Vec<Row>, sheets::CannotRead> {
    let mut reader = Reader::from_bytes(name, content, COLUMNS)?;
    let (mut rows, mut seen): (Vec<Row>, Vec<String>) = (Vec::new(), Vec::new());
    for row in reader.rows()? {
        let row = row?;
        let number = row.get("line").trim().to_uppercase();
        let read = match number.strip_prefix('C') {
            Some(question) => answer_of(&row, question, pack),
            None => line_of(&row, lines).map(Said::Line),
        };
        let about = match &read {
            Ok(Said::Line(line)) => line.position.to_string(),
            Ok(Said::Answer(place, _)) => format!("C{place}"),
            Err(_) => String::new(),
        };
        let is_twice = read.is_ok() && seen.contains(&about);
        seen.push(about);
        let read = if is_twice { Err("materials-row-twice") } else { read };
        rows.push((row.line, read));
    }
    Ok(rows)
}

fn answer_of(row: &sheets::Row, number: &str, pack: &Pack) -> Result<Said, &'static str> {
    let place = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let place = place.filter(|place| *place < pack.questions.len()).ok_or("materials-row-number")?;
    let answer = vietnamese::nfc(row.get("answer").trim());
    if answer.chars().count() > ANSWER_LETTERS { Err("materials-row-answer") } else { Ok(Said::Answer(place, answer)) }
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

/// The rows that are right, by what they are about, and those that are not.
#[derive(Default)]
struct Sorted {
    lines: HashMap<i64, PackLine>,
    answers: HashMap<usize, String>,
    wrong: Vec<(usize, &'static str)>,
}

impl Sorted {
    fn of(rows: Vec<Row>) -> Self {
        let mut sorted = Sorted::default();
        for (line, row) in rows {
            match row {
                Ok(Said::Line(read)) => {
                    sorted.lines.insert(read.position, read);
                }
                // an empty cell takes nothing back
                Ok(Said::Answer(_, answer)) if answer.is_empty() => {}
                Ok(Said::Answer(place, answer)) => {
                    sorted.answers.insert(place, answer);
                }
                Err(key) => sorted.wrong.push((line, key)),
            }
        }
        sorted
    }

    fn taken(&self) -> usize {
        self.lines.len() + self.answers.len()
    }
}

/// Takes the rows of a list that are right into the sheet; tells of the others.
pub(crate) async fn list(who: Actor, Path(id): Path<PackId>, upload: Upload) -> Answer {
    let asker = who.clone();
    let (pack, lines) =
        who.read(move |tx| Ok::<_, Failure>((pack_for(&asker, tx, id)?, store::list_pack_lines(tx, id)?))).await?;
    pack.may_type().or_refuse()?;
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("materials-error-file")) };
    let read = tokio::task::spawn_blocking(move || rows_of(&file.name, file.content.to_vec(), &pack, &lines));
    let cx = who.cx("materials-pack-type");
    let sorted = match read.await.while_doing("reading the list")? {
        Ok(rows) => Sorted::of(rows),
        Err(error) => {
            let is_vietnamese = cx.language() == platform::texts::Language::Vietnamese;
            let unreadable = if is_vietnamese { error.vi() } else { error.en() };
            let listed = Listed { unreadable, ..Listed::default() };
            return sheet_page(&who, id, listed, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let taken = Some(sorted.taken());
    let wrong = sorted.wrong.iter().map(|(line, key)| Wrong { line: *line, text: cx.t(key) }).collect();
    let asker = who.clone();
    who.write(move |tx| take(tx, &asker, id, sorted)).await?;
    sheet_page(&who, id, Listed { taken, wrong, ..Listed::default() }, StatusCode::OK).await
}

/// Puts what the list says over what was typed before.
fn take(tx: &mut platform::db::Tx<'_>, who: &Actor, id: PackId, mut sorted: Sorted) -> Result<(), Failure> {
    let pack = pack_for(who, tx, id)?;
    pack.may_type().or_refuse()?;
    let lines = store::list_pack_lines(tx, id)?.into_iter();
    let lines: Vec<PackLine> = lines.map(|line| sorted.lines.remove(&line.position).unwrap_or(line)).collect();
    let mut told = pack.told.clone();
    let answers = (0..pack.questions.len())
        .map(|place| sorted.answers.remove(&place).unwrap_or_else(|| pack.told.answer(&place).to_owned()));
    told.answers = answers.collect();
    let mut texts: Vec<&str> = lines.iter().map(|line| line.reason.as_str()).collect();
    texts.extend(told.answers.iter().map(String::as_str));
    must_bear_no_mark(&texts)?;
    Ok(store::save_typed(tx, &pack, &told, &lines)?)
}
