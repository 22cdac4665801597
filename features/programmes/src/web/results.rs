//! Entering a result with its evidence, and the files that show it.

use documents::import::must_bear_no_mark;
use kernel::Day;
use platform::web::{Actor, Answer, Failure, Path, Upload, While, download, go_to_saying};

use super::programme_for;
use crate::domain::{Amount, ProgrammeId, TargetId, TaskId};
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, EntryId, NewEntry};

pub(crate) async fn of_target(who: Actor, Path(id): Path<TargetId>, upload: Upload) -> Answer {
    let value = Amount::read(upload.field("value")).ok_or(Failure::Malformed("programmes-error-amount"))?.0;
    let programme = who.read(move |tx| Ok::<_, Failure>(store::find_target(tx, id)?.programme)).await?;
    enter(&who, programme, id.to_string(), value, upload).await?;
    go_to_saying(format!("/programmes/targets/{id}"), "programmes-result-entered")
}

pub(crate) async fn of_task(who: Actor, Path(id): Path<TaskId>, upload: Upload) -> Answer {
    let typed = upload.field("value").trim_end_matches('%').trim().parse::<i64>();
    let value = typed.ok().filter(|percent| (0..=100).contains(percent));
    let value = value.ok_or(Failure::Malformed("programmes-error-percent"))?;
    let today = who.today();
    let programme = who.read(move |tx| Ok::<_, Failure>(store::find_task(tx, id, today)?.programme)).await?;
    enter(&who, programme, id.to_string(), value, upload).await?;
    go_to_saying(format!("/programmes/tasks/{id}"), "programmes-result-entered")
}

async fn enter(who: &Actor, id: ProgrammeId, subject: String, value: i64, upload: Upload) -> Result<(), Failure> {
    let on: Day = upload.field("on").parse().map_err(|_| Failure::Malformed("programmes-error-day"))?;
    let evidence = vietnamese::nfc(upload.field("evidence"));
    let chosen = upload.file("file").cloned();
    let (asker, has_evidence) = (who.clone(), !evidence.is_empty() || chosen.is_some());
    // before a file is kept
    who.read(move |tx| {
        let programme = programme_for(&asker, tx, WRITE, id)?;
        Ok::<_, Failure>(programme.may_enter(on, has_evidence, asker.today()).or_refuse()?)
    })
    .await?;
    must_bear_no_mark(&[&evidence])?;
    let (file_name, file) = match chosen {
        Some(chosen) => {
            let files = who.app().files.clone();
            let name = vietnamese::nfc(&chosen.name);
            let keep = move || {
                // a file that can be read must not be a secret one
                documents::import::refuse_secret_file(&chosen.name, &chosen.content)?;
                files.keep(&chosen.content).while_doing("keeping the evidence")
            };
            (name, tokio::task::spawn_blocking(keep).await.while_doing("keeping the evidence")??)
        }
        None => (String::new(), String::new()),
    };
    let asker = who.clone();
    who.write(move |tx| {
        let programme = programme_for(&asker, tx, WRITE, id)?;
        store::insert_entry(tx, &programme, &NewEntry { subject, value, on, evidence, file_name, file })?;
        Ok(())
    })
    .await
}

pub(crate) async fn file(who: Actor, Path(id): Path<EntryId>) -> Answer {
    let asker = who.clone();
    let entry = who
        .read(move |tx| {
            let entry = store::find_entry(tx, id)?;
            programme_for(&asker, tx, VIEW, entry.programme)?;
            Ok::<_, Failure>(entry.entered)
        })
        .await?;
    if entry.file.is_empty() {
        return Err(Failure::NotFound);
    }
    let files = who.app().files.clone();
    let content = tokio::task::spawn_blocking(move || files.read(&entry.file))
        .await
        .while_doing("reading the evidence")?
        .while_doing("reading the evidence")?;
    download(&entry.file_name, "application/octet-stream", content)
}
