//! The sheet back in: typed in beside its picture, or as a list (`pack_list.rs`), then handed in by a person.

use std::collections::HashMap;

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use conferences::domain::Outcome;
use documents::import::must_bear_no_mark;
use kernel::{Day, Refused};
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, Path, Served, Upload, While, go_to_saying, page_with, serve_file,
};
use units::domain::Unit;

use super::StepForm;
use super::packs::{About, pack_for};
use crate::domain::{ANSWER_LETTERS, CannotTake, Media, Pack, PackId, PackLine, PartKind, Told, shown_code};
use crate::store;

/// A row that was not taken.
pub(super) struct Wrong {
    pub line: usize,
    pub text: String,
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
pub(super) struct Listed {
    pub taken: Option<usize>,
    pub wrong: Vec<Wrong>,
    pub unreadable: String,
}

pub(super) async fn sheet_page(who: &Actor, id: PackId, listed: Listed, status: StatusCode) -> Answer {
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
fn told(typed: &Typed, questions: usize) -> Told {
    Told {
        held_on: text(typed, "held_on").parse().ok(),
        opinions: text(typed, "opinions").parse().unwrap_or(0).max(0),
        proposals: text(typed, "proposals"),
        note: text(typed, "note"),
        answers: (1..=questions).map(|number| short(&text(typed, &format!("answer_{number}")))).collect(),
    }
}

fn short(answer: &str) -> String {
    answer.chars().take(ANSWER_LETTERS).collect()
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
        let told = told(&typed, pack.questions.len());
        let lines = typed_lines(&typed, store::list_pack_lines(tx, id)?);
        let mut texts = vec![told.proposals.as_str(), told.note.as_str()];
        texts.extend(told.answers.iter().map(String::as_str));
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
