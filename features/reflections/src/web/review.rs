//! The reviewer's pages: what waits, one reflection, giving back or passing, taking a proposal into the digest.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::{Day, PersonId, Refused, Told};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page};
use serde::Deserialize;

use super::read_by;
use crate::domain::{Call, CallId, CallState, PartKind, Reflection, State};
use crate::store::{self, Proposal, ReflectionRow};

/// Reflections shown at most.
const SHOWN: i64 = 500;

#[derive(Template)]
#[template(path = "reflections/reviewing.html")]
struct ReviewingPage {
    cx: Cx,
    rows: Vec<ReflectionRow>,
    reviewed: bool,
}

/// What of the reviewer's reflections is asked for: what waits, or what was reviewed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReviewingQuery {
    state: String,
}

pub(crate) async fn list(who: Actor, Query(query): Query<ReviewingQuery>) -> Answer {
    who.note_asked();
    let person = who.person().ok_or(Failure::NotFound)?;
    let reviewed = query.state == "reviewed";
    let rows = who.read(move |tx| store::list_of_reviewer(tx, person, reviewed, SHOWN)).await.map_err(Failure::from)?;
    page(&ReviewingPage { cx: who.cx("reflections-reviewing"), rows, reviewed })
}

/// The reflection, when the actor is its reviewer.
fn reviewed(who: &Actor, tx: &mut Tx<'_>, id: CallId, person: PersonId) -> Result<(Call, Reflection), Failure> {
    let (call, reflection) = read_by(who, tx, id, person)?;
    if reflection.reviewer == who.person() { Ok((call, reflection)) } else { Err(Failure::NotFound) }
}

#[derive(Template)]
#[template(path = "reflections/review.html")]
struct ReviewPage {
    cx: Cx,
    call: Call,
    reflection: Reflection,
    author: String,
    unit_name: String,
    texts: Vec<String>,
    themes: Vec<String>,
    reviewing: Vec<Told>,
    /// Until when its author may hand in, the call being closed.
    own_day: Option<Day>,
    /// The least day that can be given.
    today: Day,
}

impl ReviewPage {
    fn text(&self, place: &usize) -> &str {
        self.texts.get(*place).map(String::as_str).unwrap_or_default()
    }

    /// What is written under proposals, to begin a proposal of the digest with.
    fn proposals(&self) -> String {
        let parts = self.call.parts.iter().zip(&self.texts).filter(|(part, _)| part.kind == PartKind::Proposals);
        parts.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

pub(crate) async fn show(who: Actor, Path((id, person)): Path<(CallId, PersonId)>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (call, reflection) = reviewed(&asker, tx, id, person)?;
            let author = people::store::find_person(tx, person)?.known.full_name;
            Ok::<_, Failure>(ReviewPage {
                cx: asker.cx_titled(author.clone()),
                unit_name: units::store::find(tx, reflection.unit)?.name,
                texts: store::find_texts(tx, &reflection, call.parts.len())?,
                themes: store::list_themes(tx, id)?,
                reviewing: reflection.may_review().told(),
                own_day: store::lookup_own_day(tx, id, person)?,
                today: asker.today(),
                author,
                reflection,
                call,
            })
        })
        .await?;
    page(&shown)
}

/// A step of the reviewer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReviewForm {
    version: i64,
    remark: String,
    until: String,
}

/// Saves what the reviewer decided on the version that was shown; `until`: the day the author may have after the closing.
async fn decide(
    who: &Actor,
    (id, person): (CallId, PersonId),
    (version, until): (i64, Option<Day>),
    decision: impl FnOnce(&Call, Reflection) -> Result<Reflection, Refused> + Send + 'static,
) -> Result<(), Failure> {
    let asker = who.clone();
    who.write(move |tx| {
        let (call, reflection) = reviewed(&asker, tx, id, person)?;
        let before = Reflection { version, ..reflection };
        let after = decision(&call, before.clone())?;
        store::save_step(tx, &before, &after)?;
        if let Some(until) = until.filter(|_| call.state == CallState::Closed) {
            store::save_own_day(tx, &Reflection { version: version + 1, ..after }, until)?;
        }
        Ok::<_, Failure>(())
    })
    .await
}

pub(crate) async fn give_back(who: Actor, Path(of): Path<(CallId, PersonId)>, Form(form): Form<ReviewForm>) -> Answer {
    let (remark, today) = (form.remark, who.today());
    let until = form.until.trim().parse::<Day>().ok();
    decide(&who, of, (form.version, until), move |call, reflection| {
        must_bear_no_mark(&[&remark])?;
        reflection.may_give_back(call.state, &remark, until, today).or_refuse()?;
        reflection.give_back(&remark)
    })
    .await?;
    go_to_saying("/reflections/reviewing", "reflections-given-back")
}

/// Gives the author of what was given back another day to hand it in, the call being closed.
pub(crate) async fn give_day(
    who: Actor,
    Path((id, person)): Path<(CallId, PersonId)>,
    Form(form): Form<ReviewForm>,
) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (call, reflection) = reviewed(&asker, tx, id, person)?;
        let until = form.until.trim().parse::<Day>().ok();
        reflection.may_have_day(until, asker.today()).or_refuse()?;
        let before = Reflection { version: form.version, ..reflection };
        // while the call is open its own day holds
        if let Some(until) = until.filter(|_| call.state == CallState::Closed) {
            store::save_own_day(tx, &before, until)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/reflections/{id}/of/{person}"), "reflections-day-given")
}

pub(crate) async fn pass(who: Actor, Path(of): Path<(CallId, PersonId)>, Form(form): Form<ReviewForm>) -> Answer {
    let today = who.today();
    decide(&who, of, (form.version, None), move |_, reflection| reflection.pass(today)).await?;
    go_to_saying("/reflections/reviewing", "reflections-passed")
}

/// A proposal as the reviewer words it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProposalForm {
    theme: String,
    text: String,
}

/// Takes a proposal into the digest of the committee, without whose it was.
pub(crate) async fn take_proposal(
    who: Actor,
    Path((id, person)): Path<(CallId, PersonId)>,
    Form(form): Form<ProposalForm>,
) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (_, reflection) = reviewed(&asker, tx, id, person)?;
        let line = |text: &str| vietnamese::nfc(text.trim());
        let proposal = Proposal { theme: line(&form.theme), text: line(&form.text) };
        if proposal.theme.is_empty() || proposal.text.is_empty() {
            return Err(Failure::Malformed("reflections-wrong-proposal"));
        }
        must_bear_no_mark(&[&proposal.theme, &proposal.text])?;
        Ok::<_, Failure>(store::insert_proposal(tx, id, reflection.unit, &proposal)?)
    })
    .await?;
    go_to_saying(format!("/reflections/{id}/of/{person}"), "reflections-proposal-taken")
}
