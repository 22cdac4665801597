//! How the points took part: prompts answered in time, late or not, heads counted beside the check-ins, minutes the line
//! was lost. Differences are marked; what they mean a person says.

use std::collections::HashMap;

use askama::Template;
use kernel::{ConferenceId, Instant, PointId};
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, State as Colour, go_to_saying, page, spreadsheet,
};
use serde::Deserialize;

use super::access;
use crate::domain::Conference;
use crate::domain::presence::{CountId, Prompt, PromptId, Standing, differs};
use crate::store::{self, HallCount, Limit, LineSum, PointWithSums};

/// How many prompts a point answered how.
#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    in_time: i64,
    late: i64,
    missed: i64,
    waiting: i64,
}

/// A point with what is known of its taking part.
struct PresenceRow {
    row: PointWithSums,
    answers: Answers,
    latest: Option<HallCount>,
    differs: bool,
    line: LineSum,
}

#[derive(Template)]
#[template(path = "conferences/presence.html")]
struct PresencePage {
    cx: Cx,
    conference: Conference,
    listing: Listing<PresenceRow>,
    prompts: Vec<(Prompt, Colour, &'static str)>,
    drawn_ahead: i64,
    minutes: i64,
    organises: bool,
    why_not_open: String,
    why_not_draw: String,
}

/// What the rows are made of.
struct Known {
    prompts: Vec<Prompt>,
    answers: HashMap<(PointId, PromptId), Instant>,
    counts: HashMap<PointId, HallCount>,
    lines: HashMap<PointId, LineSum>,
    percent: i64,
    now: Instant,
    ended: Option<Instant>,
}

fn know(tx: &mut Tx<'_>, conference: &Conference) -> Result<Known, Failure> {
    let (now, ended) = (tx.now(), store::ended_at(tx, conference.id)?);
    let mut counts = HashMap::new();
    for count in store::list_counts(tx, conference.id)? {
        counts.entry(count.point).or_insert(count);
    }
    Ok(Known {
        prompts: store::list_prompts(tx, conference.id)?,
        answers: store::list_answers(tx, conference.id)?,
        counts,
        lines: store::sum_by_point(&store::list_faults(tx, conference.id)?, store::end_of(conference, ended, now)),
        percent: store::limit_on(tx, Limit::CountDifferencePercent, conference.day())?,
        now,
        ended,
    })
}

impl Known {
    /// Prompts that are still to open.
    fn ahead(&self) -> i64 {
        let ahead = self.prompts.iter().filter(|prompt| self.ended.is_none() && prompt.opens_at > self.now);
        ahead.fold(0, |n, _| n + 1)
    }

    fn row(&self, row: PointWithSums) -> PresenceRow {
        let mut answers = Answers::default();
        for prompt in self.prompts.iter().filter(|_| row.point.parent.is_some()) {
            let answered = self.answers.get(&(row.point.id, prompt.id)).copied();
            match prompt.standing(answered, self.now, self.ended) {
                Standing::InTime => answers.in_time += 1,
                Standing::Late => answers.late += 1,
                Standing::Missed => answers.missed += 1,
                Standing::Waiting => answers.waiting += 1,
                Standing::Ahead | Standing::Lapsed => {}
            }
        }
        let latest = self.counts.get(&row.point.id).cloned();
        PresenceRow {
            answers,
            // without a list nobody checks in: there is nothing to differ from
            differs: row.own.summoned > 0
                && latest.as_ref().is_some_and(|c| differs(c.counted, c.checked_in, self.percent)),
            line: self.lines.get(&row.point.id).copied().unwrap_or_default(),
            latest,
            row,
        }
    }
}

pub(crate) async fn presence(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let seen = access::see(tx, &asker, id)?;
            let points = access::points_seen(tx, &seen, query, format!("/conferences/{id}/presence"))?;
            let known = know(tx, &seen.conference)?;
            let online_points = store::count_online_points(tx, id)?;
            let open = store::lookup_open_prompt(tx, id)?.map(|prompt| prompt.seconds_left(known.now));
            let Listing { rows, total, query, address, filters, as_of } = points.page;
            let rows = rows.into_iter().map(|row| known.row(row)).collect();
            let cx = asker.cx("conferences-presence");
            Ok::<_, Failure>(PresencePage {
                listing: Listing { rows, total, query, address, filters, as_of },
                drawn_ahead: known.ahead(),
                minutes: known.lines.iter().filter(|(point, _)| seen.sees(**point)).map(|(_, line)| line.minutes).sum(),
                prompts: opened(&known),
                organises: seen.organises,
                why_not_open: cx.reasons(&seen.conference.may_prompt(online_points, open).told()),
                why_not_draw: cx.reasons(&seen.conference.may_draw(online_points).told()),
                conference: seen.conference,
                cx,
            })
        })
        .await?;
    if shown.listing.query.is_export() {
        return export(&shown);
    }
    page(&shown)
}

/// The prompts that have opened; when the drawn ones to come open is shown to nobody.
fn opened(known: &Known) -> Vec<(Prompt, Colour, &'static str)> {
    known
        .prompts
        .iter()
        .filter(|prompt| prompt.has_opened(known.now, known.ended))
        .map(|prompt| {
            if known.ended.is_none() && prompt.is_open(known.now) {
                (*prompt, Colour::Amber, "conferences-prompt-open")
            } else {
                (*prompt, Colour::Grey, "conferences-prompt-over")
            }
        })
        .collect()
}

fn export(shown: &PresencePage) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[
        ("conferences-point", 40.0),
        ("conferences-unit", 40.0),
        ("conferences-prompts-in-time", 12.0),
        ("conferences-prompts-late", 12.0),
        ("conferences-prompts-missed", 12.0),
        ("conferences-counted", 14.0),
        ("conferences-checked-in-then", 14.0),
        ("conferences-judgement", 40.0),
        ("conferences-faults", 10.0),
        ("conferences-minutes-lost", 12.0),
    ]);
    let lines = shown
        .listing
        .rows
        .iter()
        .map(|one| {
            vec![
                one.row.point.name.as_str().into(),
                one.row.unit_name.as_str().into(),
                one.answers.in_time.into(),
                one.answers.late.into(),
                one.answers.missed.into(),
                one.latest.as_ref().map(|c| c.counted).into(),
                one.latest.as_ref().map(|c| c.checked_in).into(),
                one.latest.as_ref().map(|c| c.judgement.clone()).unwrap_or_default().into(),
                one.line.faults.into(),
                one.line.minutes.into(),
            ]
        })
        .collect();
    spreadsheet("dien-bien-diem-cau", &shown.listing.query.format, &headings, lines)
}

/// What the organiser does: opens a prompt now, or has some drawn.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PromptForm {
    act: String,
    count: String,
}

/// The most prompts that are drawn for one conference.
const MOST_DRAWN: usize = 12;

pub(crate) async fn prompt(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<PromptForm>) -> Answer {
    let asker = who.clone();
    let saying = if form.act == "draw" { "conferences-prompts-drawn" } else { "conferences-prompt-opened" };
    who.write(move |tx| {
        let conference = access::organise(tx, &asker, id)?;
        let points = store::count_online_points(tx, id)?;
        match form.act.as_str() {
            "open" => {
                let now = tx.now();
                let open = store::lookup_open_prompt(tx, id)?.map(|prompt| prompt.seconds_left(now));
                conference.may_prompt(points, open).or_refuse()?;
                store::open_prompt(tx, &conference)?;
            }
            "draw" => {
                conference.may_draw(points).or_refuse()?;
                let count = form.count.trim().parse::<usize>().ok().filter(|n| *n <= MOST_DRAWN);
                let count = count.ok_or(Failure::Malformed("conferences-error-prompts"))?;
                store::draw_prompts(tx, &conference, count)?;
            }
            _ => return Err(Failure::Malformed("form-unreadable")),
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/presence"), saying)
}

/// What a person makes of a difference.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct JudgementForm {
    judgement: String,
    /// What the list was searched for, and its page: one comes back to the same rows.
    q: String,
    page: i64,
}

pub(crate) async fn judge(who: Actor, Path(id): Path<CountId>, Form(form): Form<JudgementForm>) -> Answer {
    let asker = who.clone();
    let judgement = vietnamese::nfc(form.judgement.trim());
    let conference = who
        .write(move |tx| {
            let count = store::find_count(tx, id)?;
            let (conference, point) = access::at_point(tx, &asker, crate::permissions::ORGANISE, count.point)?;
            store::judge_count(tx, &point, id, &judgement)?;
            Ok::<_, Failure>(conference.id)
        })
        .await?;
    let rows: Listing<()> = Listing::new(
        Vec::new(),
        0,
        ListQuery { q: form.q, ..ListQuery::default() },
        format!("/conferences/{conference}/presence"),
    );
    go_to_saying(rows.to_page(form.page), "conferences-saved")
}
