//! The questions of a round: taken from a list in Excel or CSV, row by row, each in one source; what is wrong with a row is
//! told. A round's pool is its own copy.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use fair_contest::MOST_OPTIONS;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Upload, While, download, go_to_saying, page_with};
use quizzes::domain::places_of;
use rollouts::store::{ChosenDocument, list_recent_documents};
use serde::Deserialize;
use sheets::{Column, Reader};

use super::round_for;
use crate::domain::{Contest, Question, Round};
use crate::permissions::ORGANISE;
use crate::store::{self, Elsewhere};

const fn column(key: &'static str, vi: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, vi, en, aliases: &[], required: false, example, note: "" }
}

/// The columns of the list.
const COLUMNS: &[Column] = &[
    Column {
        aliases: &["Nguồn câu hỏi", "Chuyên đề", "Văn bản"],
        required: true,
        note: "Mỗi nguồn có số câu rút riêng, ghi trong vòng thi.",
        ..column("nguon", "Nguồn", "Source", "Nghị quyết số 15-NQ/TW")
    },
    Column {
        aliases: &["Nội dung câu hỏi"],
        required: true,
        ..column("cau_hoi", "Câu hỏi", "Question", "Nghị quyết được ban hành ngày nào?")
    },
    Column { required: true, ..column("a", "A", "A", "Ngày 05/5/2022") },
    Column { required: true, ..column("b", "B", "B", "Ngày 05/6/2022") },
    column("c", "C", "C", "Ngày 15/5/2022"),
    column("d", "D", "D", "Ngày 05/5/2021"),
    column("e", "E", "E", ""),
    column("f", "F", "F", ""),
    Column {
        aliases: &["Đúng", "Phương án đúng"],
        required: true,
        note: "Một hoặc nhiều chữ cái: A hoặc A, C.",
        ..column("dap_an", "Đáp án", "Right", "A")
    },
    Column {
        note: "Ghi x khi không được đảo thứ tự các phương án («Cả ba phương án trên»).",
        ..column("giu_thu_tu", "Giữ thứ tự", "Keep order", "")
    },
];

const LETTERS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// A question that was not taken: the row of a list, 0 for one of the bank, and why.
struct Wrong {
    line: usize,
    text: String,
}

#[derive(Template)]
#[template(path = "contests/questions.html")]
struct QuestionsPage {
    cx: Cx,
    contest: Contest,
    round: Round,
    questions: Vec<Question>,
    sources: Vec<(String, i64)>,
    documents: Vec<ChosenDocument>,
    wrong: Vec<Wrong>,
    unreadable: String,
}

/// Documents offered at once.
const RECENT: i64 = 100;

impl QuestionsPage {
    fn wanted(&self, source: &str) -> usize {
        self.round.quotas.iter().find(|(name, _)| name == source).map_or(0, |(_, count)| *count)
    }

    fn is_right(&self, question: &Question, place: &usize) -> bool {
        question.right.iter().any(|option| usize::from(*option) == *place)
    }

    /// Quotas whose source has too few questions.
    fn missing(&self) -> Vec<(String, usize, i64)> {
        let has = |name: &str| self.sources.iter().find(|(source, _)| source == name).map_or(0, |(_, n)| *n);
        let quotas = self.round.quotas.iter().map(|(name, count)| (name.clone(), *count, has(name)));
        quotas.filter(|(_, wanted, has)| i64::try_from(*wanted).unwrap_or(0) > *has).collect()
    }
}

async fn shown(who: &Actor, no: i64, wrong: Vec<Wrong>, unreadable: String) -> Answer {
    let asker = who.clone();
    let status = if unreadable.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = who
        .read(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            let cx = asker.cx("contests-questions");
            let (questions, sources) = (store::list_questions(tx, no)?, store::sources(tx, no)?);
            let documents = list_recent_documents(tx, contest.unit, RECENT)?;
            Ok::<_, Failure>(QuestionsPage { cx, contest, round, questions, sources, documents, wrong, unreadable })
        })
        .await?;
    page_with(status, &page)
}

pub(crate) async fn list(who: Actor, Path(no): Path<i64>) -> Answer {
    shown(&who, no, Vec::new(), String::new()).await
}

pub(crate) async fn template(who: Actor, Path(no): Path<i64>) -> Answer {
    let asker = who.clone();
    who.read(move |tx| round_for(&asker, tx, ORGANISE, no)).await?;
    let content = sheets::template_xlsx(COLUMNS, "Câu hỏi", &[]).while_doing("writing the template")?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("mau-cau-hoi.xlsx", kind, content)
}

/// Adds the questions of a list to the round's pool.
pub(crate) async fn import(who: Actor, Path(no): Path<i64>, upload: Upload) -> Answer {
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("contests-error-file")) };
    let cx = who.cx("contests-questions");
    let in_words = cx.language() == platform::texts::Language::Vietnamese;
    let read = tokio::task::spawn_blocking(move || rows_of(&file.name, file.content.to_vec()));
    let rows = match read.await.while_doing("reading the list")? {
        Ok(rows) => rows,
        Err(error) => {
            let unreadable = if in_words { error.vi() } else { error.en() };
            return shown(&who, no, Vec::new(), unreadable).await;
        }
    };
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for (line, row) in rows {
        match row {
            Ok(question) => good.push((line, question)),
            Err(key) => wrong.push(Wrong { line, text: cx.t(key) }),
        }
    }
    let (asker, takes_all) = (who.clone(), !upload.field("elsewhere_too").is_empty());
    let left = who
        .write(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            contest.may_change().or_refuse()?;
            for (_, question) in &good {
                let mut texts: Vec<&str> = vec![&question.source, &question.text];
                texts.extend(question.options.iter().map(String::as_str));
                must_bear_no_mark(&texts)?;
            }
            add(tx, &contest, &round, good, takes_all)
        })
        .await?;
    wrong.extend(left.into_iter().map(|(line, other)| told_elsewhere(&cx, line, &other)));
    shown(&who, no, wrong, String::new()).await
}

/// A question left out because another round asks it.
fn told_elsewhere(cx: &Cx, line: usize, (text, other): &(String, Elsewhere)) -> Wrong {
    let called =
        if other.contest.is_empty() { other.round.clone() } else { format!("{}, {}", other.round, other.contest) };
    Wrong { line, text: format!("{text} {}", cx.t1("contests-error-elsewhere", "round", called)) }
}

/// Empties the pool, to begin again.
pub(crate) async fn clear(who: Actor, Path(no): Path<i64>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
        contest.may_change().or_refuse()?;
        Ok::<_, Failure>(store::replace_questions(tx, &contest, &round, &[])?)
    })
    .await?;
    go_to_saying(format!("/contests/rounds/{no}/questions"), "contests-questions-cleared")
}

/// Which questions of the bank are taken.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BankForm {
    document: String,
    tag: String,
    source: String,
    /// Questions that another round asks are taken too.
    elsewhere_too: String,
}

/// Adds the questions in use of the bank that are about a document or have a tag, as one source; those that another round
/// asks only where that is wanted.
pub(crate) async fn take_from_bank(who: Actor, Path(no): Path<i64>, Form(form): Form<BankForm>) -> Answer {
    let source = vietnamese::nfc(form.source.trim());
    if source.is_empty() || source.contains('|') {
        return Err(Failure::Malformed("contests-error-source"));
    }
    must_bear_no_mark(&[&source])?;
    let asker = who.clone();
    let left = who
        .write(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            contest.may_change().or_refuse()?;
            let tag = vietnamese::nfc(form.tag.trim()).to_lowercase();
            let pool = quizzes::store::Pool { document: form.document.parse().ok(), clause: String::new(), tag };
            let found = quizzes::store::list_in_use(tx, contest.unit, &pool)?;
            let taken: Vec<Row> = found.into_iter().filter_map(|one| Some((0, of_bank(&source, one)?))).collect();
            if taken.is_empty() {
                return Err(Failure::Malformed("contests-error-bank"));
            }
            add(tx, &contest, &round, taken, !form.elsewhere_too.is_empty())
        })
        .await?;
    if !left.is_empty() {
        let cx = who.cx("contests-questions");
        let left = left.into_iter().map(|(line, other)| told_elsewhere(&cx, line, &other)).collect();
        return shown(&who, no, left, String::new()).await;
    }
    go_to_saying(format!("/contests/rounds/{no}/questions"), "contests-questions-taken")
}

/// A question of the bank as a contest asks it; none where it has more options than an answer holds.
fn of_bank(source: &str, known: quizzes::domain::Question) -> Option<Question> {
    let (bank, wording) = (Some(known.id), known.wording);
    let right = wording.right().into_iter().map(|place| u8::try_from(place).ok()).collect::<Option<Vec<u8>>>()?;
    let options: Vec<String> = wording.choices.into_iter().map(|choice| choice.text).collect();
    let fits = (2..=usize::from(MOST_OPTIONS)).contains(&options.len()) && !right.is_empty();
    fits.then(|| Question { source: source.to_owned(), text: wording.text, options, right, keeps_order: false, bank })
}

/// A question with the row it came from.
type Row = (usize, Question);
/// A question that was left out: its row, its words, the round that asks it.
type Left = (usize, (String, Elsewhere));

/// Of these questions those that another round asks or asked, or that a test announced draws.
fn asked_elsewhere(
    tx: &mut Tx<'_>,
    round: &Round,
    questions: &[Question],
) -> Result<HashMap<usize, Elsewhere>, StoreError> {
    let mut found = store::asked_elsewhere(tx, round.no, questions)?;
    for (place, question) in questions.iter().enumerate().filter(|(_, question)| question.bank.is_some()) {
        let tests = question.bank.map(|bank| quizzes::store::list_drawing(tx, bank)).transpose()?;
        if let Some(test) = tests.unwrap_or_default().pop() {
            let (round, closes_at) = (test.plan.title, test.plan.closes_at);
            found.entry(place).or_insert(Elsewhere { contest: String::new(), round, closes_at });
        }
    }
    Ok(found)
}

/// Adds questions to a round's pool; the same question twice in one pool would come twice in one attempt. One that another
/// round asks is left out unless it is wanted: that round's right answers are published once it is settled.
fn add(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    new: Vec<Row>,
    takes_all: bool,
) -> Result<Vec<Left>, Failure> {
    let mut all = store::list_questions(tx, round.no)?;
    let (lines, new): (Vec<usize>, Vec<Question>) = new.into_iter().unzip();
    let mut elsewhere = if takes_all { HashMap::new() } else { asked_elsewhere(tx, round, &new)? };
    let mut left = Vec::new();
    for (place, question) in new.into_iter().enumerate() {
        if all.iter().any(|known| known.text == question.text) {
            continue;
        }
        match elsewhere.remove(&place) {
            Some(other) => left.push((lines[place], (question.text, other))),
            None => all.push(question),
        }
    }
    store::replace_questions(tx, contest, round, &all)?;
    Ok(left)
}

/// A row as it was read: its line, and what it says or the key of what is wrong with it.
type ReadRow = (usize, Result<Question, &'static str>);

fn rows_of(name: &str, content: Vec<u8>) -> Result<Vec<ReadRow>, sheets::CannotRead> {
    let mut reader = Reader::from_bytes(name, content, COLUMNS)?;
    let mut rows = Vec::new();
    for row in reader.rows()? {
        let row = row?;
        rows.push((row.line, question_of(&row)));
    }
    Ok(rows)
}

fn question_of(row: &sheets::Row) -> Result<Question, &'static str> {
    let text = |key: &str| vietnamese::nfc(row.get(key).trim());
    let (source, question) = (text("nguon"), text("cau_hoi"));
    if source.is_empty() || source.contains('|') {
        return Err("contests-error-source");
    }
    if question.is_empty() {
        return Err("contests-error-question");
    }
    let given: Vec<String> = LETTERS.iter().map(|letter| text(letter)).collect();
    let count = given.iter().rposition(|option| !option.is_empty()).map_or(0, |last| last + 1);
    if count < 2 || count > usize::from(MOST_OPTIONS) || given[..count].iter().any(String::is_empty) {
        return Err("contests-error-options");
    }
    let right = right_of(row.get("dap_an"), count).ok_or("contests-error-right")?;
    let keeps_order = !row.get("giu_thu_tu").trim().is_empty();
    Ok(Question { source, text: question, options: given[..count].to_vec(), right, keeps_order, bank: None })
}

/// The right options as letters, all among those that are there.
fn right_of(typed: &str, count: usize) -> Option<Vec<u8>> {
    let places = places_of(typed).filter(|places| !places.is_empty() && places.iter().all(|place| *place < count))?;
    places.into_iter().map(|place| u8::try_from(place).ok()).collect()
}
