//! Writing a draft: a new one typed or read from a file, later revisions in the editor. What carries a mark of secrecy is
//! refused before anything is kept, and does not go back into the page.

use askama::Template;
use axum::http::StatusCode;
use documents::domain::{CannotImport, DOCUMENT_TYPES, Section};
use documents::import::{self, Sent};
use kernel::{Refused, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Upload, While, go_to_saying, page_with};
use units::domain::Unit;

use super::draft_for;
use super::form::DraftForm;
use crate::domain::{self, DraftId, Form as PaperForm, body_of, plain, section_tree};
use crate::permissions::WRITE;
use crate::store;

#[derive(Template)]
#[template(path = "drafts/edit.html")]
struct EditPage {
    cx: Cx,
    form: DraftForm,
    errors: FieldErrors,
    reasons: String,
    action: String,
    is_new: bool,
    units: Vec<Unit>,
    issuers: Vec<Unit>,
    sections: Vec<Section>,
}

/// Everything the page needs besides the form.
struct Choices {
    units: Vec<Unit>,
    issuers: Vec<Unit>,
}

/// The units the actor drafts in, and those that may issue what they draft: themselves and the party organisations above.
fn choices(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<Choices, StoreError> {
    let units: Vec<Unit> = units.iter().map(|id| units::store::find(tx, *id)).collect::<Result<_, _>>()?;
    let mut issuers = units.clone();
    for unit in &units {
        for above in units::store::list_ancestors(tx, unit.id)?.into_iter().rev() {
            if !issuers.iter().any(|known| known.id == above.id) {
                issuers.push(above);
            }
        }
    }
    Ok(Choices { units, issuers })
}

/// What stands in the way, and where it is shown.
#[derive(Default)]
struct Wrong {
    errors: FieldErrors,
    refused: Option<Refused>,
}

fn edit_page(who: &Actor, id: Option<DraftId>, form: DraftForm, choices: Choices, wrong: Wrong) -> Answer {
    let cx = who.cx(if id.is_some() { "drafts-edit" } else { "drafts-new" });
    let reasons = wrong.refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    let is_wrong = !reasons.is_empty() || !wrong.errors.is_empty();
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let action = id.map_or_else(|| "/drafts".to_owned(), |id| format!("/drafts/{id}/edit"));
    let sections = section_tree(&form.type_code, &plain(&form.text));
    let Choices { units, issuers } = choices;
    let page =
        EditPage { cx, form, errors: wrong.errors, reasons, action, is_new: id.is_none(), units, issuers, sections };
    page_with(status, &page)
}

pub(crate) async fn new(who: Actor) -> Answer {
    let form = DraftForm { type_code: "NQ".to_owned(), ..DraftForm::default() };
    new_page(&who, form, Wrong::default()).await
}

async fn new_page(who: &Actor, form: DraftForm, wrong: Wrong) -> Answer {
    let choices = who
        .read({
            let own = who.scope(WRITE);
            move |tx| {
                let living: Vec<UnitId> = units::store::list_living(tx, &own)?.iter().map(|unit| unit.id).collect();
                choices(tx, &living)
            }
        })
        .await?;
    edit_page(who, None, form, choices, wrong)
}

pub(crate) async fn create(who: Actor, upload: Upload) -> Answer {
    let mut form = DraftForm::of_upload(&upload);
    let (asker, named) = (who.clone(), form.unit());
    let unit = who
        .read(move |tx| {
            let living = units::store::list_living(tx, &asker.scope(WRITE))?;
            let unit = named.or(living.first().map(|unit| unit.id)).ok_or(Failure::Forbidden)?;
            asker.must(tx, WRITE, unit)?;
            units::store::must_live(tx, unit)?;
            Ok::<_, Failure>(unit)
        })
        .await?;
    if let Err(reason) = take_in(&mut form, &upload).await? {
        if import::is_secret(&reason) {
            who.write(move |tx| Ok::<_, Failure>(store::note_secret_refused(tx, unit)?)).await?;
            // neither text nor title goes back into the page
            form = DraftForm { unit: unit.to_string(), type_code: form.type_code, ..DraftForm::default() };
        }
        let wrong = Wrong { refused: Some(Refused::because(reason)), ..Wrong::default() };
        return new_page(&who, form, wrong).await;
    }
    let (asker, typed) = (who.clone(), form.clone());
    let saved = who.write(move |tx| insert(&asker, tx, unit, &typed)).await?;
    match saved {
        Ok(id) => go_to_saying(format!("/drafts/{id}"), "drafts-begun-saved"),
        Err(errors) => new_page(&who, form, Wrong { errors, ..Wrong::default() }).await,
    }
}

/// Reads the file, if there is one, or looks at what was typed; either may carry a mark of secrecy.
async fn take_in(form: &mut DraftForm, upload: &Upload) -> Result<Result<(), CannotImport>, Failure> {
    let Some(file) = upload.file("file").cloned() else {
        return Ok(no_secret(form));
    };
    let is_looked_at = !upload.field("looked_at").is_empty();
    let sent = Sent { is_looked_at, ..Sent::new(&file.name, file.content) };
    let read = tokio::task::spawn_blocking(move || import::read_file(&sent));
    let reading = match read.await.while_doing("reading the file")? {
        Ok(reading) => reading,
        Err(reason) => return Ok(Err(reason)),
    };
    let value = |found: &Option<official_text::Found>| found.as_ref().map(|f| f.value.clone()).unwrap_or_default();
    form.text = body_of(&reading.text, &reading.parsed);
    if form.title.is_empty() {
        form.title = value(&reading.parsed.title);
        let code = value(&reading.parsed.type_code);
        form.type_code = if code.is_empty() { form.type_code.clone() } else { code };
    }
    if form.recipients.is_empty() {
        let lines: Vec<&str> = reading.parsed.recipients.iter().map(|line| line.text.as_str()).collect();
        form.recipients = lines.join("\n");
    }
    Ok(no_secret(form))
}

/// A mark of secrecy may be typed as well as read from a file.
fn no_secret(form: &DraftForm) -> Result<(), CannotImport> {
    let around = [&form.symbol, &form.place, &form.issuer_name, &form.parent_body, &form.addressees, &form.recipients];
    let all: Vec<&str> = [&form.title, &form.text].into_iter().chain(around).map(String::as_str).collect();
    import::refuse_marks(&all)
}

/// The unit that issues: the one named when it stands above the unit that drafts, else that unit itself.
fn issuer_of(tx: &mut Tx<'_>, unit: UnitId, named: &str) -> Result<(Unit, Option<Unit>), Failure> {
    let issuer = match named.parse() {
        Ok(issuer) if units::store::is_within(tx, unit, issuer)? => issuer,
        Ok(_) => return Err(Failure::NotFound),
        Err(_) => unit,
    };
    let issuer = units::store::find(tx, issuer)?;
    let above = issuer.parent.map(|parent| units::store::find(tx, parent)).transpose()?;
    Ok((issuer, above))
}

fn insert(
    who: &Actor,
    tx: &mut Tx<'_>,
    unit: UnitId,
    form: &DraftForm,
) -> Result<Result<DraftId, FieldErrors>, Failure> {
    who.must(tx, WRITE, unit)?;
    let (issuer, above) = issuer_of(tx, unit, &form.issuer)?;
    Ok(match form.head(&issuer, above.as_ref()) {
        Ok((head, text)) => Ok(store::insert(tx, unit, issuer.id, &head, &text)?),
        Err(errors) => Err(errors),
    })
}

pub(crate) async fn edit(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let asker = who.clone();
    let (form, choices) = who
        .read(move |tx| {
            let draft = draft_for(&asker, tx, WRITE, id)?;
            draft.may_edit().or_refuse()?;
            let text = store::find_text(tx, id, draft.revision)?;
            Ok::<_, Failure>((DraftForm::of(&draft, text), choices(tx, &[draft.unit])?))
        })
        .await?;
    edit_page(&who, Some(id), form, choices, Wrong::default())
}

pub(crate) async fn update(who: Actor, Path(id): Path<DraftId>, Form(form): Form<DraftForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let saved = who.write(move |tx| save(&asker, tx, id, &typed)).await?;
    let (choices, mut wrong) = match saved {
        Saved::Done => return go_to_saying(format!("/drafts/{id}"), "drafts-written-saved"),
        Saved::Wrong(choices, wrong) => (choices, wrong),
    };
    let is_secret = wrong.refused.as_ref().is_some_and(|refused| refused.0.iter().any(|told| told.code == "DOC-02"));
    let form = if is_secret { DraftForm { text: String::new(), title: String::new(), ..form } } else { form };
    wrong.refused = wrong.refused.filter(|refused| !refused.0.is_empty());
    edit_page(&who, Some(id), form, choices, wrong)
}

enum Saved {
    Done,
    Wrong(Choices, Wrong),
}

fn save(who: &Actor, tx: &mut Tx<'_>, id: DraftId, form: &DraftForm) -> Result<Saved, Failure> {
    let draft = draft_for(who, tx, WRITE, id)?;
    draft.may_edit().or_refuse()?;
    if let Err(reason) = no_secret(form) {
        store::note_secret_refused(tx, draft.unit)?;
        let wrong = Wrong { refused: Some(Refused::because(reason)), ..Wrong::default() };
        return Ok(Saved::Wrong(choices(tx, &[draft.unit])?, wrong));
    }
    let issuer = units::store::find(tx, draft.issuer)?;
    match form.head(&issuer, None) {
        Ok((head, text)) => {
            store::save_text(tx, &domain::Draft { version: form.version, ..draft }, &head, &text)?;
            Ok(Saved::Done)
        }
        Err(errors) => Ok(Saved::Wrong(choices(tx, &[draft.unit])?, Wrong { errors, refused: None })),
    }
}
