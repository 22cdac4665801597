//! Writing a part: typed, taken from a Word file, or a file of its own, sent with the form or in pieces before it.

use std::io::Read;

use askama::Template;
use axum::http::StatusCode;
use documents::domain::CannotImport;
use documents::import::{Sent, must_bear_no_mark, read_file, refuse_secret_file};
use kernel::Refused;
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, Upload, UploadedFile, While, go_to, go_to_saying,
    page_with,
};
use serde::Deserialize;

use super::{StepForm, set_for, uploads};
use crate::domain::{
    CannotTake, LOOKED_INTO, MaterialId, Media, Part, PartFile, PartId, PartKind, Set, UploadId, questions_of,
};
use crate::permissions::PUBLISH;
use crate::slides;
use crate::store::{self, ArrivingFile, PartFields};

/// A part as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PartForm {
    kind: String,
    title: String,
    body: String,
    upload: String,
    version: i64,
}

impl PartForm {
    fn of_upload(upload: &Upload) -> Self {
        PartForm {
            kind: upload.field("kind").to_owned(),
            title: vietnamese::nfc(upload.field("title")),
            body: vietnamese::nfc(&upload.field("body").replace("\r\n", "\n")),
            upload: upload.field("upload").to_owned(),
            version: upload.field("version").parse().unwrap_or_default(),
        }
    }

    fn kind(&self) -> Result<PartKind, Failure> {
        self.kind.parse().map_err(|_| Failure::NotFound)
    }
}

#[derive(Template)]
#[template(path = "materials/part.html")]
struct PartPage {
    cx: Cx,
    set: Set,
    kind: PartKind,
    form: PartForm,
    errors: FieldErrors,
    file: Option<PartFile>,
    largest: i64,
    action: String,
}

/// The part whose page is shown; none for a new one.
type Edited = Option<PartId>;

async fn part_page(who: &Actor, id: MaterialId, edited: Edited, form: PartForm, errors: FieldErrors) -> Answer {
    let (asker, kind) = (who.clone(), form.kind()?);
    let (set, part, rule) = who
        .read(move |tx| {
            let set = set_for(&asker, tx, PUBLISH, id)?;
            set.may_change().or_refuse()?;
            let part = edited.map(|part| store::find_part(tx, part)).transpose()?;
            Ok::<_, Failure>((set, part, store::rule_on(tx, asker.today())?))
        })
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = who.cx(&format!("materials-kind-{kind}"));
    let action = match edited {
        Some(part) => format!("/materials/parts/{part}/edit"),
        None => format!("/materials/{id}/parts/new"),
    };
    let form = PartForm { version: if form.version == 0 { set.version } else { form.version }, ..form };
    let (file, largest) = (part.and_then(|part| part.file), rule.largest_mb);
    page_with(status, &PartPage { cx, set, kind, form, errors, file, largest, action })
}

pub(crate) async fn new(who: Actor, Path(id): Path<MaterialId>, Query(form): Query<PartForm>) -> Answer {
    part_page(&who, id, None, form, FieldErrors::default()).await
}

pub(crate) async fn edit(who: Actor, Path(id): Path<PartId>) -> Answer {
    let part = find(&who, id).await?;
    let form =
        PartForm { kind: part.kind.code().to_owned(), title: part.title, body: part.body, ..PartForm::default() };
    part_page(&who, part.set, Some(id), form, FieldErrors::default()).await
}

/// The part, when its set is the actor's to write on.
async fn find(who: &Actor, id: PartId) -> Result<Part, Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let part = store::find_part(tx, id)?;
        let set = set_for(&asker, tx, PUBLISH, part.set)?;
        set.may_change().or_refuse()?;
        // a part of a published edition stays as it is
        if set.writing == Some(part.edition) { Ok(part) } else { Err(Failure::NotFound) }
    })
    .await
}

pub(crate) async fn create(who: Actor, Path(id): Path<MaterialId>, upload: Upload) -> Answer {
    save(who, id, None, upload).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<PartId>, upload: Upload) -> Answer {
    let part = find(&who, id).await?;
    let set = part.set;
    save(who, set, Some(part), upload).await
}

async fn save(who: Actor, id: MaterialId, before: Option<Part>, upload: Upload) -> Answer {
    let mut form = PartForm::of_upload(&upload);
    if let Some(part) = &before {
        part.kind.code().clone_into(&mut form.kind);
    }
    let kind = form.kind()?;
    let edited = before.as_ref().map(|part| part.id);
    let asker = who.clone();
    // before a file is kept
    let set = who.read(move |tx| set_for(&asker, tx, PUBLISH, id)).await?;
    set.may_change().or_refuse()?;
    let sent = upload.file("file").cloned();
    if let (Some(file), PartKind::Text | PartKind::Questions) = (&sent, kind) {
        form.body = text_of(file.clone()).await?;
    }
    let kept = before.as_ref().and_then(|part| part.file.clone());
    let has_file = sent.is_some() || !form.upload.is_empty() || kept.is_some();
    let errors = check(&form, kind, has_file);
    if !errors.is_empty() {
        return part_page(&who, id, edited, form, errors).await;
    }
    must_bear_no_mark(&[&form.title, &form.body])?;
    if set.version != form.version {
        return changed_meanwhile(&who, id, edited, form).await;
    }
    let uploaded: Option<UploadId> = form.upload.parse().ok();
    let file = match (kind.is_file(), sent, uploaded) {
        (false, _, _) => None,
        (true, Some(sent), _) => Some(keep_sent(&who, kind, sent).await?),
        (true, None, Some(uploaded)) => Some(keep_arrived(&who, kind, uploaded).await?),
        (true, None, None) => kept,
    };
    let fields = PartFields { kind, title: form.title.clone(), body: form.body.clone(), file };
    let (asker, version) = (who.clone(), form.version);
    let saved = who
        .write(move |tx| {
            let set = set_for(&asker, tx, PUBLISH, id)?;
            set.may_change().or_refuse()?;
            let set = Set { version, ..set };
            match edited {
                Some(part) => store::save_part(tx, &set, part, &fields)?,
                None => store::insert_part(tx, &set, &fields).map(|_| ())?,
            }
            match uploaded {
                Some(uploaded) => Ok::<_, Failure>(store::remove_upload(tx, uploaded)?),
                None => Ok(()),
            }
        })
        .await;
    match saved {
        Err(Failure::Stale) => changed_meanwhile(&who, id, edited, form).await,
        Err(other) => Err(other),
        Ok(()) => go_to_saying(format!("/materials/{id}"), "materials-part-saved"),
    }
}

/// The page again, over the set as it is now: what was typed stays, and a file that arrived waits for the next try.
async fn changed_meanwhile(who: &Actor, id: MaterialId, edited: Edited, form: PartForm) -> Answer {
    let mut errors = FieldErrors::default();
    errors.add("version", "materials-error-stale");
    part_page(who, id, edited, PartForm { version: 0, ..form }, errors).await
}

fn check(form: &PartForm, kind: PartKind, has_file: bool) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add_if(form.title.is_empty(), "title", "materials-error-title");
    errors.add_if(kind.is_file() && !has_file, "file", "materials-error-file");
    let is_link = form.body.starts_with("https://") || form.body.starts_with("http://");
    let has_space = form.body.chars().any(char::is_whitespace);
    errors.add_if(kind == PartKind::VideoLink && (!is_link || has_space), "body", "materials-error-link");
    errors.add_if(kind == PartKind::Infographic && form.body.is_empty(), "body", "materials-error-picture");
    errors.add_if(kind == PartKind::Text && form.body.is_empty(), "body", "materials-error-text");
    if kind == PartKind::Questions
        && let Err(CannotTake::Unpaired(line)) = questions_of(&form.body)
    {
        errors.add_with("body", "materials-error-questions", vec![("line", line.into())]);
    }
    errors
}

/// The text of a Word or PDF file. A mark of secrecy in it is refused before anything of it is kept.
async fn text_of(file: UploadedFile) -> Result<String, Failure> {
    let read = tokio::task::spawn_blocking(move || read_file(&Sent::new(&file.name, file.content)));
    let reading = read.await.while_doing("reading the file")?;
    Ok(reading.map_err(|cannot| Failure::Refused(Refused::because(cannot)))?.text)
}

/// Keeps a file that came with the form.
async fn keep_sent(who: &Actor, kind: PartKind, sent: UploadedFile) -> Result<PartFile, Failure> {
    let files = who.app().files.clone();
    let keep = move || {
        let name = vietnamese::nfc(&sent.name);
        must_be_named_openly(&name)?;
        let length = i64::try_from(sent.content.len()).unwrap_or(i64::MAX);
        let media = kind.take(Media::of(&sent.content, &name), length).map_err(Refused::because)?;
        look_into(&name, media, &sent.content)?;
        let file = files.keep(&sent.content).while_doing("keeping the file")?;
        Ok(PartFile { file, name, length, media })
    };
    tokio::task::spawn_blocking(keep).await.while_doing("keeping the file")?
}

/// Keeps a file that arrived in pieces, and where: should the part not be saved, the next try finds it there.
async fn keep_arrived(who: &Actor, kind: PartKind, id: UploadId) -> Result<PartFile, Failure> {
    let arriving = uploads::find(who, id).await?;
    let is_kept = !arriving.kept.is_empty();
    let file = if is_kept { kept_before(who, kind, arriving).await? } else { keep_whole(who, kind, arriving).await? };
    let kept = file.file.clone();
    who.write(move |tx| store::note_kept(tx, id, &kept)).await?;
    Ok(file)
}

/// A file that a try before has kept already.
async fn kept_before(who: &Actor, kind: PartKind, arriving: ArrivingFile) -> Result<PartFile, Failure> {
    let (files, file) = (who.app().files.clone(), arriving.kept.clone());
    let begin = move || {
        let mut begin = Vec::new();
        files
            .open(&file)
            .while_doing("opening the file")?
            .content
            .take(16)
            .read_to_end(&mut begin)
            .map(|_| begin)
            .while_doing("reading the file")
    };
    let begin = tokio::task::spawn_blocking(begin).await.while_doing("reading the file")??;
    let media = kind.take(Media::of(&begin, &arriving.name), arriving.length).map_err(Refused::because)?;
    Ok(PartFile { file: arriving.kept, name: arriving.name, length: arriving.length, media })
}

async fn keep_whole(who: &Actor, kind: PartKind, arriving: ArrivingFile) -> Result<PartFile, Failure> {
    let (files, id) = (who.app().files.clone(), arriving.id);
    let keep = move || {
        let key = id.to_string();
        let arrived = files.arrived(&key).while_doing("looking at the upload")?;
        if i64::try_from(arrived) != Ok(arriving.length) {
            return Err(Failure::Refused(Refused::because(CannotTake::NotWhole)));
        }
        let begin = files.peek(&key, 16).while_doing("looking at the upload")?;
        let media = kind.take(Media::of(&begin, &arriving.name), arriving.length).map_err(Refused::because)?;
        if arriving.length <= LOOKED_INTO {
            look_into(&arriving.name, media, &files.peek(&key, u64::MAX).while_doing("reading the upload")?)?;
        }
        let file = files.keep_arrived(&key).while_doing("keeping the file")?;
        Ok(PartFile { file, name: arriving.name, length: arriving.length, media })
    };
    tokio::task::spawn_blocking(keep).await.while_doing("keeping the file")?
}

/// Slides have a text that may bear a mark of secrecy; films and pictures have none that is read.
fn look_into(name: &str, media: Media, content: &[u8]) -> Result<(), Refused> {
    let mark = if media == Media::Pptx { slides::mark_of(content) } else { None };
    match mark {
        Some(mark) => Err(Refused::because(CannotImport::Secret(mark.printed()))),
        None => refuse_secret_file(name, content),
    }
}

/// A file is not called by its mark either: «TỐI MẬT_nghị quyết.mp4».
pub(crate) fn must_be_named_openly(name: &str) -> Result<(), Refused> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    must_bear_no_mark(&[&stem.replace(['_', '–'], "\n").replace(" - ", "\n")])
}

/// Changes the list of parts over the version the page showed.
async fn change(
    who: &Actor,
    part: Part,
    version: i64,
    how: fn(&mut Tx<'_>, &Set, &Part) -> Result<(), StoreError>,
) -> Result<(), Failure> {
    let asker = who.clone();
    who.write(move |tx| {
        let set = set_for(&asker, tx, PUBLISH, part.set)?;
        set.may_change().or_refuse()?;
        Ok::<_, Failure>(how(tx, &Set { version, ..set }, &part)?)
    })
    .await
}

pub(crate) async fn remove(who: Actor, Path(id): Path<PartId>, Form(form): Form<StepForm>) -> Answer {
    let part = find(&who, id).await?;
    let back = format!("/materials/{}", part.set);
    change(&who, part, form.version, store::remove_part).await?;
    go_to_saying(back, "materials-part-removed")
}

pub(crate) async fn move_up(who: Actor, Path(id): Path<PartId>, Form(form): Form<StepForm>) -> Answer {
    let part = find(&who, id).await?;
    let back = format!("/materials/{}", part.set);
    change(&who, part, form.version, store::move_up).await?;
    go_to(back)
}
