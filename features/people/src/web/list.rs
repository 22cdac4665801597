//! The list of people, now or on a past day, with its filters and its export, and the choice of a unit for forms.

use askama::Template;
use kernel::{Day, Event, UnitId};
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, While, json, page, past_day, spreadsheet};
use serde::Deserialize;
use sheets::Heading;

use super::sights::{Shown, Sights, least, shown};
use crate::domain::MemberStatus;
use crate::domain::sight::{Field, Sight};
use crate::permissions;
use crate::store::{self, PastDay, PeopleQuery, PersonLine};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PeopleWords {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    unit: String,
    status: String,
    /// The day as of which people are listed; now when empty.
    day: String,
}

/// The chip of those who no longer belong.
const ENDED: &str = "ended";
/// The chip of those who take part here beside their home.
const BESIDE: &str = "beside";

impl PeopleWords {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            ..ListQuery::default()
        }
    }
}

/// What the actor may see of what was asked for.
pub(crate) struct Allowed {
    pub query: PeopleQuery,
    /// The unit the list is narrowed to.
    unit: Option<(UnitId, String)>,
    /// What is seen of everybody the query finds.
    pub sights: Vec<Sights>,
    /// People may be registered in every branch of the query.
    pub may_register: bool,
}

pub(crate) fn allowed(who: &Actor, tx: &mut Tx<'_>, words: &PeopleWords) -> Result<Allowed, Failure> {
    let as_of = past_day(&words.day, who.today())?;
    let unit = match words.unit.parse::<UnitId>() {
        Ok(unit) => {
            who.must(tx, permissions::VIEW, unit)?;
            Some((unit, called(tx, unit, as_of)?))
        }
        Err(_) => None,
    };
    let own = store::minimal_roots(tx, &who.scope(permissions::VIEW))?;
    let mut roots = match &unit {
        Some((unit, _)) => vec![*unit],
        None => own.clone(),
    };
    if let Some(day) = as_of {
        roots = units::store::roots_on(tx, &roots, day)?;
    }
    let mut may_register = as_of.is_none();
    for root in &roots {
        may_register = may_register && who.may(tx, permissions::EDIT, *root)?;
    }
    let (status, ended, beside) = (words.status.parse().ok(), words.status == ENDED, words.status == BESIDE);
    // who was there then may be at home elsewhere today
    let seen_in = if as_of.is_some() { &own } else { &roots };
    let sights = if beside { vec![Sights::beside()] } else { Sights::of_branches(who, tx, seen_in)? };
    let past = as_of.map(|day| past_in(tx, day, own)).transpose()?;
    let query = PeopleQuery { roots, like: words.list().like(), status, ended, beside, past };
    Ok(Allowed { query, unit, sights, may_register })
}

/// What a unit is called, or was called on a past day.
pub(crate) fn called(tx: &mut Tx<'_>, unit: UnitId, as_of: Option<Day>) -> Result<String, Failure> {
    Ok(match as_of {
        Some(day) => units::store::find_on(tx, unit, day)?.name,
        None => units::store::find(tx, unit)?.name,
    })
}

/// A past day, of those whom these branches see today.
fn past_in(tx: &mut Tx<'_>, day: Day, own: Vec<UnitId>) -> Result<PastDay, Failure> {
    let sees_all = units::store::is_whole_tree(tx, &own)?;
    Ok(PastDay { day, seen: (!sees_all).then_some(own) })
}

/// A page of what is allowed, how many there are, and how many of a past day are others' to see today.
pub(crate) struct Found {
    pub lines: Vec<PersonLine>,
    pub total: i64,
    pub of_others: i64,
}

pub(crate) fn find(tx: &mut Tx<'_>, query: &PeopleQuery, list: &ListQuery) -> Result<Found, Failure> {
    let sort = list.sort_in(store::SORTS);
    let (lines, total) = store::page_and_total(tx, query, sort, list.size(), list.offset())?;
    let of_others = match &query.past {
        Some(PastDay { day, seen: Some(_) }) => {
            let past = Some(PastDay { day: *day, seen: None });
            store::count_page(tx, &PeopleQuery { past, ..query.clone() })? - total
        }
        _ => 0,
    };
    Ok(Found { lines, total, of_others })
}

impl ListPage {
    /// What the address of another list as of the same day carries on.
    fn day_query(&self) -> String {
        self.as_of.map(|day| format!("&day={day}")).unwrap_or_default()
    }

    /// The fields of a line; a list shows numbers masked, whoever reads it.
    fn shown(&self, line: &PersonLine) -> Shown {
        shown(&self.cx, &line.person, |field| match least(&self.sights, field) {
            Sight::Full if field == Field::ExternalId => Sight::Masked,
            other => other,
        })
    }
}

struct Chip {
    text: String,
    href: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<PersonLine>,
    sights: Vec<Sights>,
    chips: Vec<Chip>,
    unit: Option<(UnitId, String)>,
    new_in: Option<UnitId>,
    may_import: bool,
    may_merge: bool,
    may_administer: bool,
    is_searched: bool,
    /// The past day that is listed; none for now.
    as_of: Option<Day>,
    today: Day,
    of_others: i64,
    /// The same list as of now.
    of_now: String,
}

pub(crate) async fn list(who: Actor, Query(words): Query<PeopleWords>) -> Answer {
    if words.list().is_export() {
        return export(who, words).await;
    }
    let (asker, asked) = (who.clone(), words.clone());
    let (found, allowed, new_in) = who
        .read(move |tx| {
            let allowed = allowed(&asker, tx, &asked)?;
            let found = find(tx, &allowed.query, &asked.list())?;
            let new_in = match (&allowed.unit, allowed.may_register) {
                (Some((unit, _)), true) => Some(*unit),
                _ => asker.scope(permissions::EDIT).first().copied().filter(|_| allowed.unit.is_none()),
            };
            Ok::<_, Failure>((found, allowed, new_in))
        })
        .await?;
    let as_of = allowed.query.past.as_ref().map(|past| past.day);
    let is_now = as_of.is_none();
    // an address that is kept says today for the day it was made, not for every day
    let words = PeopleWords { day: as_of.map(|day| day.to_string()).unwrap_or_default(), ..words };
    let mut listing = Listing::new(found.lines, found.total, words.list(), "/people");
    listing.filters = encoded(&[("unit", &words.unit), ("status", &words.status), ("day", &words.day)])?;
    let cx = who.cx("people-menu");
    let chips = chips(&cx, &words)?;
    let of_now = encoded(&[("unit", &words.unit), ("q", &words.q), ("status", &words.status), ("sort", &words.sort)])?;
    page(&ListPage {
        cx,
        listing,
        sights: allowed.sights,
        chips,
        unit: allowed.unit,
        new_in: new_in.filter(|_| is_now),
        may_import: is_now && who.holds(permissions::IMPORT),
        may_merge: is_now && who.holds(permissions::MERGE),
        may_administer: is_now && who.holds(permissions::ACCOUNTS),
        is_searched: !words.q.is_empty() || !words.status.is_empty() || !is_now,
        as_of,
        today: who.today(),
        of_others: found.of_others,
        of_now: format!("/people?{of_now}"),
    })
}

fn encoded(pairs: &[(&str, &String)]) -> Result<String, Failure> {
    let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_html_form::to_string(pairs).while_doing("linking the list")
}

fn chips(cx: &Cx, words: &PeopleWords) -> Result<Vec<Chip>, Failure> {
    let codes = MemberStatus::ALL.iter().map(|status| status.code());
    let mut chips = Vec::new();
    for code in std::iter::once("").chain(codes).chain([BESIDE, ENDED]) {
        let status = code.to_owned();
        let query = encoded(&[
            ("unit", &words.unit),
            ("q", &words.q),
            ("status", &status),
            ("sort", &words.sort),
            ("day", &words.day),
        ])?;
        let text = if code.is_empty() { cx.t("people-status-all") } else { cx.word("people-status", code) };
        chips.push(Chip { text, href: format!("/people?{query}"), is_chosen: words.status == code });
    }
    Ok(chips)
}

/// The list as a file with the columns of the import. That personal data left is kept in the log.
async fn export(who: Actor, words: PeopleWords) -> Answer {
    let (asker, asked) = (who.clone(), words.clone());
    let (lines, sights) = who
        .write(move |tx| {
            let allowed = allowed(&asker, tx, &asked)?;
            let list = asked.list();
            let lines = store::list_page(tx, &allowed.query, list.sort_in(store::SORTS), i64::from(i32::MAX), 0)?;
            let root = allowed.query.roots.first().copied();
            let subject = root.map(|root| root.to_string()).unwrap_or_default();
            let as_of = allowed.query.past.as_ref().map(|past| past.day);
            let mut detail = serde_json::json!({ "rows": lines.len(), "fields": COLUMNS, "format": asked.format });
            if let Some(day) = as_of {
                detail["day"] = serde_json::json!(day);
            }
            tx.record(Event::noted("people.exported", subject, root).with(detail))?;
            Ok::<_, Failure>((lines, allowed.sights))
        })
        .await?;
    let cx = who.cx("people-menu");
    let headings: Vec<Heading> = COLUMNS.iter().map(|key| Heading::new(cx.t(format!("people-{key}")), 22.0)).collect();
    let rows = lines.iter().map(|line| cells(&cx, line, &sights)).collect();
    spreadsheet("danh-sach-nguoi", &words.format, &headings, rows)
}

/// The columns of the file.
const COLUMNS: [&str; 10] =
    ["external-id", "full-name", "birth-day", "gender", "unit-code", "unit", "status", "joined-on", "post", "phone"];

fn cells<'l>(cx: &Cx, line: &'l PersonLine, sights: &[Sights]) -> Vec<sheets::Value<'l>> {
    let person = &line.person;
    let shown = shown(cx, person, |field| least(sights, field));
    // a day that is seen in full goes out as a day, otherwise as what is left of it
    let day = |day: Option<kernel::Day>, field: Field, text: String| match least(sights, field) {
        Sight::Full => day.map(|day| day.0).into(),
        _ => text.into(),
    };
    vec![
        shown.external_id.into(),
        person.full_name.as_str().into(),
        day(person.birth_day, Field::BirthDay, shown.birth_day),
        shown.gender.into(),
        line.unit_code.as_str().into(),
        line.unit_name.as_str().into(),
        cx.word("people-status-in-lists", person.member_status.code()).into(),
        day(person.joined_on, Field::JoinedOn, shown.joined_on),
        person.post.as_str().into(),
        shown.phone.into(),
    ]
}

/// A word typed into the choice of a unit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChoiceWords {
    pub q: String,
}

/// Units of the branch whose name or code holds what was typed, for the choice in forms.
pub(crate) async fn unit_choices(who: Actor, Query(words): Query<ChoiceWords>) -> Answer {
    let asker = who.clone();
    let found = who
        .read(move |tx| {
            let like = ListQuery { q: words.q, ..ListQuery::default() };
            let mut found = Vec::new();
            for root in store::minimal_roots(tx, &asker.scope(permissions::EDIT))? {
                let filter = units::store::UnitFilter { root, like: like.like(), kind: None, day: None };
                found.extend(units::store::list_page(tx, &filter, like.sort_in(&["name"]), 0, 30)?);
            }
            Ok::<_, Failure>(found)
        })
        .await?;
    let choices: Vec<_> = found
        .into_iter()
        .map(|unit| serde_json::json!({ "value": unit.id.to_string(), "text": format!("{} · {}", unit.name, unit.code) }))
        .collect();
    json(choices)
}
