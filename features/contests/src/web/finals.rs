//! The final on stage: who appears, the judges' marks, the ranking.

use std::collections::{HashMap, HashSet};

use askama::Template;
use documents::import::must_bear_no_mark;
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Path, Query, go_to_saying, page, personal_spreadsheet,
};
use serde::Deserialize;

use super::contest_for;
use crate::domain::{Contest, ContestId, FinalPlace, Given, final_ranking};
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, Contestant, Finalist};

#[derive(Template)]
#[template(path = "contests/final.html")]
struct FinalPage {
    cx: Cx,
    contest: Contest,
    places: Vec<(FinalPlace, Finalist)>,
    marks: Vec<Given>,
    units: Vec<(String, String)>,
    /// Finalists of whom nobody said yet which of the contestants of their name they are, with these.
    unknown: Vec<(Finalist, Vec<Contestant>)>,
    may_organise: bool,
}

impl FinalPage {
    fn offered(&self) -> usize {
        NAMESAKES
    }

    fn name_of(&self, finalist: &i64) -> &str {
        self.places.iter().find(|(_, one)| one.no == *finalist).map_or("", |(_, one)| &one.name)
    }
}

/// Contestants of a name who are offered.
const NAMESAKES: usize = 20;

/// The finalists recorded without a contestant's number who are called like contestants: annulling one of these would miss
/// their certificates.
fn unknown(tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<(Finalist, Vec<Contestant>)>, StoreError> {
    let finalists = store::list_finalists(tx, contest.no)?;
    let known: HashSet<i64> = finalists.iter().filter_map(|one| one.contestant).collect();
    let is_unknown = |one: &Finalist| one.contestant.is_none() && !one.is_apart && !one.name.is_empty();
    let unknown: Vec<Finalist> = finalists.into_iter().filter(is_unknown).collect();
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<&str> = unknown.iter().map(|one| one.name.as_str()).collect();
    // one more than is offered tells that there are more
    let most = i64::try_from(NAMESAKES + 1).unwrap_or(i64::MAX);
    let mut by_name: HashMap<String, Vec<Contestant>> = HashMap::new();
    for one in store::list_namesakes(tx, contest.no, &names, most)? {
        if !known.contains(&one.no) {
            by_name.entry(vietnamese::fold(&one.name)).or_default().push(one);
        }
    }
    let with = |one: Finalist| Some((by_name.get(&vietnamese::fold(&one.name))?.clone(), one));
    Ok(unknown.into_iter().filter_map(with).map(|(namesakes, one)| (one, namesakes)).collect())
}

/// The finalists in their ranking; those who were annulled have no place and stand behind.
pub(super) fn ranked(
    tx: &mut Tx<'_>,
    contest: &Contest,
    marks: &[Given],
) -> Result<Vec<(FinalPlace, Finalist)>, Failure> {
    let finalists = store::list_finalists(tx, contest.no)?;
    let (counted, annulled): (Vec<Finalist>, Vec<Finalist>) =
        finalists.into_iter().partition(|one| one.annulled.is_empty());
    let numbers: Vec<i64> = counted.iter().map(|one| one.no).collect();
    let places = final_ranking(&numbers, &contest.rules.final_parts, marks).into_iter();
    let with = |place: FinalPlace| counted.iter().find(|one| one.no == place.finalist).cloned().map(|one| (place, one));
    let without = |one: Finalist| (FinalPlace { rank: 0, finalist: one.no, mean: 0, judges: 0 }, one);
    Ok(places.filter_map(with).chain(annulled.into_iter().map(without)).collect())
}

/// The final; as a file its ranking with the mark each judge gave for each part.
pub(crate) async fn show(who: Actor, Path(id): Path<ContestId>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, VIEW, id)?;
            let marks = store::list_marks(tx, contest.no)?;
            let units = units::store::list_children(tx, contest.unit)?;
            let may_organise = asker.may(tx, ORGANISE, contest.unit)?;
            Ok::<_, Failure>(FinalPage {
                cx: asker.cx("contests-final"),
                places: ranked(tx, &contest, &marks)?,
                marks,
                units: units.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect(),
                unknown: if may_organise { unknown(tx, &contest)? } else { Vec::new() },
                may_organise,
                contest,
            })
        })
        .await?;
    if query.is_export() { export(&who, &shown, &query.format).await } else { page(&shown) }
}

async fn export(who: &Actor, shown: &FinalPage, format: &str) -> Answer {
    let headings = shown.cx.headings(&[
        ("contests-rank", 8.0),
        ("contests-finalist", 32.0),
        ("contests-unit", 32.0),
        ("contests-final-mean", 12.0),
        ("contests-part", 24.0),
        ("contests-judge", 24.0),
        ("contests-mark-given", 10.0),
    ]);
    let mut rows = Vec::new();
    for (place, one) in &shown.places {
        let rank = if place.judges > 0 { place.rank.to_string() } else { String::new() };
        let row = |part: &str, judge: &str, mark: String| {
            let texts = [rank.clone(), one.name.clone(), one.unit_name.clone(), super::hundredths(place.mean)];
            let given = [part.to_owned(), judge.to_owned(), mark];
            texts.into_iter().chain(given).map(Into::into).collect::<Vec<_>>()
        };
        let own: Vec<&Given> = shown.marks.iter().filter(|given| given.finalist == one.no).collect();
        if own.is_empty() {
            rows.push(row("", "", String::new()));
        }
        rows.extend(own.into_iter().map(|given| row(&given.part, &given.judge, super::hundredths(given.mark))));
    }
    personal_spreadsheet(who, "diem-chung-ket", Some(shown.contest.unit), format, (&headings, rows)).await
}

/// A finalist, or a mark, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FinalForm {
    no: i64,
    name: String,
    unit: String,
    /// The contestant's number, for somebody who took part in the rounds; `none` for who is none of them.
    contestant: String,
    /// The number of another contestant than those offered.
    number: String,
    judge: String,
    part: String,
    mark: String,
}

/// «8,5» as hundredths.
fn hundredths_of(typed: &str, most: i64) -> Option<i64> {
    let typed = typed.trim().replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
    let is_number = !whole.is_empty() && part.len() <= 2 && whole.len() <= 4;
    let all_digits = whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit());
    if !is_number || !all_digits {
        return None;
    }
    let mark = format!("{whole}{part:0<2}").parse().ok()?;
    (mark <= most * 100).then_some(mark)
}

/// Adds a finalist.
pub(crate) async fn add(who: Actor, Path(id): Path<ContestId>, Form(form): Form<FinalForm>) -> Answer {
    must_bear_no_mark(&[&form.name])?;
    let mut name = vietnamese::nfc(form.name.trim());
    let number = form.contestant.trim().parse::<i64>();
    if name.is_empty() && number.is_err() {
        return Err(Failure::Malformed("contests-error-name"));
    }
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        let known = match number {
            Ok(no) => Some(
                store::list_contestants_by_no(tx, contest.no, &[no])?
                    .pop()
                    .filter(|one| one.kept_out().is_empty())
                    .ok_or(Failure::Malformed("contests-error-contestant"))?,
            ),
            Err(_) => None,
        };
        if let Some(known) = known.as_ref().filter(|_| name.is_empty()) {
            name.clone_from(&known.name);
        }
        let unit = match form.unit.parse() {
            Ok(unit) if units::store::is_within(tx, unit, contest.unit)? => Some(unit),
            _ => known.as_ref().and_then(|one| one.unit),
        };
        Ok::<_, Failure>(store::insert_finalist(tx, &contest, &name, (unit, known.map(|one| one.no)))?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/final"), "contests-finalist-saved")
}

/// Says which contestant a finalist is who was recorded without a number, or that it is none.
pub(crate) async fn tie(who: Actor, Path(id): Path<ContestId>, Form(form): Form<FinalForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        let finalists = store::list_finalists(tx, contest.no)?;
        let finalist = finalists.iter().find(|one| one.no == form.no).ok_or(Failure::NotFound)?;
        let typed =
            [&form.number, &form.contestant].map(|typed| typed.trim()).into_iter().find(|typed| !typed.is_empty());
        let contestant = match typed {
            None => return Err(Failure::Malformed("contests-error-choose-finalist")),
            Some("none") => None,
            Some(number) => {
                let number = number.parse().map_err(|_| Failure::Malformed("contests-error-contestant"))?;
                let is_other = finalists.iter().any(|one| one.contestant == Some(number));
                let found = store::list_contestants_by_no(tx, contest.no, &[number])?.pop();
                let fitting = found.filter(|one| one.excluded.is_empty() && !is_other);
                Some(fitting.ok_or(Failure::Malformed("contests-error-contestant"))?)
            }
        };
        Ok::<_, Failure>(store::tie_finalist(tx, &contest, finalist, contestant.as_ref())?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/final"), "contests-finalist-saved")
}

/// Takes a finalist out.
pub(crate) async fn remove(who: Actor, Path(id): Path<ContestId>, Form(form): Form<FinalForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        Ok::<_, Failure>(store::remove_finalist(tx, &contest, form.no)?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/final"), "contests-finalist-saved")
}

/// Keeps a judge's mark.
pub(crate) async fn mark(who: Actor, Path(id): Path<ContestId>, Form(form): Form<FinalForm>) -> Answer {
    must_bear_no_mark(&[&form.judge])?;
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        let judge = vietnamese::nfc(form.judge.trim());
        let is_known = store::list_finalists(tx, contest.no)?.iter().any(|one| one.no == form.no);
        if !is_known || judge.is_empty() || !contest.rules.final_parts.contains(&form.part) {
            return Err(Failure::Malformed("contests-error-judge"));
        }
        let mark = hundredths_of(&form.mark, contest.rules.final_most);
        let mark = mark.ok_or(Failure::Malformed("contests-error-mark"))?;
        let given = Given { finalist: form.no, judge, part: form.part.clone(), mark };
        Ok::<_, Failure>(store::save_mark(tx, &contest, &given)?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/final"), "contests-mark-saved")
}

#[cfg(test)]
mod tests {
    use super::hundredths_of;

    #[test]
    fn marks_are_typed_as_people_write_them() {
        assert_eq!(hundredths_of("8,5", 10), Some(850));
        assert_eq!(hundredths_of("10", 10), Some(1_000));
        assert_eq!(hundredths_of("9.25", 10), Some(925));
        for wrong in ["10,01", "-1", "", "8,555", "tám", ","] {
            assert_eq!(hundredths_of(wrong, 10), None, "{wrong}");
        }
    }
}
