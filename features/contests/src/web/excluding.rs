//! Who does not take part: until the announcement somebody is taken off those who are eligible; afterwards the list stands,
//! and whoever may not take part any more is annulled for a reason. Who is barred, and the contestants who are meant.

use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::Verdict;
use platform::web::{Actor, Answer, Failure, FieldErrors, Form, ListQuery, Listing, Path, go_to_saying, page_with};
use serde::Deserialize;

use super::contest_for;
use super::contestants::{Came, read};
use crate::domain::{Barred, CannotAnnul, ContestId, State};
use crate::engine::OpenRound;
use crate::permissions::ORGANISE;
use crate::{settling, store};

/// A step about one contestant or one barred line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    no: i64,
    pub name: String,
    pub phone: String,
    pub born: String,
    pub unit: String,
    pub reason: String,
}

/// Says until the announcement that a contestant may not take part, or may again; afterwards annuls a contestant.
pub(crate) async fn exclude(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    must_bear_no_mark(&[&form.reason])?;
    let asker = who.clone();
    let settled = who
        .write(move |tx| {
            let contest = contest_for(&asker, tx, ORGANISE, id)?;
            let reason = vietnamese::nfc(form.reason.trim());
            if contest.state == State::Preparing {
                store::exclude(tx, &contest, form.no, &reason)?;
                return Ok::<_, Failure>(Vec::new());
            }
            Verdict::default().refuse_if(reason.is_empty(), CannotAnnul::NoReason).or_refuse()?;
            let contestant = store::find_contestant(tx, contest.no, form.no)?;
            if !contestant.annulled.is_empty() {
                return Ok(Vec::new());
            }
            store::annul_contestants(tx, &contest, &[form.no], &reason)?;
            Ok(settling::settled_rounds(tx, id)?)
        })
        .await?;
    settling::tell_bank_again(&who, settled).await?;
    OpenRound::forget(who.app());
    go_to_saying(format!("/contests/{id}/contestants"), "contests-excluded-saved")
}

impl StepForm {
    /// The line that was typed, or what is wrong with it. After the announcement contestants are annulled by it: a name alone
    /// does not tell one from another.
    fn barred(&self, is_announced: bool) -> Result<Barred, FieldErrors> {
        let mut errors = FieldErrors::default();
        let born = self.born.trim().parse().ok().filter(|year| (1900..2100).contains(year));
        let line = Barred {
            no: 0,
            name: vietnamese::nfc(self.name.trim()),
            phone: self.phone.trim().to_owned(),
            born,
            unit: self.unit.parse().ok(),
            reason: vietnamese::nfc(self.reason.trim()),
        };
        errors.add_if(line.name.is_empty(), "name", "contests-error-name");
        errors.add_if(born.is_none() && !self.born.trim().is_empty(), "born", "contests-error-born");
        errors.add_if(is_announced && !line.is_told_apart(), "apart", "contests-error-told-apart");
        if errors.is_empty() { Ok(line) } else { Err(errors) }
    }
}

/// Adds somebody who may not take part; contestants who are meant for certain are taken out.
pub(crate) async fn bar(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    must_bear_no_mark(&[&form.name, &form.reason])?;
    let (asker, typed) = (who.clone(), form.clone());
    let barred = who
        .write(move |tx| {
            let contest = contest_for(&asker, tx, ORGANISE, id)?;
            let mut line = match typed.barred(contest.state != State::Preparing) {
                Ok(line) => line,
                Err(errors) => return Ok::<_, Failure>(Err(errors)),
            };
            if let Some(unit) = line.unit {
                line.unit = units::store::is_within(tx, unit, contest.unit)?.then_some(unit);
            }
            let taken_out = store::insert_barred(tx, &contest, &line)?;
            Ok(Ok((taken_out, settling::settled_rounds(tx, id)?, line.name)))
        })
        .await?;
    let (taken_out, settled, name) = match barred {
        Ok(barred) => barred,
        Err(errors) => {
            let came = Came { form, errors, ..Came::default() };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &read(&who, id, ListQuery::default(), came).await?);
        }
    };
    OpenRound::forget(who.app());
    if taken_out.certain + taken_out.perhaps == 0 {
        return go_to_saying(format!("/contests/{id}/contestants"), "contests-barred-saved");
    }
    if taken_out.certain > 0 {
        settling::tell_bank_again(&who, settled).await?;
    }
    let named = ListQuery { q: name, ..ListQuery::default() };
    let named = Listing::<()>::new(Vec::new(), 0, named, format!("/contests/{id}/contestants"));
    let said = if taken_out.certain > 0 { "contests-barred-taken-out" } else { "contests-barred-perhaps" };
    go_to_saying(named.to_page(1), said)
}

/// Takes a line from those who are barred.
pub(crate) async fn unbar(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        Ok::<_, Failure>(store::remove_barred(tx, &contest, form.no)?)
    })
    .await?;
    OpenRound::forget(who.app());
    go_to_saying(format!("/contests/{id}/contestants"), "contests-barred-saved")
}
