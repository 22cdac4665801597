//! The list of people with its filters and its export, and the choice of a unit for forms.

use askama::Template;
use axum::extract::Query;
use kernel::{Event, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, While, json, page, spreadsheet};
use serde::Deserialize;
use sheets::Heading;

use crate::domain::{MemberStatus, masked};
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

impl PeopleWords {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
        }
    }
}

/// What the actor may see of what was asked for.
pub(crate) struct Allowed {
    pub query: PeopleQuery,
    /// The unit the list is narrowed to.
    unit: Option<(UnitId, String)>,
    /// Telephone numbers may be seen in every branch of the query.
    pub sees_phones: bool,
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
    let mut sees_phones = true;
    for root in &roots {
        sees_phones = sees_phones && who.may(tx, permissions::EDIT, *root)?;
    }
    let (status, ended) = (words.status.parse().ok(), words.status == ENDED);
    Ok(Allowed { query: PeopleQuery { roots, like: words.list().like(), status, ended }, unit, sees_phones })
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
    chips: Vec<Chip>,
    unit: Option<(UnitId, String)>,
    new_in: Option<UnitId>,
    may_import: bool,
    may_administer: bool,
    is_searched: bool,
}

pub(crate) async fn list(who: Actor, Query(words): Query<PeopleWords>) -> Answer {
    if words.list().is_export() {
        return export(who, words).await;
    }
    let (asker, asked) = (who.clone(), words.clone());
    let (rows, total, unit, new_in) = who
        .read(move |tx| {
            let allowed = allowed(&asker, tx, &asked)?;
            let list = asked.list();
            let sort = list.sort_in(store::SORTS);
            let (rows, total) = store::page_and_total(tx, &allowed.query, sort, list.size(), list.offset())?;
            let new_in = match (&allowed.unit, allowed.sees_phones) {
                (Some((unit, _)), true) => Some(*unit),
                _ => asker.scope(permissions::EDIT).first().copied().filter(|_| allowed.unit.is_none()),
            };
            Ok::<_, Failure>((rows, total, allowed.unit, new_in))
        })
        .await?;
    let mut listing = Listing::new(rows, total, words.list(), "/people");
    listing.filters = encoded(&[("unit", &words.unit), ("status", &words.status)])?;
    let cx = who.cx("people-menu");
    let chips = chips(&cx, &words)?;
    page(&ListPage {
        cx,
        listing,
        chips,
        unit,
        new_in,
        may_import: who.holds(permissions::IMPORT),
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
    for code in std::iter::once("").chain(codes).chain([ENDED]) {
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
    let (lines, sees_phones) = who
        .write(move |tx| {
            let allowed = allowed(&asker, tx, &asked)?;
            let list = asked.list();
            let lines = store::list_page(tx, &allowed.query, list.sort_in(store::SORTS), i64::from(i32::MAX), 0)?;
            let root = allowed.query.roots.first().copied();
            let subject = root.map(|root| root.to_string()).unwrap_or_default();
            let detail = serde_json::json!({ "rows": lines.len(), "format": asked.format });
            tx.record(Event::noted("people.exported", subject, root).with(detail))?;
            Ok::<_, Failure>((lines, allowed.sees_phones))
        })
        .await?;
    let cx = who.cx("people-menu");
    let columns =
        ["external-id", "full-name", "birth-day", "gender", "unit-code", "unit", "status", "joined-on", "post"];
    let mut headings: Vec<Heading> =
        columns.iter().map(|key| Heading::new(cx.t(format!("people-{key}")), 22.0)).collect();
    headings.push(Heading::new(cx.t("people-phone"), 16.0));
    let rows = lines.iter().map(|line| cells(&cx, line, sees_phones)).collect();
    spreadsheet("danh-sach-nguoi", &words.format, &headings, rows)
}

fn cells<'l>(cx: &Cx, line: &'l PersonLine, sees_phones: bool) -> Vec<sheets::Value<'l>> {
    let person = &line.person;
    vec![
        person.external_id.as_deref().unwrap_or_default().into(),
        person.full_name.as_str().into(),
        person.birth_day.map(|day| day.0).into(),
        person.gender.map(|gender| cx.word("people-gender", gender.code())).unwrap_or_default().into(),
        line.unit_code.as_str().into(),
        line.unit_name.as_str().into(),
        cx.word("people-status-in-lists", person.member_status.code()).into(),
        person.joined_on.map(|day| day.0).into(),
        person.post.as_str().into(),
        if sees_phones { person.phone.as_str().into() } else { masked(&person.phone).into() },
    ]
}

/// A word typed into the choice of a unit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChoiceWords {
    q: String,
}

/// Units of the branch whose name or code holds what was typed, for the choice in forms.
pub(crate) async fn unit_choices(who: Actor, Query(words): Query<ChoiceWords>) -> Answer {
    let asker = who.clone();
    let found = who
        .read(move |tx| {
            let like = ListQuery { q: words.q, ..ListQuery::default() };
            let mut found = Vec::new();
            for root in store::minimal_roots(tx, &asker.scope(permissions::EDIT))? {
                let filter = units::store::UnitFilter { root, like: like.like(), kind: None };
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
