//! A person's own data: numbers shown in full, everything that is kept handed out as one file, erased where the law
//! allows. Each leaves an event.

use std::io::{Cursor, Write};

use askama::Template;
use kernel::{Day, PersonId, Refused};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, While, download, go_to_saying, page};
use serde::Deserialize;

use super::edit::{note_numbers_shown, seen, show_page};
use super::sights::Sights;
use crate::domain::Person;
use crate::domain::erase::{CannotErase, STAYS};
use crate::domain::sight::Field;
use crate::store::{Kept, gather};
use crate::{permissions, store};

/// A form of one button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConfirmForm {
    name: String,
}

/// The page with the numbers in full, for who may see them; that they were shown is kept in the log.
pub(crate) async fn numbers(who: Actor, Path(id): Path<PersonId>, Form(_): Form<ConfirmForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let person = seen(&asker, tx, id)?;
        let sights = Sights::of_person(&asker, tx, id, person.home_unit)?;
        if !sights.sees(Field::Phone) && !sights.sees(Field::ExternalId) {
            return Err(Failure::Forbidden);
        }
        note_numbers_shown(tx, &person)?;
        Ok(())
    })
    .await?;
    show_page(&who, id, true).await
}

/// The person, if the actor may have the data: oneself, or an administrator over the home.
fn owned(who: &Actor, tx: &mut Tx<'_>, id: PersonId) -> Result<Person, Failure> {
    let person = seen(who, tx, id)?;
    if who.person() != Some(id) {
        who.must(tx, permissions::PERSONAL_DATA, person.home_unit)?;
    }
    Ok(person)
}

#[derive(Template)]
#[template(path = "people/data.html")]
struct DataPage {
    cx: Cx,
    person: Person,
    unit_name: String,
    kept: Vec<Kept>,
    made_on: Day,
    stays: &'static [&'static str],
}

/// Everything that is kept of a person: one archive with a page to read and the rows as JSON.
pub(crate) async fn data(who: Actor, Path(id): Path<PersonId>, Form(_): Form<ConfirmForm>) -> Answer {
    let asker = who.clone();
    let (record, shown) = who
        .write(move |tx| {
            let person = owned(&asker, tx, id)?;
            let schema = platform::db::schema(tx)?;
            let (record, kept) = gather(tx, id, &asker.app().features, &schema)?;
            store::note_given(tx, &person, &kept)?;
            let unit_name = units::store::find(tx, person.home_unit)?.name;
            let cx = asker.cx("people-data");
            Ok::<_, Failure>((record, DataPage { cx, unit_name, person, kept, made_on: asker.today(), stays: STAYS }))
        })
        .await?;
    let rows: serde_json::Map<String, serde_json::Value> =
        shown.kept.iter().map(|kept| (kept.table.to_owned(), kept.rows.clone().into())).collect();
    let json = serde_json::json!({ "person": record, "rows": rows });
    let json = serde_json::to_vec_pretty(&json).while_doing("writing the data")?;
    let html = shown.render().while_doing("rendering the data")?;
    let archive = archive(&[("du-lieu.html", html.as_bytes()), ("du-lieu.json", &json)]).while_doing("packing")?;
    download(&format!("du-lieu-{id}.zip"), "application/zip", archive)
}

fn archive(files: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default())?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[derive(Template)]
#[template(path = "people/erase.html")]
struct ErasePage {
    cx: Cx,
    person: Person,
    stays: &'static [&'static str],
    cannot: Vec<kernel::Told>,
}

/// The person, if the actor may erase the data.
fn erasable(who: &Actor, tx: &mut Tx<'_>, id: PersonId) -> Result<(Person, i64), Failure> {
    let person = match store::find_person(tx, id) {
        Err(StoreError::NotFound) => return Err(Failure::NotFound),
        found => found?,
    };
    who.must(tx, permissions::PERSONAL_DATA, person.home_unit)?;
    Ok((person, store::count_offices(tx, id)?))
}

pub(crate) async fn ask(who: Actor, Path(id): Path<PersonId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (person, offices) = erasable(&asker, tx, id)?;
            let cannot = person.may_be_erased(offices).told();
            Ok::<_, Failure>(ErasePage { cx: asker.cx("people-erase"), person, stays: STAYS, cannot })
        })
        .await?;
    page(&shown)
}

pub(crate) async fn erase(who: Actor, Path(id): Path<PersonId>, Form(form): Form<ConfirmForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (person, offices) = erasable(&asker, tx, id)?;
        person.may_be_erased(offices).or_refuse()?;
        if vietnamese::fold(form.name.trim()) != vietnamese::fold(&person.full_name) {
            return Err(Refused::because(CannotErase::NameDiffers).into());
        }
        store::erase(tx, &person)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/people/{id}"), "people-erased")
}
