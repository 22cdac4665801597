//! A contest as anybody sees it: its rules as they were frozen, what was sealed, its rounds, taking part.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::http::StatusCode;
use fair_contest::Puzzle;
use kernel::{Instant, Told};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, ListQuery, Listing, Path, Query, page, page_with};

use super::Visitor;
use super::join::{JoinForm, announced, purpose};
use crate::domain::{Asked, Contest, Eligible, Phase, Round, State};
use crate::store::{self, Contestant};

/// How long a puzzle is good for.
pub(super) const PUZZLE_SECONDS: i64 = 1_800;

/// A contest with what the list shows of it.
struct Listed {
    contest: Contest,
    unit_name: String,
    phase: Phase,
}

#[derive(Template)]
#[template(path = "contests/public/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<Listed>,
}

/// Contests on a page of the list.
const SIZE: i64 = 30;

/// The contests that are announced, newest first; searched without accents, page by page.
pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let now = who.app().clock.now();
    let query = ListQuery { size: SIZE, ..query };
    let asked = query.clone();
    let (contests, total) = who
        .read(move |tx| {
            let mut listed = Vec::new();
            for contest in store::list_public(tx, &asked.like(), asked.offset(), asked.size())? {
                let rounds = store::list_rounds(tx, contest.id)?;
                let unit_name = units::store::find(tx, contest.unit)?.name;
                listed.push(Listed { phase: phase_of(&rounds, now), unit_name, contest });
            }
            Ok::<_, Failure>((listed, store::count_public(tx, &asked.like())?))
        })
        .await?;
    page(&ListPage { cx: who.cx("contests-menu"), listing: Listing::new(contests, total, query, "/thi") })
}

/// What the rounds are doing as a whole.
fn phase_of(rounds: &[Round], now: Instant) -> Phase {
    let is_any = |phase| rounds.iter().any(|round| round.phase(now) == phase);
    [Phase::Open, Phase::Waiting, Phase::Closed].into_iter().find(|phase| is_any(*phase)).unwrap_or(Phase::Settled)
}

#[derive(Template)]
#[template(path = "contests/public/contest.html")]
pub(crate) struct ContestPage {
    pub cx: Cx,
    pub contest: Contest,
    pub unit_name: String,
    pub rounds: Vec<Round>,
    pub now: Instant,
    pub me: Option<Contestant>,
    pub units: Vec<(String, String)>,
    pub puzzle: Puzzle,
    pub form: JoinForm,
    pub errors: FieldErrors,
    pub reasons: Vec<Told>,
    /// Settled rounds by number whose right answers are held back, and until when.
    pub held: Vec<(i64, Instant)>,
}

impl ContestPage {
    fn asks(&self, rule: &str) -> bool {
        rule != Asked::No.code()
    }

    fn is_required(&self, rule: &str) -> bool {
        rule == Asked::Required.code()
    }

    fn is_running(&self) -> bool {
        self.contest.state == State::Announced
    }

    fn is_public(&self) -> bool {
        self.contest.rules.eligible() == Eligible::Public
    }

    fn has_published(&self) -> bool {
        self.rounds.iter().any(|round| round.settled_at.is_some() && self.held(round).is_none())
    }

    fn held(&self, round: &Round) -> Option<Instant> {
        self.held.iter().find(|(no, _)| *no == round.no).map(|(_, until)| *until)
    }

    fn is_over(&self) -> bool {
        !self.rounds.is_empty() && self.rounds.iter().all(|round| round.settled_at.is_some())
    }
}

/// By round what its version was, when it was looked up, and until when it is held back.
#[derive(Default)]
struct Held(Mutex<HashMap<i64, (i64, Instant, Option<Instant>)>>);

/// How long it serves: a crowd opens this page when the next round begins.
const FRESH: i64 = 5_000;

/// As [`store::held_back`], looked up every few seconds.
pub(super) fn held_back(who: &Actor, tx: &mut Tx<'_>, round: &Round) -> Result<Option<Instant>, StoreError> {
    let (held, now) = (who.app().kept(|_| Held::default()), tx.now());
    let known = held.0.lock().unwrap_or_else(PoisonError::into_inner).get(&round.no).copied();
    match known {
        Some((version, at, until)) if version == round.version && (now.0 - at.0).abs() < FRESH => Ok(until),
        _ => {
            let until = store::held_back(tx, round)?;
            let mut held = held.0.lock().unwrap_or_else(PoisonError::into_inner);
            held.retain(|_, (_, at, _)| (now.0 - at.0).abs() < FRESH);
            held.insert(round.no, (round.version, now, until));
            Ok(until)
        }
    }
}

pub(super) async fn read_page(who: &Actor, visitor: &Visitor, contest: Contest) -> Result<ContestPage, Failure> {
    let now = who.app().clock.now();
    let random = who.app().clock.new_uuid().simple();
    let puzzle = Puzzle::new(
        &contest.secret,
        &format!("{}/{random}", purpose(&contest)),
        now.plus_seconds(PUZZLE_SECONDS).0,
        contest.rules.effort,
    );
    let me = visitor.contestant(&contest);
    let asker = who.clone();
    who.read(move |tx| {
        let units = units::store::list_children(tx, contest.unit)?;
        let rounds = store::list_rounds(tx, contest.id)?;
        let mut held = Vec::new();
        for round in rounds.iter().filter(|round| round.settled_at.is_some()) {
            held.extend(held_back(&asker, tx, round)?.map(|until| (round.no, until)));
        }
        Ok(ContestPage {
            cx: asker.cx_titled(contest.title.clone()),
            unit_name: units::store::find(tx, contest.unit)?.name,
            rounds,
            held,
            now,
            me: me.map(|no| store::find_contestant(tx, contest.no, no)).transpose()?,
            units: units.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect(),
            puzzle,
            form: JoinForm::default(),
            errors: FieldErrors::default(),
            reasons: Vec::new(),
            contest,
        })
    })
    .await
}

/// The page of a contest.
pub(crate) async fn show(who: Actor, visitor: Visitor, Path(no): Path<i64>) -> Answer {
    let contest = who.read(move |tx| announced(tx, no)).await?;
    let shown = read_page(&who, &visitor, contest).await?;
    page_with(StatusCode::OK, &shown)
}
