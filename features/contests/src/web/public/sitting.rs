//! An attempt: the page before it, one request that begins it and brings all questions, one that keeps the answers, one
//! that ends it and brings the receipt. Each may be sent twice. Nothing about right answers leaves the server.

use std::sync::Arc;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use fair_contest::{Answers, AttemptResult, Drawn, Puzzle, is_solved};
use kernel::{Instant, Refused, Told, Verdict};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to, page, page_with};
use serde::Deserialize;

use super::Visitor;
use super::contest::PUZZLE_SECONDS;
use crate::domain::{CannotSit, Entry, Phase, Sent, Sitting};
use crate::engine::{Granted, OpenRound, Pictures, Wish, engine, standings_of};
use crate::store;

/// The round and as whom this device entered its contest.
async fn entered(who: &Actor, visitor: &Visitor, no: i64) -> Result<(Arc<OpenRound>, Option<i64>), Failure> {
    let round = OpenRound::find(who.app(), no).await?;
    let contestant = visitor.contestant(&round.contest).filter(|no| !round.excluded.contains(no));
    Ok((round, contestant))
}

/// As [`entered`]; who did not enter cannot go on.
async fn must_enter(who: &Actor, visitor: &Visitor, no: i64) -> Result<(Arc<OpenRound>, i64), Failure> {
    let (round, contestant) = entered(who, visitor, no).await?;
    contestant.map(|contestant| (round, contestant)).ok_or_else(|| refused(CannotSit::Excluded).into())
}

fn refused(why: CannotSit) -> Refused {
    Verdict::default().refuse_if(true, why).or_refuse().err().unwrap_or(Refused(Vec::new()))
}

fn purpose(round: i64, contestant: i64, in_words: bool) -> String {
    format!("{}/{round}/{contestant}", if in_words { "words" } else { "start" })
}

/// How a contestant asks for the questions.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BeforeQuery {
    /// 1: in words, where others see pictures.
    words: u8,
}

#[derive(Template)]
#[template(path = "contests/public/before.html")]
struct BeforePage {
    cx: Cx,
    round: Arc<OpenRound>,
    phase: Phase,
    entry: Entry,
    puzzle: Puzzle,
    reasons: Vec<Told>,
    /// Words are asked for, or may be.
    in_words: bool,
    offers_words: bool,
}

impl BeforePage {
    fn left(&self) -> i64 {
        self.round.round.attempts - self.entry.attempts
    }

    fn runs(&self) -> bool {
        self.entry.sitting.is_some()
    }
}

async fn entry_of(who: &Actor, round: i64, contestant: i64) -> Result<Entry, Failure> {
    let found = who.read(move |tx| store::load_entries(tx, round, &[contestant])).await?;
    Ok(found.into_iter().next().unwrap_or_else(|| Entry::new(contestant)))
}

async fn before_page(
    who: &Actor,
    visitor: &Visitor,
    round: Arc<OpenRound>,
    contestant: i64,
    (reasons, words): (Vec<Told>, bool),
) -> Result<BeforePage, Failure> {
    let now = who.app().clock.now();
    let no = round.round.no;
    let (secret, rules) = (&round.contest.secret, &round.contest.rules);
    let offers_words = rules.question_pictures && !visitor.reads_words(&round.contest, contestant);
    let in_words = offers_words && words;
    let effort = if in_words { rules.effort_for_words() } else { rules.effort };
    let until = now.plus_seconds(PUZZLE_SECONDS).0;
    let puzzle = Puzzle::new(secret, &purpose(no, contestant, in_words), until, effort);
    let entry = entry_of(who, no, contestant).await?;
    let cx = who.cx_titled(round.contest.title.clone());
    Ok(BeforePage { cx, phase: round.round.phase(now), entry, puzzle, reasons, in_words, offers_words, round })
}

/// Before an attempt: how many are left, the button that begins one.
pub(crate) async fn before(
    who: Actor,
    visitor: Visitor,
    Path(no): Path<i64>,
    Query(query): Query<BeforeQuery>,
) -> Answer {
    let (round, contestant) = entered(&who, &visitor, no).await?;
    let Some(contestant) = contestant else { return go_to(format!("/thi/{}", round.contest.no)) };
    page(&before_page(&who, &visitor, round, contestant, (Vec::new(), query.words == 1)).await?)
}

/// What a device sends to begin.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StartForm {
    salt: String,
    signature: String,
    work: String,
    nonce: String,
    words: String,
}

/// An option as it is shown.
struct ShownOption<'r> {
    value: u8,
    text: &'r str,
    is_chosen: bool,
}

/// A question as it is shown.
struct ShownQuestion<'r> {
    place: usize,
    text: &'r str,
    /// What its picture is called, where it is shown as one.
    picture: Option<&'r str>,
    is_several: bool,
    options: Vec<ShownOption<'r>>,
}

#[derive(Template)]
#[template(path = "contests/public/sitting.html")]
struct SittingPage<'r> {
    cx: Cx,
    round: &'r OpenRound,
    contestant: i64,
    number: i64,
    revision: i64,
    prediction: Option<i64>,
    left_millis: i64,
    due_at: Instant,
    /// The closing of the round cuts it short.
    is_cut: bool,
    questions: Vec<ShownQuestion<'r>>,
}

fn shown<'r>(
    round: &'r OpenRound,
    drawn: &[Drawn],
    answers: &Answers,
    pictures: Option<&'r Pictures>,
) -> Vec<ShownQuestion<'r>> {
    let question = |(place, one): (usize, &Drawn)| {
        let question = &round.questions[one.question];
        let option = |(at, option): (u8, &u8)| ShownOption {
            value: at,
            text: &question.options[usize::from(*option)],
            is_chosen: answers.chosen(place) & (1 << at) != 0,
        };
        ShownQuestion {
            place,
            text: &question.text,
            picture: pictures.map(|pictures| pictures.name(one.question)),
            is_several: question.right.len() > 1,
            options: (0..).zip(&one.order).map(option).collect(),
        }
    };
    drawn.iter().enumerate().map(question).collect()
}

/// The attempt; in words for who earned them, though the rules show pictures.
fn sitting_page(
    who: &Actor,
    round: &OpenRound,
    in_words: bool,
    (contestant, number): (i64, i64),
    sitting: &Sitting,
) -> Answer {
    let drawn = round.draw(contestant, number, &sitting.nonce);
    let answers = Answers::read(&sitting.answers, drawn.len()).unwrap_or_else(|_| Answers::none(drawn.len()));
    page(&SittingPage {
        cx: who.cx_titled(round.contest.title.clone()),
        round,
        contestant,
        number,
        revision: sitting.revision,
        prediction: sitting.prediction,
        left_millis: (sitting.due_at.0 - who.app().clock.now().0).max(0),
        due_at: sitting.due_at,
        is_cut: sitting.due_at < sitting.started_at.plus_seconds(round.round.minutes * 60),
        questions: shown(round, &drawn, &answers, round.pictures.as_deref().filter(|_| !in_words)),
    })
}

/// Begins an attempt, or goes on with the one that runs, and brings all its questions.
pub(crate) async fn start(who: Actor, visitor: Visitor, Path(no): Path<i64>, Form(form): Form<StartForm>) -> Answer {
    let (round, contestant) = must_enter(&who, &visitor, no).await?;
    let rules = &round.contest.rules;
    let wants_words = form.words == "1" && rules.question_pictures;
    if rules.effort > 0 {
        let given = (form.salt.as_str(), form.signature.as_str());
        let (now, purpose) = (who.app().clock.now().0, purpose(no, contestant, wants_words));
        let has_worked =
            form.work.parse().is_ok_and(|number| is_solved(&round.contest.secret, &purpose, now, given, number));
        if !has_worked {
            return refuse(&who, &visitor, round, contestant, (refused(CannotSit::NoWork), wants_words)).await;
        }
    }
    let nonce: String = form.nonce.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    let wish = Wish::Start(contestant, nonce, visitor.marks(&round.contest));
    match engine(who.app()).ask(Some(Arc::clone(&round)), wish).await {
        Ok(Granted::Sits(number, sitting)) => {
            let in_words = wants_words || visitor.reads_words(&round.contest, contestant);
            let mut answer = sitting_page(&who, &round, in_words, (contestant, number), &sitting)?;
            if wants_words {
                Visitor::keep_words(who.app(), &round.contest, contestant, &mut answer);
            }
            Ok(answer)
        }
        Ok(_) => Err(Failure::Busy),
        Err(Failure::Refused(why)) => refuse(&who, &visitor, round, contestant, (why, wants_words)).await,
        Err(failure) => Err(failure),
    }
}

/// The page before an attempt again, with why it did not begin.
async fn refuse(
    who: &Actor,
    visitor: &Visitor,
    round: Arc<OpenRound>,
    contestant: i64,
    (Refused(reasons), words): (Refused, bool),
) -> Answer {
    let before = before_page(who, visitor, round, contestant, (reasons, words)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &before)
}

/// A question of the own attempt as a picture.
pub(crate) async fn picture(who: Actor, visitor: Visitor, Path((no, name)): Path<(i64, String)>) -> Answer {
    let (round, _) = must_enter(&who, &visitor, no).await?;
    let picture = Pictures::find(&round, &name).await?;
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "private, max-age=86400, immutable")];
    Ok((headers, picture).into_response())
}

/// The attempt that runs, after the page was closed or the line cut.
pub(crate) async fn go_on(who: Actor, visitor: Visitor, Path(no): Path<i64>) -> Answer {
    let (round, contestant) = must_enter(&who, &visitor, no).await?;
    let entry = entry_of(&who, no, contestant).await?;
    match &entry.sitting {
        Some(sitting) => {
            let in_words = visitor.reads_words(&round.contest, contestant);
            sitting_page(&who, &round, in_words, (contestant, entry.attempts), sitting)
        }
        None => go_to(format!("/thi/rounds/{no}")),
    }
}

/// Answers as they are sent: by our script in one field, by a plain form in one field a question.
struct SentForm(Vec<(String, String)>);

/// What a plain form counts as: it is the last that is sent.
const PLAIN: i64 = 1_000_000_000;

impl SentForm {
    fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    fn sent(&self, questions: usize) -> Result<Sent, Refused> {
        let prediction = self.field("prediction").parse().ok().filter(|n| (0..=999_999_999_i64).contains(n));
        let number = self.field("number").parse().map_err(|_| refused(CannotSit::NoneRuns))?;
        let answers = match self.field("answers") {
            "" => Ok(self.ticked(questions)),
            typed => Answers::read(typed, questions).map_err(|_| refused(CannotSit::Unreadable)),
        }?;
        let revision = self.field("revision").parse().ok().filter(|_| !self.field("answers").is_empty());
        Ok(Sent { number, revision: revision.unwrap_or(PLAIN), answers: answers.as_str().to_owned(), prediction })
    }

    fn ticked(&self, questions: usize) -> Answers {
        self.0.iter().fold(Answers::none(questions), |all, (key, value)| {
            let place = key.strip_prefix('q').and_then(|place| place.parse::<usize>().ok());
            match (place, value.parse::<u8>()) {
                (Some(place), Ok(option)) if place < questions && option < fair_contest::MOST_OPTIONS => {
                    let chosen = all.chosen(place) | (1 << option);
                    all.with(place, chosen)
                }
                _ => all,
            }
        })
    }
}

/// Keeps answers, and tells how much time is left.
pub(crate) async fn save(
    who: Actor,
    visitor: Visitor,
    Path(no): Path<i64>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let (round, contestant) = must_enter(&who, &visitor, no).await?;
    let sent = SentForm(fields).sent(round.round.length())?;
    let granted = engine(who.app()).ask(Some(round), Wish::Save(contestant, sent)).await?;
    // a round that closes later gives time that the page does not know of
    let Granted::Saved(Some(due_at)) = granted else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let left = (due_at.0 - who.app().clock.now().0).max(0);
    Ok((StatusCode::NO_CONTENT, [("attempt-left", left.to_string())]).into_response())
}

#[derive(Template)]
#[template(path = "contests/public/receipt.html")]
struct ReceiptPage {
    cx: Cx,
    round: Arc<OpenRound>,
    contestant: i64,
    result: AttemptResult,
    head: String,
}

impl ReceiptPage {
    fn took(&self) -> i64 {
        self.result.finished_at - self.result.started_at
    }

    fn finished_at(&self) -> Instant {
        Instant(self.result.finished_at)
    }

    fn length(&self) -> usize {
        self.round.round.length()
    }

    fn answered(&self) -> usize {
        Answers::read(&self.result.answers, self.length()).map_or(0, |answers| answers.count())
    }
}

/// Ends an attempt and brings its receipt.
pub(crate) async fn submit(
    who: Actor,
    visitor: Visitor,
    Path(no): Path<i64>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let (round, contestant) = must_enter(&who, &visitor, no).await?;
    let sent = SentForm(fields).sent(round.round.length())?;
    match engine(who.app()).ask(Some(Arc::clone(&round)), Wish::Submit(contestant, sent)).await? {
        Granted::Ended(ended) => receipt_page(&who, round, contestant, *ended),
        _ => Err(Failure::Busy),
    }
}

fn receipt_page(who: &Actor, round: Arc<OpenRound>, contestant: i64, ended: (AttemptResult, String)) -> Answer {
    let (result, head) = ended;
    page(&ReceiptPage { cx: who.cx_titled(round.contest.title.clone()), round, contestant, result, head })
}

/// The receipt of an own attempt again.
pub(crate) async fn receipt(who: Actor, visitor: Visitor, Path((no, place)): Path<(i64, i64)>) -> Answer {
    let (round, contestant) = must_enter(&who, &visitor, no).await?;
    let kept = who.read(move |tx| store::find_result(tx, no, place)).await?;
    if kept.result.contestant != contestant {
        return Err(Failure::NotFound);
    }
    receipt_page(&who, round, contestant, (kept.result, kept.head))
}

/// The own rank as it is now.
pub(crate) async fn rank(who: Actor, visitor: Visitor, Path(no): Path<i64>) -> Answer {
    let (_, contestant) = must_enter(&who, &visitor, no).await?;
    let (rank, people) = standings_of(who.app(), no, move |all| (all.rank(contestant), all.people())).await?;
    platform::web::json(serde_json::json!({ "rank": rank, "people": people }))
}
