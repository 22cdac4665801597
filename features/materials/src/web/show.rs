//! One set as officers see it: its parts, editions, code, and what can be done now.

use askama::Template;
use axum::http::HeaderMap;
use documents::import::must_bear_no_mark;
use kernel::Told;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, Served, go_to_saying, page, qr_svg, serve_file};
use serde::Deserialize;

use super::{StepForm, name_of, see, set_for};
use crate::domain::{Coverage, MaterialId, Part, PartId, PartKind, Set, shown_code};
use crate::permissions::PUBLISH;
use crate::store::{self, Edition};

/// Which edition is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShowQuery {
    edition: i64,
}

/// Something the set is about.
pub(crate) struct About {
    pub label: &'static str,
    pub name: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "materials/show.html")]
struct ShowPage {
    cx: Cx,
    set: Set,
    unit_name: String,
    abouts: Vec<About>,
    edition: i64,
    parts: Vec<Part>,
    /// How many parts the newest edition has.
    written_parts: i64,
    editions: Vec<(Edition, String)>,
    coverage: Coverage,
    address: String,
    code: String,
    qr: String,
    may_publish: bool,
    publishing: Vec<Told>,
    kinds: &'static [PartKind],
}

impl ShowPage {
    /// Parts are written on only in the edition that is being written.
    fn is_writing(&self) -> bool {
        self.may_publish && self.set.writing == Some(self.edition)
    }

    /// The first part is what has to come before anything else.
    fn lacks_parts(&self) -> bool {
        self.set.writing.is_some() && self.written_parts == 0
    }
}

/// The address a set is read at.
pub(crate) fn address_of(who: &Actor, set: &Set) -> String {
    format!("{}/m/{}", who.app().public_address, set.code)
}

pub(crate) fn abouts(who: &Actor, tx: &mut Tx<'_>, set: &Set) -> Result<Vec<About>, Failure> {
    let mut abouts = Vec::new();
    if let Some(id) = set.head.document {
        let document = documents::store::find(tx, id)?;
        let sees = documents::access::may_see(who, tx, &document)?;
        let name = documents::store::find_entry(tx, id)?.called();
        abouts.push(About { label: "materials-document", name, href: href(sees, format!("/documents/{id}")) });
    }
    if let Some(id) = set.head.rollout {
        let rollout = rollouts::store::find(tx, id)?;
        let sees = who.holds(rollouts::permissions::VIEW);
        abouts.push(About {
            label: "materials-rollout",
            name: rollout.title,
            href: href(sees, format!("/rollouts/{id}")),
        });
    }
    if let Some(id) = set.head.conference {
        let conference = conferences::store::find(tx, id)?;
        let sees = conferences::store::is_seen_by(tx, id, &who.scope(conferences::permissions::VIEW))?;
        let name = format!("{} · {}", conference.title, conference.starts_at.shown());
        abouts.push(About { label: "materials-conference", name, href: href(sees, format!("/conferences/{id}")) });
    }
    Ok(abouts)
}

fn href(sees: bool, address: String) -> String {
    if sees { address } else { String::new() }
}

pub(crate) async fn show(who: Actor, Path(id): Path<MaterialId>, Query(query): Query<ShowQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let seen = see(&asker, tx, id)?;
            let set = seen.set;
            let may_publish = asker.may(tx, PUBLISH, set.unit)?;
            // what is being written is for those who write it
            let newest = if may_publish { set.shown() } else { set.edition };
            let edition = if (1..=newest).contains(&query.edition) { query.edition } else { newest };
            let mut editions = Vec::new();
            for one in store::list_editions(tx, id)? {
                let by = name_of(tx, one.published_by)?;
                editions.push((one, by));
            }
            let parts = store::count_parts(tx, id, set.shown())?;
            let address = address_of(&asker, &set);
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(set.head.title.clone()),
                unit_name: units::store::find(tx, set.unit)?.name,
                abouts: abouts(&asker, tx, &set)?,
                edition,
                parts: store::list_parts(tx, id, edition)?,
                written_parts: parts,
                editions,
                coverage: store::coverage_of_branch(tx, &set, seen.root, asker.today())?,
                qr: qr_svg(&address)?,
                address,
                code: shown_code(&set.code),
                may_publish,
                publishing: set.may_publish(parts).told(),
                kinds: PartKind::ALL,
                set,
            })
        })
        .await?;
    page(&shown)
}

/// What a step makes of a set, and how it is kept.
async fn step(
    who: &Actor,
    id: MaterialId,
    version: i64,
    take: impl FnOnce(&mut Tx<'_>, Set) -> Result<(), Failure> + Send + 'static,
) -> Result<(), Failure> {
    let asker = who.clone();
    who.write(move |tx| {
        let set = set_for(&asker, tx, PUBLISH, id)?;
        take(tx, Set { version, ..set })
    })
    .await
}

pub(crate) async fn publish(who: Actor, Path(id): Path<MaterialId>, Form(form): Form<StepForm>) -> Answer {
    let today = who.today();
    let note = vietnamese::nfc(form.note.trim());
    must_bear_no_mark(&[&note])?;
    step(&who, id, form.version, move |tx, set| {
        let parts = store::count_parts(tx, id, set.shown())?;
        Ok(store::save_published(tx, &set.publish(parts, today)?, &note)?)
    })
    .await?;
    go_to_saying(format!("/materials/{id}"), "materials-published")
}

pub(crate) async fn begin(who: Actor, Path(id): Path<MaterialId>, Form(form): Form<StepForm>) -> Answer {
    step(&who, id, form.version, |tx, set| Ok(store::save_begun(tx, &set.begin()?)?)).await?;
    go_to_saying(format!("/materials/{id}"), "materials-edition-begun")
}

pub(crate) async fn withdraw(who: Actor, Path(id): Path<MaterialId>, Form(form): Form<StepForm>) -> Answer {
    let reason = vietnamese::nfc(form.reason.trim());
    must_bear_no_mark(&[&reason])?;
    step(&who, id, form.version, move |tx, set| Ok(store::save_withdrawn(tx, &set.withdraw(&reason)?)?)).await?;
    go_to_saying(format!("/materials/{id}"), "materials-withdrawn")
}

/// The file of a part, for officers: of any edition.
pub(crate) async fn file(who: Actor, headers: HeaderMap, Path(id): Path<PartId>) -> Answer {
    let asker = who.clone();
    let part = who
        .read(move |tx| {
            let part = store::find_part(tx, id)?;
            let seen = see(&asker, tx, part.set)?;
            let is_written = seen.set.writing == Some(part.edition);
            if is_written {
                asker.must(tx, PUBLISH, seen.set.unit)?;
            }
            Ok::<_, Failure>(part)
        })
        .await?;
    serve(&who, &headers, part).await
}

/// The file of a part, the piece of it that is asked for.
pub(crate) async fn serve(who: &Actor, headers: &HeaderMap, part: Part) -> Answer {
    let file = part.file.ok_or(Failure::NotFound)?;
    let content_type = file.media.content_type();
    serve_file(&who.app().files, headers, Served { file: file.file, name: file.name, content_type }).await
}
