//! Questions out of a list that is written already: Word as offices write it, Excel or CSV. What is wrong with one is
//! told by its number or line; the others are taken, as drafts that somebody else reviews.

use askama::Template;
use axum::http::StatusCode;
use documents::domain::CannotImport;
use documents::import::must_bear_no_mark;
use kernel::Refused;
use platform::db::Tx;
use platform::texts::Language;
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, Upload, While, download, page_with};
use rollouts::store::{ChosenDocument, list_recent_documents, lookup_document};
use serde::Deserialize;
use sheets::{Column, Reader};

use super::paper;
use crate::domain::{Choice, MOST_CHOICES, Numbered, Wording, places_of, read_layout};
use crate::permissions::BANK;
use crate::store;

const RECENT: i64 = 100;
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the Word template says.
const TEMPLATE: &[&str] = &[
    "Cách ghi: mỗi câu bắt đầu bằng “Câu 1.”, mỗi phương án bằng “A.”, “B.”… Đáp án ghi ở dòng “Đáp án:”, hoặc tô đậm, gạch chân, đánh dấu * phương án đúng. Xóa dòng này và hai câu mẫu trước khi nhập.",
    "Câu 1. Chi bộ sinh hoạt thường kỳ mấy lần trong một tháng?",
    "A. Một lần",
    "B. Hai lần",
    "C. Ba lần",
    "D. Bốn lần",
    "Đáp án: A",
    "Giải thích: Chi bộ sinh hoạt thường kỳ mỗi tháng một lần.",
    "Mục: II › 1",
    "Chủ đề: sinh hoạt chi bộ",
    "Câu 2. Những việc nào là việc của chi bộ? (chọn nhiều phương án)",
    "A. Xây dựng kế hoạch học tập",
    "B. Ban hành chỉ thị",
    "C. Kiểm tra đảng viên chấp hành",
    "Đáp án: A, C",
];

const fn column(key: &'static str, vi: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, vi, en, aliases: &[], required: false, example, note: "" }
}

/// The keys of the choices.
const CHOICES: [&str; MOST_CHOICES] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// The columns of the list.
const COLUMNS: &[Column] = &[
    Column {
        aliases: &["Nội dung câu hỏi", "Nội dung"],
        required: true,
        ..column("cau_hoi", "Câu hỏi", "Question", "Chi bộ sinh hoạt thường kỳ mấy lần trong một tháng?")
    },
    Column { aliases: &["A"], required: true, ..column("a", "Phương án A", "Choice A", "Một lần") },
    Column { aliases: &["B"], required: true, ..column("b", "Phương án B", "Choice B", "Hai lần") },
    Column { aliases: &["C"], ..column("c", "Phương án C", "Choice C", "Ba lần") },
    Column { aliases: &["D"], ..column("d", "Phương án D", "Choice D", "Bốn lần") },
    Column { aliases: &["E"], ..column("e", "Phương án E", "Choice E", "") },
    Column { aliases: &["F"], ..column("f", "Phương án F", "Choice F", "") },
    Column { aliases: &["G"], ..column("g", "Phương án G", "Choice G", "") },
    Column { aliases: &["H"], ..column("h", "Phương án H", "Choice H", "") },
    Column {
        aliases: &["Đáp án đúng", "Trả lời"],
        required: true,
        note: "Chữ cái của phương án đúng; nhiều phương án thì cách nhau bằng dấu phẩy: A, C.",
        ..column("dap_an", "Đáp án", "Right", "A")
    },
    column("giai_thich", "Giải thích", "Explanation", "Mỗi tháng một lần."),
    Column {
        aliases: &["Mục", "Căn cứ"],
        note: "Mục của văn bản có câu trả lời.",
        ..column("muc", "Mục của văn bản", "Clause", "II › 1")
    },
    Column {
        aliases: &["Nhãn"],
        note: "Nhiều chủ đề cách nhau bằng dấu chấm phẩy.",
        ..column("chu_de", "Chủ đề", "Tags", "sinh hoạt chi bộ")
    },
];

/// A question that was not taken.
struct NotTaken {
    name: String,
    text: String,
}

#[derive(Template)]
#[template(path = "quizzes/import.html")]
struct ImportPage {
    cx: Cx,
    documents: Vec<ChosenDocument>,
    document: String,
    taken: Option<usize>,
    wrong: Vec<NotTaken>,
    unreadable: String,
}

/// The document that was looked at when the import was asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ImportQuery {
    document: String,
}

async fn empty_page(who: &Actor, document: String) -> Result<ImportPage, Failure> {
    let asker = who.clone();
    let documents = who
        .read(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, BANK, "")?.id;
            Ok::<_, Failure>(list_recent_documents(tx, unit, RECENT)?)
        })
        .await?;
    let cx = who.cx("quizzes-import");
    Ok(ImportPage { cx, documents, document, taken: None, wrong: Vec::new(), unreadable: String::new() })
}

pub(crate) async fn new(who: Actor, Query(query): Query<ImportQuery>) -> Answer {
    page_with(StatusCode::OK, &empty_page(&who, query.document).await?)
}

pub(crate) async fn template(who: Actor, Path(kind): Path<String>) -> Answer {
    if who.scope(BANK).is_empty() {
        return Err(Failure::Forbidden);
    }
    match kind.as_str() {
        "mau-cau-hoi.docx" => {
            download("mau-cau-hoi.docx", WORD, paper::docx(TEMPLATE).while_doing("writing the template")?)
        }
        "mau-cau-hoi.xlsx" => {
            let content = sheets::template_xlsx(COLUMNS, "Câu hỏi", &[]).while_doing("writing the template")?;
            download("mau-cau-hoi.xlsx", EXCEL, content)
        }
        _ => Err(Failure::NotFound),
    }
}

/// Why a file is not read, in the words of the reader's language.
type Unreadable = String;

pub(crate) async fn create(who: Actor, upload: Upload) -> Answer {
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("quizzes-error-file")) };
    let mut shown = empty_page(&who, upload.field("document").to_owned()).await?;
    let cx = who.cx("quizzes-import");
    let words = cx.clone();
    let read = tokio::task::spawn_blocking(move || questions_of(&words, &file.name, file.content.to_vec()));
    let questions = match read.await.while_doing("reading the list")? {
        Ok(questions) if questions.is_empty() => Err(cx.t("quizzes-none-in-file")),
        questions => questions,
    };
    let questions = match questions {
        Ok(questions) => questions,
        Err(unreadable) => {
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &ImportPage { unreadable, ..shown });
        }
    };
    let (asker, document) = (who.clone(), shown.document.clone());
    let rows = who.write(move |tx| take(&asker, tx, &document, questions)).await?;
    let say = |keys: &[&str]| keys.iter().map(|key| cx.t(key)).collect::<Vec<_>>().join(" ");
    shown.taken = Some(rows.iter().filter(|(_, wrong)| wrong.is_empty()).count());
    let wrong = rows.into_iter().filter(|(_, wrong)| !wrong.is_empty());
    shown.wrong = wrong.map(|(name, wrong)| NotTaken { name, text: say(&wrong) }).collect();
    page_with(StatusCode::OK, &shown)
}

/// What became of a question: its name, and the keys of what is wrong with it.
type Taken = (String, Vec<&'static str>);

fn take(who: &Actor, tx: &mut Tx<'_>, document: &str, questions: Vec<Numbered>) -> Result<Vec<Taken>, Failure> {
    let unit = rollouts::acting_unit(who, tx, BANK, "")?.id;
    let document = match document.parse() {
        Ok(id) => Some(lookup_document(tx, unit, id)?.ok_or(Failure::NotFound)?.id),
        Err(_) => None,
    };
    let mut rows = Vec::with_capacity(questions.len());
    for Numbered { name, wording, mut wrong } in questions {
        let wording = Wording { document, ..wording };
        must_bear_no_mark(&[&wording.text, &wording.explanation])?;
        if wrong.is_empty() && store::is_known(tx, unit, &wording)? {
            wrong.push("quizzes-wrong-known");
        }
        if wrong.is_empty() {
            store::insert_question(tx, unit, &wording)?;
        }
        rows.push((name, wrong));
    }
    Ok(rows)
}

fn questions_of(cx: &Cx, name: &str, content: Vec<u8>) -> Result<Vec<Numbered>, Unreadable> {
    if name.to_lowercase().ends_with(".docx") {
        let read = official_text::read::paragraphs_of(&content);
        let told = |why| cx.reasons(&Refused::because(CannotImport::Unreadable(why)).0);
        return Ok(read_layout(&read.map_err(told)?));
    }
    let is_vietnamese = cx.language() == Language::Vietnamese;
    let say = |error: sheets::CannotRead| if is_vietnamese { error.vi() } else { error.en() };
    let mut reader = Reader::from_bytes(name, content, COLUMNS).map_err(say)?;
    let mut questions = Vec::new();
    for row in reader.rows().map_err(say)? {
        let row = row.map_err(say)?;
        let name = format!("{} {}", cx.t("quizzes-line"), row.line);
        questions.push(Numbered { name, ..question_of(&row) });
    }
    Ok(questions)
}

fn question_of(row: &sheets::Row) -> Numbered {
    let right = places_of(row.get("dap_an"));
    let choices = CHOICES.iter().enumerate().map(|(place, key)| Choice {
        text: row.get(key).to_owned(),
        is_right: right.as_ref().is_some_and(|right| right.contains(&place)),
    });
    let wording = Wording {
        text: row.get("cau_hoi").to_owned(),
        choices: choices.collect(),
        explanation: row.get("giai_thich").to_owned(),
        clause: row.get("muc").to_owned(),
        tags: row.get("chu_de").split([';', ',']).map(str::to_owned).collect(),
        ..Wording::default()
    };
    let wording = wording.tidied();
    let names_none = |place: &usize| wording.choices.get(*place).is_none_or(|choice| choice.text.is_empty());
    let is_answered = right.as_ref().is_some_and(|right| !right.iter().any(names_none));
    let mut wrong: Vec<&'static str> = wording.wrong().into_iter().map(|(_, key)| key).collect();
    if !is_answered {
        wrong.push("quizzes-wrong-answer");
    }
    Numbered { name: String::new(), wording, wrong }
}
