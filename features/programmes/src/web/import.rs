//! Goals, targets and tasks out of what is written already: a list from Excel or CSV, or a paper from Word whose annex is a
//! table; what is wrong with a row is told, the others are taken.

use askama::Template;
use axum::http::StatusCode;
use documents::import::{must_bear_no_mark, refuse_secret_file};
use platform::db::Tx;
use platform::texts::Language;
use platform::web::{Actor, Answer, Cx, Failure, Path, Upload, While, download, page, page_with};

use super::task::look_for_marks;
use super::write_on;
use crate::domain::{Head, Programme, ProgrammeId};
use crate::reading::{self, Given, Line, read_list, read_word};
use crate::store;

/// A row that was not taken.
struct Wrong {
    list: String,
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
    /// Titles of columns that were not read.
    missed: Vec<String>,
    unreadable: String,
}

impl ImportPage {
    fn of(cx: Cx, programme: Programme) -> Self {
        ImportPage { cx, programme, taken: None, wrong: Vec::new(), missed: Vec::new(), unreadable: String::new() }
    }
}

async fn writable(who: &Actor, id: ProgrammeId) -> Result<Programme, Failure> {
    let asker = who.clone();
    who.read(move |tx| super::writable(&asker, tx, id)).await
}

pub(crate) async fn new(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let programme = writable(&who, id).await?;
    let cx = who.cx("programmes-import");
    page(&ImportPage::of(cx, programme))
}

pub(crate) async fn template(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let head = writable(&who, id).await?.head;
    let years: Vec<i64> = (head.starts_on.0.year()..=head.ends_on.0.year()).map(i64::from).collect();
    let content = reading::template(&years).while_doing("writing the template")?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("mau-chi-tieu-nhiem-vu.xlsx", kind, content)
}

pub(crate) async fn create(who: Actor, Path(id): Path<ProgrammeId>, upload: Upload) -> Answer {
    let programme = writable(&who, id).await?;
    let cx = who.cx("programmes-import");
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("programmes-error-file")) };
    let language = cx.language();
    let read = tokio::task::spawn_blocking(move || given_by(&file.name, &file.content, language)).await;
    let given = match read.while_doing("reading the list")?? {
        Ok(given) => given,
        Err(unreadable) => {
            let unreadable = if unreadable.is_empty() { cx.t("programmes-error-no-table") } else { unreadable };
            let shown = ImportPage { unreadable, ..ImportPage::of(cx, programme) };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let (mut wrong, mut targets, mut tasks) = (Vec::new(), Vec::new(), Vec::new());
    sort_out((&cx, "programmes-targets"), given.targets, &mut targets, &mut wrong);
    sort_out((&cx, "programmes-tasks"), given.tasks, &mut tasks, &mut wrong);
    let missed = given.missed;
    let taken = targets.len() + tasks.len();
    let asker = who.clone();
    who.write(move |tx| {
        write_on(&asker, tx, id, |tx, programme| {
            take_goal(tx, programme, given.goal)?;
            for fields in &targets {
                must_bear_no_mark(&[&fields.title, &fields.measure, &fields.clause])?;
                store::insert_target(tx, programme, fields)?;
            }
            for fields in &tasks {
                look_for_marks(fields)?;
                store::insert_task(tx, programme, fields)?;
            }
            Ok(())
        })
    })
    .await?;
    page(&ImportPage { taken: Some(taken), wrong, missed, ..ImportPage::of(cx, programme) })
}

/// What a file gives, or why it gives nothing, in words; empty where no table of it is known.
///
/// # Errors
/// [`kernel::Refused`] for a Word document with a mark of secrecy.
fn given_by(name: &str, content: &[u8], language: Language) -> Result<Result<Given, String>, Failure> {
    if name.to_lowercase().ends_with(".docx") {
        refuse_secret_file(name, content)?;
        let known = |given: Given| {
            let is_empty = given.tasks.is_empty() && given.targets.is_empty();
            if is_empty { Err(String::new()) } else { Ok(given) }
        };
        return Ok(read_word(name, content).map_err(|_| String::new()).and_then(known));
    }
    let in_words = |error: sheets::CannotRead| match language {
        Language::Vietnamese => error.vi(),
        Language::English => error.en(),
    };
    Ok(read_list(name, content).map_err(in_words))
}

/// Parts the rows that are taken from those that are wrong.
fn sort_out<T>((cx, list): (&Cx, &str), lines: Vec<Line<T>>, good: &mut Vec<T>, wrong: &mut Vec<Wrong>) {
    for (line, row) in lines {
        match row {
            Ok(fields) => good.push(fields),
            Err(key) => wrong.push(Wrong { list: cx.t(list), line, text: cx.t(key) }),
        }
    }
}

/// Goals that are written in the paper, where none are written here yet.
fn take_goal(tx: &mut Tx<'_>, programme: &Programme, goal: String) -> Result<(), Failure> {
    if goal.is_empty() || !programme.head.goal.trim().is_empty() {
        return Ok(());
    }
    must_bear_no_mark(&[&goal])?;
    Ok(store::save_head(tx, programme, &Head { goal, ..programme.head.clone() })?)
}
