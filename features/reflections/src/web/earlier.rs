//! Text out of a file into the parts of the template, and words that it took the place of back again: nothing that was
//! written is lost.

use axum::http::StatusCode;
use documents::domain::CannotImport;
use documents::import::must_bear_no_mark;
use kernel::Refused;
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, Form, Path, Upload, While, go_to_saying, page_with};
use serde::Deserialize;

use super::write::page_of;
use super::{own, state_for};
use crate::domain::{Call, CallId, Reflection, laid_over};
use crate::store;

/// Puts other words in the place of those written, over the version the page showed; what they replace is kept.
fn replace(
    who: &Actor,
    tx: &mut Tx<'_>,
    (id, version): (CallId, i64),
    words: impl FnOnce(&mut Tx<'_>, &Call, &Reflection, &[String]) -> Result<Vec<String>, Failure>,
) -> Result<(), Failure> {
    let (call, reflection) = own(who, tx, id)?;
    reflection.may_write(state_for(who, tx, &call, &reflection)?).or_refuse()?;
    let written = store::find_texts(tx, &reflection, call.parts.len())?;
    let texts = words(tx, &call, &reflection, &written)?;
    store::keep_earlier(tx, &reflection, &written, &texts)?;
    Ok(store::save_draft(tx, &Reflection { version, ..reflection }, &texts)?)
}

/// Takes the text out of a file into the parts of the template. The file itself is not kept.
pub(crate) async fn upload(who: Actor, Path(id): Path<CallId>, upload: Upload) -> Answer {
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("reflections-wrong-file")) };
    let asker = who.clone();
    let mut shown = who.read(move |tx| page_of(&asker, tx, id)).await?;
    let read = tokio::task::spawn_blocking(move || official_text::read::text_of(&file.name, &file.content));
    let text = match read.await.while_doing("reading the file")? {
        Ok(text) => text,
        Err(why) => {
            shown.unreadable = shown.cx.reasons(&Refused::because(CannotImport::Unreadable(why)).0);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    must_bear_no_mark(&[&text.body])?;
    let (asker, version) = (who.clone(), shown.reflection.version);
    who.write(move |tx| {
        replace(&asker, tx, (id, version), |_, call, _, written| {
            let texts = laid_over(written, &text.body, &call.parts);
            Ok(texts.iter().map(|text| vietnamese::nfc(text)).collect())
        })
    })
    .await?;
    go_to_saying(format!("/reflections/{id}/mine"), "reflections-read-from-file")
}

/// Which words are taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EarlierForm {
    earlier: String,
    version: i64,
}

/// Puts words back that something took the place of; what stands there now is kept in its turn.
pub(crate) async fn take_back(who: Actor, Path(id): Path<CallId>, Form(form): Form<EarlierForm>) -> Answer {
    let earlier = form.earlier.parse().map_err(|_| Failure::NotFound)?;
    let asker = who.clone();
    who.write(move |tx| {
        replace(&asker, tx, (id, form.version), |tx, _, reflection, written| {
            let earlier = store::find_earlier(tx, reflection, earlier)?;
            let mut texts = written.to_vec();
            if let Some(text) = usize::try_from(earlier.position).ok().and_then(|place| texts.get_mut(place)) {
                *text = earlier.text;
            }
            Ok(texts)
        })
    })
    .await?;
    go_to_saying(format!("/reflections/{id}/mine"), "reflections-taken-back")
}
