//! Tasks out of a list that is written already: Excel or CSV, row by row; what is wrong with a row is told, the others
//! are taken.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::Day;
use platform::web::{Actor, Answer, Cx, Failure, Upload, While, download, page, page_with};
use sheets::{Column, Reader};

use super::programme_for;
use super::task::look_for_marks;
use crate::domain::{Programme, ProgrammeId};
use crate::permissions::WRITE;
use crate::store::{self, TaskFields};

const fn column(key: &'static str, vi: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, vi, en, aliases: &[], required: false, example, note: "" }
}

/// The columns of the list.
pub(crate) const COLUMNS: &[Column] = &[
    Column {
        aliases: &["Nhiệm vụ", "Nội dung", "Tên nhiệm vụ"],
        required: true,
        note: "Rõ việc: làm gì.",
        ..column("viec", "Nội dung công việc", "Work", "Mở lớp bồi dưỡng cho cấp ủy viên cơ sở")
    },
    Column {
        aliases: &["Cơ quan chủ trì", "Đơn vị chủ trì"],
        note: "Rõ người.",
        ..column("chu_tri", "Chủ trì", "Lead", "Văn phòng Đảng ủy")
    },
    Column {
        note: "Rõ trách nhiệm.",
        ..column("trach_nhiem", "Chịu trách nhiệm", "Answers for it", "Đồng chí Phó Bí thư Thường trực")
    },
    Column {
        aliases: &["Cơ quan phối hợp", "Đơn vị phối hợp"],
        ..column("phoi_hop", "Phối hợp", "Partners", "Ban Xây dựng Đảng")
    },
    column("tu_ngay", "Từ ngày", "From", "01/03/2026"),
    Column {
        aliases: &["Thời hạn", "Thời gian hoàn thành", "Hạn hoàn thành"],
        note: "Rõ thời gian: ngày/tháng/năm.",
        ..column("den_ngay", "Đến ngày", "Until", "30/06/2026")
    },
    Column {
        aliases: &["Sản phẩm hoàn thành"],
        note: "Rõ sản phẩm.",
        ..column("san_pham", "Sản phẩm", "Product", "12 lớp, 480 học viên")
    },
    column("kinh_phi", "Kinh phí", "Funding", "Ngân sách xã"),
    Column {
        aliases: &["Mục", "Điểm"],
        note: "Mục của văn bản cấp trên mà việc này thực hiện; để trống nếu là việc riêng của đơn vị.",
        ..column("muc", "Mục của văn bản", "Clause", "III › 2")
    },
];

/// A row that was not taken.
struct Wrong {
    line: usize,
    text: String,
}

#[derive(Template)]
#[template(path = "programmes/import.html")]
struct ImportPage {
    cx: Cx,
    programme: Programme,
    taken: Option<usize>,
    wrong: Vec<Wrong>,
    unreadable: String,
}

async fn writable(who: &Actor, id: ProgrammeId) -> Result<Programme, Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let programme = programme_for(&asker, tx, WRITE, id)?;
        programme.may_write().or_refuse()?;
        Ok(programme)
    })
    .await
}

pub(crate) async fn new(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let programme = writable(&who, id).await?;
    let cx = who.cx("programmes-import");
    page(&ImportPage { cx, programme, taken: None, wrong: Vec::new(), unreadable: String::new() })
}

pub(crate) async fn template(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    writable(&who, id).await?;
    let content = sheets::template_xlsx(COLUMNS, "Nhiệm vụ", &[]).while_doing("writing the template")?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("mau-nhiem-vu.xlsx", kind, content)
}

pub(crate) async fn create(who: Actor, Path(id): Path<ProgrammeId>, upload: Upload) -> Answer {
    let programme = writable(&who, id).await?;
    let cx = who.cx("programmes-import");
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("programmes-error-file")) };
    let in_words = cx.language() == platform::texts::Language::Vietnamese;
    let read = tokio::task::spawn_blocking(move || rows_of(&file.name, file.content.to_vec()));
    let rows = match read.await.while_doing("reading the list")? {
        Ok(rows) => rows,
        Err(error) => {
            let unreadable = if in_words { error.vi() } else { error.en() };
            let shown = ImportPage { cx, programme, taken: None, wrong: Vec::new(), unreadable };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for (line, row) in rows {
        match row {
            Ok(fields) => good.push(fields),
            Err(key) => wrong.push(Wrong { line, text: cx.t(key) }),
        }
    }
    let taken = good.len();
    let asker = who.clone();
    who.write(move |tx| {
        let programme = programme_for(&asker, tx, WRITE, id)?;
        programme.may_write().or_refuse()?;
        for fields in &good {
            look_for_marks(fields)?;
            store::insert_task(tx, &programme, fields)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    page(&ImportPage { cx, programme, taken: Some(taken), wrong, unreadable: String::new() })
}

/// A row: its line, and what it says or the key of what is wrong with it.
type Row = (usize, Result<TaskFields, &'static str>);

fn rows_of(name: &str, content: Vec<u8>) -> Result<Vec<Row>, sheets::CannotRead> {
    let mut reader = Reader::from_bytes(name, content, COLUMNS)?;
    let mut rows = Vec::new();
    for row in reader.rows()? {
        let row = row?;
        rows.push((row.line, fields_of(&row)));
    }
    Ok(rows)
}

fn fields_of(row: &sheets::Row) -> Result<TaskFields, &'static str> {
    let text = |key: &str| vietnamese::nfc(row.get(key).trim());
    let day = |key: &str| match row.get(key).trim() {
        "" => Ok(None),
        typed => sheets::parse_day(typed).map(|day| Some(Day(day))).ok_or("programmes-error-day"),
    };
    let fields = TaskFields {
        clause: text("muc"),
        work: text("viec"),
        lead: text("chu_tri"),
        answers: text("trach_nhiem"),
        partners: text("phoi_hop"),
        starts_on: day("tu_ngay")?,
        due_on: day("den_ngay")?,
        product: text("san_pham"),
        funding: text("kinh_phi"),
    };
    match fields {
        TaskFields { ref work, .. } if work.is_empty() => Err("programmes-error-work"),
        TaskFields { starts_on: Some(starts), due_on: Some(due), .. } if due < starts => Err("programmes-error-ends"),
        fields => Ok(fields),
    }
}
