//! The steps of a planned change: added by a form or from a list, taken out one by one.

use platform::web::{
    Actor, Answer, Failure, Form, ListQuery, Path, Query, Upload, While, download, go_to_saying, json,
};
use serde::{Deserialize, Serialize};
use sheets::Reader;

use super::changes::{founding, show_page};
use crate::domain::change::{Change, ChangeId};
use crate::permissions::{EDIT, VIEW};
use crate::step_rows::{COLUMNS, RowFault, StepRow, steps_of};
use crate::store::{self, UnitFilter};

/// A step typed into the page; with several units one step each.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    pub what: String,
    pub unit: Vec<String>,
    pub to: Vec<String>,
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub kind: String,
    version: i64,
}

impl StepForm {
    /// True of the form that was sent and refused: it stays open with what was typed.
    pub fn is_of(&self, what: &str) -> bool {
        self.what == what
    }

    /// What was typed in this field of the form for this.
    pub fn kept<'s>(&'s self, what: &str, typed: &'s str) -> &'s str {
        if self.is_of(what) { typed } else { "" }
    }

    /// The codes that were chosen in the form for this, of units or of where they go.
    pub fn chosen<'s>(&'s self, what: &str, codes: &'s [String]) -> &'s [String] {
        if self.is_of(what) { codes } else { &[] }
    }

    fn rows(&self) -> Vec<StepRow> {
        let code = self.code.trim().to_owned();
        let (name, short_name) = (vietnamese::nfc(self.name.trim()), vietnamese::nfc(self.short_name.trim()));
        let row = |what: &str, unit: &str, to: Vec<String>| StepRow {
            what: what.to_owned(),
            unit: unit.to_owned(),
            to,
            name: name.clone(),
            short_name: short_name.clone(),
            kind: self.kind.clone(),
            ..StepRow::default()
        };
        let given = |codes: &[String]| codes.iter().filter(|code| !code.is_empty()).cloned().collect::<Vec<_>>();
        let (units, to) = (given(&self.unit), given(&self.to));
        match self.what.as_str() {
            "consolidate" if units.is_empty() => Vec::new(),
            "found" => vec![row("found", &code, to)],
            // hợp nhất: a new unit takes the place of several
            "consolidate" => {
                let mut rows = vec![row("found", &code, to)];
                rows.extend(units.iter().map(|unit| row("merge", unit, vec![code.clone()])));
                rows
            }
            what => units.iter().map(|unit| row(what, unit, to.clone())).collect(),
        }
    }
}

/// What the forms that choose units do.
const WHATS: [&str; 7] = ["consolidate", "merge", "rename", "move", "split", "change_kind", "dissolve"];

pub(crate) async fn add(who: Actor, Path(id): Path<ChangeId>, Form(form): Form<StepForm>) -> Answer {
    let rows = form.rows();
    if rows.is_empty() {
        let label = |what: &str| who.cx("units-changes").word("units-step-unit-of", what);
        let fault = match WHATS.iter().find(|what| form.is_of(what)) {
            Some(what) => RowFault { line: 0, text: "units-step-none-chosen", cell: label(what) },
            None => RowFault { line: 0, text: "units-step-no-unit", cell: String::new() },
        };
        return show_page(&who, id, ListQuery::default(), (form, vec![fault])).await;
    }
    let version = Some(form.version);
    save(&who, id, (form, version), rows).await
}

/// Adds the steps these rows mean; when any is wrong, none is added and each is told. A list has no version.
async fn save(who: &Actor, id: ChangeId, (form, version): (StepForm, Option<i64>), rows: Vec<StepRow>) -> Answer {
    let asker = who.clone();
    let saved = who
        .write(move |tx| {
            let change = store::find_change(tx, id)?;
            asker.must(tx, EDIT, change.unit)?;
            change.may_be_edited().or_refuse()?;
            let (added, faults) = steps_of(tx, &change, &rows)?;
            if faults.is_empty() {
                let steps = change.steps.iter().cloned().chain(added).collect();
                let version = version.unwrap_or(change.version);
                store::save_change(tx, &Change { steps, version, ..change }, "units.change_edited")?;
            }
            Ok::<_, Failure>(faults)
        })
        .await;
    let faults = match saved {
        // another was faster, or the same form was sent twice
        Err(Failure::Stale) => vec![RowFault { line: 0, text: "units-step-stale", cell: String::new() }],
        saved => saved?,
    };
    if faults.is_empty() {
        return go_to_saying(format!("/units/changes/{id}"), "units-steps-added");
    }
    show_page(who, id, ListQuery::default(), (form, faults)).await
}

pub(crate) async fn upload(who: Actor, Path(id): Path<ChangeId>, upload: Upload) -> Answer {
    let Some(file) = upload.file("file") else {
        let fault = RowFault { line: 0, text: "units-step-no-file", cell: String::new() };
        return show_page(&who, id, ListQuery::default(), (StepForm::default(), vec![fault])).await;
    };
    let rows = Reader::from_bytes(&file.name, file.content.to_vec(), COLUMNS).and_then(|mut reader| {
        reader.rows()?.map(|row| row.map(|row| StepRow::of_line(&row))).collect::<Result<Vec<_>, _>>()
    });
    match rows {
        Ok(rows) => save(&who, id, (StepForm::default(), None), rows).await,
        Err(cause) => {
            let fault = RowFault { line: 0, text: "units-step-unreadable", cell: cause.vi() };
            show_page(&who, id, ListQuery::default(), (StepForm::default(), vec![fault])).await
        }
    }
}

pub(crate) async fn template(who: Actor) -> Answer {
    who.note_asked();
    let notes = ["Hợp nhất: một dòng Thành lập đơn vị mới, rồi mỗi đơn vị cũ một dòng Sáp nhập vào mã mới."];
    let file = sheets::template_xlsx(COLUMNS, "Thay đổi tổ chức", &notes).while_doing("writing the template")?;
    download("mau-thay-doi-to-chuc.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file)
}

/// Which step is taken out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RemoveForm {
    position: usize,
    version: i64,
}

pub(crate) async fn remove(who: Actor, Path(id): Path<ChangeId>, Form(form): Form<RemoveForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let mut change = Change { version: form.version, ..store::find_change(tx, id)? };
        asker.must(tx, EDIT, change.unit)?;
        change.may_be_edited().or_refuse()?;
        if form.position < change.steps.len() {
            change.steps.remove(form.position);
        }
        store::save_change(tx, &change, "units.change_edited")?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/units/changes/{id}"), "units-step-removed")
}

/// A unit to choose by its code.
#[derive(Debug, Serialize)]
pub(crate) struct Choice {
    value: String,
    text: String,
}

/// How many choices are offered.
const CHOICES: i64 = 30;

/// Where a step of a change may lead: what the change founds, then the units of the tree.
pub(crate) async fn places(who: Actor, Path(id): Path<ChangeId>, Query(query): Query<ListQuery>) -> Answer {
    let (asker, words) = (who.clone(), vietnamese::fold(&query.q));
    let founded = who
        .read(move |tx| {
            let change = store::find_change(tx, id)?;
            asker.must(tx, VIEW, change.unit)?;
            let founded = change.steps.iter().filter_map(founding);
            let founded = founded.filter(|(code, name)| vietnamese::fold(&format!("{code} {name}")).contains(&words));
            let size = usize::try_from(CHOICES).unwrap_or(usize::MAX);
            Ok::<_, Failure>(founded.take(size).collect::<Vec<_>>())
        })
        .await?;
    let standing = standing(&who, query).await?;
    let cx = who.cx("units-changes");
    let text = |code: &str, name: &str| cx.t2("units-step-new-unit", "code", code, "name", name);
    let founded = founded.into_iter().map(|(code, name)| Choice { text: text(&code, &name), value: code });
    json(founded.chain(standing).collect::<Vec<_>>())
}

pub(crate) async fn choices(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    json(standing(&who, query).await?)
}

async fn standing(who: &Actor, query: ListQuery) -> Result<Vec<Choice>, Failure> {
    let roots = who.scope(VIEW);
    let found = who
        .read(move |tx| {
            let mut found = Vec::new();
            for root in roots {
                let filter = UnitFilter { root, like: query.like(), kind: None, day: None };
                found.extend(store::list_page(tx, &filter, query.sort_in(store::SORT_KEYS), 0, CHOICES)?);
            }
            Ok::<_, Failure>(found)
        })
        .await?;
    let choice =
        |unit: crate::domain::Unit| Choice { text: format!("{} ({})", unit.name, unit.code), value: unit.code };
    Ok(found.into_iter().map(choice).collect())
}
