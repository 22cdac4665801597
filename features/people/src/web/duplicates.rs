//! Records that may be one person: listed for a decision, merged after a look at what moves, kept apart, parted again.

use askama::Template;
use kernel::{Event, PersonId};
use platform::db::Tx;
use platform::jobs;
use platform::web::{Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page};
use serde::Deserialize;

use crate::domain::merge::{MergeId, Pair, RULES, may_merge};
use crate::domain::{Person, masked};
use crate::{import, permissions, store};

/// A record as it stands beside the other.
struct Side {
    person: Person,
    unit_name: String,
    phone: String,
}

struct PairLine {
    pair: Pair,
    sides: [Side; 2],
}

#[derive(Template)]
#[template(path = "people/duplicates.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<PairLine>,
    rules: &'static [&'static str],
}

fn side(tx: &mut Tx<'_>, person: Person) -> Result<Side, Failure> {
    let unit_name = units::store::find(tx, person.home_unit)?.name;
    Ok(Side { unit_name, phone: masked(&person.phone), person })
}

/// Which page of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PageWords {
    page: i64,
}

/// Pairs on a page.
const SIZE: i64 = 20;

pub(crate) async fn list(who: Actor, Query(words): Query<PageWords>) -> Answer {
    let query = ListQuery { page: words.page, size: SIZE, ..ListQuery::default() };
    let (asker, asked) = (who.clone(), query.clone());
    let (lines, total) = who
        .read(move |tx| {
            let roots = store::minimal_roots(tx, &asker.scope(permissions::MERGE))?;
            let mut lines = Vec::new();
            for pair in store::list_pairs(tx, &roots, asked.size(), asked.offset())? {
                let sides = [side(tx, pair.first.clone())?, side(tx, pair.second.clone())?];
                lines.push(PairLine { pair, sides });
            }
            Ok::<_, Failure>((lines, store::count_pairs(tx, &roots)?))
        })
        .await?;
    let listing = Listing::new(lines, total, query, "/people/duplicates");
    page(&ListPage { cx: who.cx("people-duplicates"), listing, rules: RULES })
}

/// Asks for everybody to be looked through; a job does it.
pub(crate) async fn find(who: Actor, Form(_): Form<TwoForm>) -> Answer {
    who.note_asked();
    who.write(|tx| {
        jobs::enqueue(tx, import::PAIRS.name, &serde_json::Value::Null)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/people/duplicates", "people-duplicates-sought")
}

/// Two records. `kept` stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TwoForm {
    kept: String,
    merged: String,
}

/// The two records, if the actor may merge in the units of both.
fn both(who: &Actor, tx: &mut Tx<'_>, form: &TwoForm) -> Result<(Person, Person), Failure> {
    let mut one = |text: &str| {
        let id: PersonId = text.parse().map_err(|_| Failure::NotFound)?;
        let person = store::find_person(tx, id)?;
        who.must(tx, permissions::MERGE, person.home_unit)?;
        Ok::<_, Failure>(person)
    };
    Ok((one(&form.kept)?, one(&form.merged)?))
}

pub(crate) async fn different(who: Actor, Form(form): Form<TwoForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (one, other) = both(&asker, tx, &form)?;
        store::note_different(tx, one.id, other.id)?;
        let detail = serde_json::json!({ "other": other.id });
        tx.record(Event::noted("people.told_apart", one.id, Some(one.home_unit)).with(detail))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/people/duplicates", "people-told-apart")
}

#[derive(Template)]
#[template(path = "people/merge.html")]
struct MergePage {
    cx: Cx,
    kept: Side,
    merged: Side,
    /// What moves: text key and number.
    moving: Vec<(&'static str, i64)>,
    cannot: Vec<kernel::Told>,
}

pub(crate) async fn preview(who: Actor, Query(form): Query<TwoForm>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (kept, merged) = both(&asker, tx, &form)?;
            Ok::<_, Failure>(MergePage {
                cx: asker.cx("people-merge"),
                cannot: may_merge(&kept, &merged).told(),
                moving: store::count_rows(tx, merged.id, &asker.app().features)?,
                kept: side(tx, kept)?,
                merged: side(tx, merged)?,
            })
        })
        .await?;
    page(&shown)
}

pub(crate) async fn merge(who: Actor, Form(form): Form<TwoForm>) -> Answer {
    let asker = who.clone();
    let kept = who
        .write(move |tx| {
            let (kept, merged) = both(&asker, tx, &form)?;
            may_merge(&kept, &merged).or_refuse()?;
            store::merge(tx, &kept, &merged, &asker.app().features)?;
            Ok::<_, Failure>(kept.id)
        })
        .await?;
    go_to_saying(format!("/people/{kept}"), "people-merged")
}

pub(crate) async fn part(who: Actor, Path(id): Path<MergeId>, Form(_): Form<TwoForm>) -> Answer {
    let asker = who.clone();
    let parted = who
        .write(move |tx| {
            let merge = store::find_merge(tx, id)?;
            let form = TwoForm { kept: merge.kept.to_string(), merged: merge.merged.to_string() };
            let (kept, merged) = both(&asker, tx, &form)?;
            merge.may_part(&kept).or_refuse()?;
            store::part(tx, &merge, &asker.app().features)?;
            Ok::<_, Failure>(merged.id)
        })
        .await?;
    go_to_saying(format!("/people/{parted}"), "people-parted")
}
