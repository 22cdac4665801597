//! The steps of a draft without a page of their own: laid before the leader, approved, given back, given up.

use documents::import::must_bear_no_mark;
use kernel::{Event, Fact};
use platform::web::{Actor, Answer, Failure, Form, Path, go_to_saying};
use serde::Deserialize;

use super::{draft_for, draft_of_issuer};
use crate::domain::{Draft, DraftId, SubmitFacts};
use crate::permissions::{APPROVE, WRITE};
use crate::store;

/// A step over the version that was seen, with its reason where it needs one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    version: i64,
    reason: String,
}

pub(crate) async fn submit(who: Actor, Path(id): Path<DraftId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        store::hold(tx, id)?;
        let draft = Draft { version: form.version, ..draft_for(&asker, tx, WRITE, id)? };
        let has_text = !store::find_text(tx, id, draft.revision)?.is_empty();
        let submitted = draft.submit(SubmitFacts { undecided: store::count_undecided(tx, id)?, has_text })?;
        store::save_state(tx, &submitted, Event::noted("drafts.submitted", id, Some(submitted.unit)))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/drafts/{id}"), "drafts-submitted-saved")
}

pub(crate) async fn approve(who: Actor, Path(id): Path<DraftId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let draft = Draft { version: form.version, ..draft_of_issuer(&asker, tx, APPROVE, id)? };
        let approved = draft.approve()?;
        store::save_state(tx, &approved, Event::noted("drafts.approved", id, Some(approved.unit)))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/drafts/{id}"), "drafts-approved-saved")
}

pub(crate) async fn give_back(who: Actor, Path(id): Path<DraftId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let draft = Draft { version: form.version, ..draft_of_issuer(&asker, tx, APPROVE, id)? };
        must_bear_no_mark(&[&form.reason])?;
        let returned = draft.give_back(&vietnamese::nfc(&form.reason))?;
        let detail = serde_json::json!({ "reason": returned.note });
        store::save_state(tx, &returned, Event::noted("drafts.returned", id, Some(returned.unit)).with(detail))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/drafts/{id}"), "drafts-returned-saved")
}

pub(crate) async fn give_up(who: Actor, Path(id): Path<DraftId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let draft = Draft { version: form.version, ..draft_for(&asker, tx, WRITE, id)? };
        must_bear_no_mark(&[&form.reason])?;
        let dropped = draft.drop(&vietnamese::nfc(&form.reason))?;
        let detail = serde_json::json!({ "reason": dropped.note });
        let event = Event::noted("drafts.dropped", id, Some(dropped.unit)).with(detail);
        store::save_state(tx, &dropped, event.telling(Fact::DraftEnded { document: None }))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/drafts/{id}"), "drafts-dropped-saved")
}
