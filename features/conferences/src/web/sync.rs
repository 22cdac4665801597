//! The organiser's list without the net: the list a phone keeps, and what it held back taken in when the net is back.

use kernel::{DelegateId, Instant, PointId};
use platform::web::{Actor, Answer, ApiBody, Cx, Failure, Path, json};
use serde::{Deserialize, Serialize};

use super::access;
use super::invitations::all_of;
use crate::domain::Outcome;
use crate::domain::attendance::may_record;
use crate::domain::offline::Synced;
use crate::permissions::ATTEND_TO_POINT;
use crate::store::{self, Delegate, HeldBack};

/// A delegate as a phone keeps them: no more than the list shows.
#[derive(Debug, Serialize)]
struct Kept {
    id: String,
    name: String,
    folded: String,
    note: String,
    outcome: &'static str,
    shown: String,
}

impl Kept {
    fn of(cx: &Cx, delegate: Delegate) -> Self {
        let parts = [delegate.post, delegate.unit_name];
        let note: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Kept {
            id: delegate.id.to_string(),
            folded: vietnamese::fold(&delegate.name),
            name: delegate.name,
            note: note.join(" · "),
            outcome: delegate.outcome.code(),
            shown: shown(cx, delegate.outcome, delegate.at),
        }
    }
}

fn shown(cx: &Cx, outcome: Outcome, at: Option<Instant>) -> String {
    let word = cx.word("conferences-outcome", outcome.code());
    at.map_or(word.clone(), |at| format!("{word} {}", at.time_shown()))
}

/// The list of a point, whole.
#[derive(Debug, Serialize)]
struct KeptList {
    title: String,
    may_take: bool,
    delegates: Vec<Kept>,
}

/// The list a phone keeps for when there is no net.
pub(crate) async fn list(who: Actor, Path(id): Path<PointId>) -> Answer {
    let asker = who.clone();
    let kept = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
            let cx = asker.cx("conferences-check-in");
            let delegates = store::list_delegates(tx, &all_of(&point), 0, 5_000)?;
            Ok::<_, Failure>(KeptList {
                title: point.name,
                may_take: may_record(conference.state, Outcome::Present).is_yes(),
                delegates: delegates.into_iter().map(|delegate| Kept::of(&cx, delegate)).collect(),
            })
        })
        .await?;
    json(kept)
}

/// One entry a phone held back; moments in milliseconds by the phone's clock.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct EntryBody {
    id: String,
    delegate: String,
    outcome: String,
    #[serde(default)]
    reason: String,
    at: i64,
}

/// What a phone held back.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SyncBody {
    sent_at: i64,
    entries: Vec<EntryBody>,
}

/// The most entries of one sending; a phone with more sends again.
const MOST: usize = 500;

/// What became of an entry, and how the delegate stands now.
#[derive(Debug, Serialize)]
struct SyncedBody {
    id: String,
    result: &'static str,
    outcome: &'static str,
    /// The delegate's state in words; of a refusal the reason.
    shown: String,
}

fn held_back(body: &SyncBody, entry: &EntryBody) -> Option<HeldBack> {
    let is_an_id = entry.id.len() == 36 && entry.id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let wanted: Outcome = entry.outcome.parse().ok().filter(|outcome| *outcome != Outcome::None)?;
    let reason: String = vietnamese::nfc(entry.reason.trim()).chars().take(200).collect();
    let reason = if wanted == Outcome::AbsentWithReason { reason } else { String::new() };
    let (at, sent_at) = (Instant(entry.at), Instant(body.sent_at));
    let delegate: DelegateId = entry.delegate.parse().ok()?;
    is_an_id.then(|| HeldBack { id: entry.id.to_lowercase(), delegate, wanted, reason, at, sent_at })
}

/// Takes in what a phone held back. Sending it twice changes nothing.
pub(crate) async fn sync(who: Actor, Path(id): Path<PointId>, ApiBody(body): ApiBody<SyncBody>) -> Answer {
    if body.entries.len() > MOST {
        return Err(Failure::Malformed("json-unreadable"));
    }
    let asker = who.clone();
    let results = who
        .write(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
            let cx = asker.cx("conferences-check-in");
            let mut results = Vec::with_capacity(body.entries.len());
            for entry in &body.entries {
                let held = held_back(&body, entry).ok_or(Failure::Malformed("json-unreadable"))?;
                let result = store::take_in(tx, &conference, point.id, &held)?;
                let (outcome, now) = if result == Synced::Unknown {
                    (Outcome::None, cx.t("conferences-sync-unknown"))
                } else {
                    let delegate = store::find_delegate(tx, held.delegate)?;
                    (delegate.outcome, shown(&cx, delegate.outcome, delegate.at))
                };
                let refused = cx.reasons(&may_record(conference.state, held.wanted).told());
                let shown = if result == Synced::Refused { refused } else { now };
                results.push(SyncedBody {
                    id: entry.id.clone(),
                    result: result.code(),
                    outcome: outcome.code(),
                    shown,
                });
            }
            Ok::<_, Failure>(results)
        })
        .await?;
    json(results)
}
