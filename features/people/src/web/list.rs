//! The list of people with its filters and its export, and the choice of a unit for forms.

use askama::Template;
use kernel::{Event, UnitId};
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, While, json, page, spreadsheet};
use serde::Deserialize;
use sheets::Heading;

use super::sights::{Shown, Sights, least, shown};
use crate::domain::MemberStatus;
use crate::domain::sight::{Field, Sight};
use crate::permissions;
use crate::store::{self, PeopleQuery, PersonLine};

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
    let unit = match words.unit.parse::<UnitId>() {
        Ok(unit) => {
            who.must(tx, permissions::VIEW, unit)?;
            Some((unit, units::store::find(tx, unit)?.name))
        }
        Err(_) => None,
    };
    let roots = match &unit {
        Some((unit, _)) => vec![*unit],
        None => store::minimal_roots(tx, &who.scope(permissions::VIEW))?,
    };
    let mut may_register = true;
    for root in &roots {
        may_register = may_register && who.may(tx, permissions::EDIT, *root)?;
    }
    let (status, ended, beside) = (words.status.parse().ok(), words.status == ENDED, words.status == BESIDE);
    let sights = if beside { vec![Sights::beside()] } else { Sights::of_branches(who, tx, &roots)? };
    let query = PeopleQuery { roots, like: words.list().like(), status, ended, beside };
    Ok(Allowed { query, unit, sights, may_register })
}

impl ListPage {
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
}

pub(crate) async fn list(who: Actor, Query(words): Query<PeopleWords>) -> Answer {
    if words.list().is_export() {
        return export(who, words).await;
    }
    let (asker, asked) = (who.clone(), words.clone());
    let (rows, total, unit, new_in, sights) = who
        .read(move |tx| {
            let allowed = allowed(&asker, tx, &asked)?;
            let list = asked.list();
            let sort = list.sort_in(store::SORTS);
            let (rows, total) = store::page_and_total(tx, &allowed.query, sort, list.size(), list.offset())?;
            let new_in = match (&allowed.unit, allowed.may_register) {
                (Some((unit, _)), true) => Some(*unit),
                _ => asker.scope(permissions::EDIT).first().copied().filter(|_| allowed.unit.is_none()),
            };
            Ok::<_, Failure>((rows, total, allowed.unit, new_in, allowed.sights))
        })
        .await?;
    let mut listing = Listing::new(rows, total, words.list(), "/people");
    listing.filters = encoded(&[("unit", &words.unit), ("status", &words.status)])?;
    let cx = who.cx("people-menu");
    let chips = chips(&cx, &words)?;
    page(&ListPage {
        cx,
        listing,
        sights,
        chips,
        unit,
        new_in,
        may_import: who.holds(permissions::IMPORT),
        may_merge: who.holds(permissions::MERGE),
        may_administer: who.holds(permissions::ACCOUNTS),
        is_searched: !words.q.is_empty() || !words.status.is_empty(),
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
        let query = encoded(&[("unit", &words.unit), ("q", &words.q), ("status", &status), ("sort", &words.sort)])?;
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
            let detail = serde_json::json!({ "rows": lines.len(), "fields": COLUMNS, "format": asked.format });
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
