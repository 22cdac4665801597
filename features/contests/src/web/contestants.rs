//! Who takes part: the list of contestants, of the frozen list those who are not eligible and why, who was annulled; who is
//! barred; the codes to hand out.

use askama::Template;
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, ListQuery, Listing, Path, Query, page, personal_spreadsheet,
};

use super::excluding::StepForm;
use super::{contest_for, number_shown};
use crate::domain::{Barred, Contest, ContestId, Eligible, State};
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, Contestant, ContestantFilter, ListThen};

#[derive(Template)]
#[template(path = "contests/contestants.html")]
pub(super) struct ContestantsPage {
    cx: Cx,
    contest: Contest,
    listing: Listing<Contestant>,
    state: String,
    eligible: i64,
    excluded: i64,
    annulled: i64,
    barred: Vec<Barred>,
    units: Vec<(String, String)>,
    form: StepForm,
    errors: FieldErrors,
    wrong: Vec<(usize, String)>,
    unreadable: String,
    taken: Option<usize>,
    may_organise: bool,
    /// How far the list had come, of a past day.
    then: Option<ListThen>,
}

impl ContestantsPage {
    /// Steps are offered on the list of now alone.
    fn offers_steps(&self) -> bool {
        self.may_organise && self.then.is_none()
    }

    /// What is shown of a past day, in words.
    fn told_as_of(&self) -> &'static str {
        let is_frozen = self.then.is_some_and(|then| then.is_frozen);
        if is_frozen { "contests-contestants-as-of" } else { "contests-contestants-as-of-preparing" }
    }

    fn is_list(&self) -> bool {
        self.contest.rules.eligible() == Eligible::List
    }

    fn is_preparing(&self) -> bool {
        self.contest.state == State::Preparing
    }

    fn unit_name(&self, unit: &kernel::UnitId) -> &str {
        let id = unit.to_string();
        self.units.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name)
    }
}

/// The states that the list can be narrowed to.
const STATES: &[&str] = &["eligible", "excluded", "annulled", "took"];

/// What came of reading a list, or of a line that was typed.
#[derive(Default)]
pub(super) struct Came {
    pub wrong: Vec<(usize, String)>,
    pub unreadable: String,
    pub taken: Option<usize>,
    pub form: StepForm,
    pub errors: FieldErrors,
}

pub(super) async fn read(who: &Actor, id: ContestId, query: ListQuery, came: Came) -> Result<ContestantsPage, Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let contest = contest_for(&asker, tx, VIEW, id)?;
        let state = query.state_in(STATES).to_owned();
        let then = match query.past_day(asker.today())? {
            Some(day) => Some(store::list_then(tx, &contest, day)?),
            None => None,
        };
        let filter = |state: &str| ContestantFilter {
            contest: contest.no,
            like: query.like(),
            unit: String::new(),
            state: state.to_owned(),
            then,
        };
        let (offset, size) = query.piece(500_000);
        let sort = query.sort_in(store::CONTESTANT_SORT_KEYS);
        let rows = store::list_contestants(tx, &filter(&state), sort, offset, size)?;
        let total = store::count_contestants(tx, &filter(&state))?;
        let mut count =
            |state: &str| store::count_contestants(tx, &ContestantFilter { like: "%".into(), ..filter(state) });
        let (excluded, annulled) = (count("excluded")?, count("annulled")?);
        let all = if then.is_some() { count("")? } else { store::count_listed(tx, contest.no)? };
        let units = units::store::list_children(tx, contest.unit)?;
        let listing = Listing::new(rows, total, query, format!("/contests/{id}/contestants"));
        let listing = listing.seen_as_of(then.map(|then| then.day));
        Ok(ContestantsPage {
            cx: asker.cx("contests-contestants"),
            barred: store::list_barred(tx, contest.no)?,
            may_organise: asker.may(tx, ORGANISE, contest.unit)?,
            listing,
            state,
            eligible: all - excluded,
            excluded,
            annulled,
            units: units.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect(),
            form: came.form,
            errors: came.errors,
            wrong: came.wrong,
            unreadable: came.unreadable,
            taken: came.taken,
            then,
            contest,
        })
    })
    .await
}

pub(crate) async fn list(who: Actor, Path(id): Path<ContestId>, Query(query): Query<ListQuery>) -> Answer {
    let shown = read(&who, id, query, Came::default()).await?;
    if shown.listing.query.is_export() {
        return export(&who, &shown).await;
    }
    page(&shown)
}

/// The list with the codes, for handing out.
async fn export(who: &Actor, shown: &ContestantsPage) -> Answer {
    if !shown.may_organise {
        return Err(Failure::Forbidden);
    }
    let headings = shown.cx.headings(&[
        ("contests-number", 12.0),
        ("contests-name", 32.0),
        ("contests-unit", 32.0),
        ("contests-place", 32.0),
        ("contests-born", 10.0),
        ("contests-code", 14.0),
        ("contests-excluded", 24.0),
        ("contests-annulled-person", 24.0),
    ]);
    let rows = shown
        .listing
        .rows
        .iter()
        .map(|one| {
            vec![
                number_shown(one.no).into(),
                one.name.as_str().into(),
                one.unit_name.as_str().into(),
                one.place.as_str().into(),
                one.born.into(),
                one.code.as_str().into(),
                one.excluded.as_str().into(),
                one.annulled.as_str().into(),
            ]
        })
        .collect();
    let (unit, format) = (Some(shown.contest.unit), shown.listing.query.format.clone());
    personal_spreadsheet(who, "thi-sinh", unit, &format, (&headings, rows)).await
}
