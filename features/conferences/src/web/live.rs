//! Screens in halls: the figures of a conference as they move, and the rotating code of a point. Both are streams of
//! HTML pieces read from the database; the figures are read once a second at most, however many screens look on.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant as Moment};

use askama::Template;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use kernel::{ConferenceId, PointId};
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Path, State as Colour, While, page, qr_svg};

use super::access;
use crate::domain::code::{seconds_left, shown_code};
use crate::domain::points::Sums;
use crate::domain::presence::Prompt;
use crate::domain::{Conference, Point};
use crate::permissions;
use crate::store::{self, Live, LivePoint};

/// How old figures on a screen may be.
const FRESH: Duration = Duration::from_millis(1_000);
/// A stream ends after this and the browser opens the next one, so that who may not look on any more stops seeing.
const LASTS: Duration = Duration::from_secs(120);

type Known = HashMap<(usize, ConferenceId), (Moment, Live)>;
static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// The figures of this moment, at most [`FRESH`] old.
async fn figures(app: &App, id: ConferenceId) -> Result<Live, StoreError> {
    let key = (std::ptr::from_ref::<platform::app::AppState>(app).addr(), id);
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some((read_at, live)) = known
        && read_at.elapsed() < FRESH
    {
        return Ok(live);
    }
    let live = app.db.read(move |tx| store::live(tx, id)).await?;
    let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|_, (read_at, _)| read_at.elapsed() < Duration::from_secs(60));
    all.insert(key, (Moment::now(), live.clone()));
    Ok(live)
}

#[derive(Template)]
#[template(path = "conferences/live.html")]
struct LivePage {
    cx: Cx,
    conference: Conference,
    piece: String,
}

#[derive(Template)]
#[template(path = "conferences/_live.html")]
struct LivePiece {
    cx: Cx,
    live: Live,
    highest: i64,
}

impl LivePiece {
    fn colour(&self, point: &LivePoint) -> Colour {
        rate_colour(&point.below)
    }

    /// The bar of a minute: from the left in per cent, from the top, its height; 100 high.
    fn bars(&self) -> Vec<(usize, i64, i64)> {
        let highest = self.highest.max(1);
        self.live
            .minutes
            .iter()
            .enumerate()
            .map(|(place, n)| {
                let height = if *n == 0 { 1 } else { (n * 100 / highest).max(3) };
                (place * 20, 100 - height, height)
            })
            .collect()
    }
}

/// Nine of ten present is green, half amber, fewer red; nobody yet is grey.
fn rate_colour(sums: &Sums) -> Colour {
    let (part, whole) =
        if sums.summoned > 0 { (sums.present, sums.summoned) } else { (sums.head_count, sums.expected) };
    if part == 0 {
        Colour::Grey
    } else if part * 10 >= whole * 9 {
        Colour::Green
    } else if part * 2 >= whole {
        Colour::Amber
    } else {
        Colour::Red
    }
}

async fn live_piece(cx: &Cx, id: ConferenceId) -> Result<String, Failure> {
    let live = figures(cx.who().app(), id).await?;
    let highest = live.minutes.iter().copied().max().unwrap_or(0);
    LivePiece { cx: cx.clone(), live, highest }.render().while_doing("rendering the figures")
}

pub(crate) async fn live(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let conference = who.read(move |tx| Ok::<_, Failure>(access::see(tx, &asker, id)?.conference)).await?;
    let cx = who.cx_titled(conference.title.clone());
    let piece = live_piece(&cx, id).await?;
    page(&LivePage { cx, conference, piece })
}

pub(crate) async fn live_stream(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    who.read(move |tx| Ok::<_, Failure>(access::see(tx, &asker, id)?.conference)).await?;
    let cx = who.cx("conferences-live");
    Ok(pieces(who.app(), move || {
        let cx = cx.clone();
        async move { (live_piece(&cx, id).await, FRESH) }
    }))
}

/// A stream of pieces: each is made, sent when it differs from the one before, and followed by its own pause.
pub(crate) fn pieces<F, W>(app: &App, make: F) -> axum::response::Response
where
    F: Fn() -> W + Send + 'static,
    W: Future<Output = (Result<String, Failure>, Duration)> + Send,
{
    let began = Moment::now();
    let start = (make, String::new(), Duration::ZERO, app.stopping.clone());
    let all = stream::unfold(start, move |(make, before, pause, stopping)| async move {
        let mut pause = pause;
        loop {
            if began.elapsed() > LASTS {
                return None;
            }
            tokio::select! {
                () = stopping.told() => return None,
                () = tokio::time::sleep(pause) => {}
            }
            let (made, next) = make().await;
            pause = next;
            match made {
                // a piece that could not be read leaves the last one standing; the next try comes in a second
                Err(error) => tracing::warn!(?error, "live piece"),
                Ok(piece) if piece == before => {}
                Ok(piece) => {
                    let event = Event::default().data(piece.replace('\r', "")).retry(Duration::from_millis(500));
                    return Some((Ok(event), (make, piece, pause, stopping)));
                }
            }
        }
    });
    sse(all)
}

fn sse(all: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> axum::response::Response {
    Sse::new(all).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

#[derive(Template)]
#[template(path = "conferences/screen.html")]
struct ScreenPage {
    cx: Cx,
    conference: Conference,
    point: Point,
    piece: String,
}

#[derive(Template)]
#[template(path = "conferences/_screen.html")]
struct ScreenPiece {
    cx: Cx,
    code: String,
    qr: String,
    present: i64,
    summoned: i64,
    is_open: bool,
    address: String,
    /// The code of the prompt this point has not answered yet, and the seconds left.
    prompt: Option<(String, i64)>,
}

async fn screen_piece(cx: &Cx, conference: &Conference, point: &Point) -> Result<String, Failure> {
    let app = cx.who().app();
    let code = conference.code_seed.code_at(point.id, app.clock.now());
    let address = format!("{}/c?point={}&code={code}", app.public_address, point.id);
    let (conference_id, point_id) = (conference.id, point.id);
    let is_online = point.parent.is_some();
    let (present, summoned, is_open, prompt) = app
        .db
        .read(move |tx| {
            let (present, summoned) = store::count_at_point(tx, conference_id, point_id)?;
            let is_open = store::find(tx, conference_id)?.state.is_open();
            let prompt = if is_online { unanswered(tx, conference_id, point_id)? } else { None };
            Ok::<_, StoreError>((present, summoned, is_open, prompt))
        })
        .await?;
    let prompt = prompt.map(|prompt| {
        let code = conference.code_seed.prompt_code(point.id, prompt.id);
        (shown_code(&code), prompt.seconds_left(app.clock.now()))
    });
    let qr = qr_svg(&address)?;
    let address = format!("{}/c", app.public_address);
    let piece =
        ScreenPiece { cx: cx.clone(), code: shown_code(&code), qr, present, summoned, is_open, address, prompt };
    piece.render().while_doing("rendering the code")
}

/// The open prompt, unless this point has answered it.
fn unanswered(tx: &mut Tx<'_>, conference: ConferenceId, point: PointId) -> Result<Option<Prompt>, StoreError> {
    let Some(prompt) = store::lookup_open_prompt(tx, conference)? else { return Ok(None) };
    let answers = store::list_answers(tx, conference)?;
    Ok((!answers.contains_key(&(point, prompt.id))).then_some(prompt))
}

async fn screen_of(who: &Actor, id: PointId) -> Result<(Conference, Point), Failure> {
    let asker = who.clone();
    who.read(move |tx| access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, id)).await
}

pub(crate) async fn screen(who: Actor, Path(id): Path<PointId>) -> Answer {
    let (conference, point) = screen_of(&who, id).await?;
    let cx = who.cx_titled(point.name.clone());
    let piece = screen_piece(&cx, &conference, &point).await?;
    page(&ScreenPage { cx, conference, point, piece })
}

pub(crate) async fn screen_stream(who: Actor, Path(id): Path<PointId>) -> Answer {
    let (conference, point) = screen_of(&who, id).await?;
    let cx = who.cx("conferences-screen");
    Ok(pieces(who.app(), move || {
        let (cx, conference, point) = (cx.clone(), conference.clone(), point.clone());
        async move {
            let piece = screen_piece(&cx, &conference, &point).await;
            let left = u64::try_from(seconds_left(cx.who().app().clock.now())).unwrap_or(1);
            (piece, Duration::from_secs(left.clamp(1, 2)))
        }
    }))
}
