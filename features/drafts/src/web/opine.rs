//! A round as those see it who are asked: the text clause by clause, each with its own opinions and the form for another.
//! One form stands open at a time; nobody sees what others said.

use askama::Template;
use axum::http::StatusCode;
use kernel::Refused;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page_with};
use serde::Deserialize;

use super::{Voices, voices};
use crate::asking::{self, Said};
use crate::domain::{Clause, Decision, Draft, Opinion, OpinionId, OpinionKind, Round, RoundId, RoundState, WHOLE};
use crate::permissions::VIEW;
use crate::store;

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OpinionForm {
    clause: Option<i64>,
    kind: String,
    text: String,
    wording: String,
    /// A unit's id, or `person`.
    voice: String,
    is_anonymous: bool,
}

/// Which clause has the form open.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RoundQuery {
    clause: Option<i64>,
}

#[derive(Template)]
#[template(path = "drafts/round.html")]
struct RoundPage {
    cx: Cx,
    round: Round,
    issuer_name: String,
    clauses: Vec<Clause>,
    mine: Vec<Opinion>,
    voices: Voices,
    form: OpinionForm,
    reasons: String,
    codes: Vec<&'static str>,
    is_open: bool,
    may_view: bool,
}

impl RoundPage {
    fn mine_at(&self, place: &i64) -> Vec<&Opinion> {
        self.mine.iter().filter(|opinion| opinion.clause == *place).collect()
    }

    /// True when the proposed words are what is missing.
    fn lacks_wording(&self) -> bool {
        self.codes.contains(&"DRAF-14")
    }

    fn has_form(&self, place: &i64) -> bool {
        self.is_open && !self.voices.is_empty() && self.form.clause == Some(*place)
    }

    /// True when every unit the reader answers for has agreed or said something.
    fn waiting(&self) -> Vec<&(units::domain::Unit, bool)> {
        self.voices.units.iter().filter(|(_, has_answered)| !has_answered).collect()
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<RoundId>, Query(query): Query<RoundQuery>) -> Answer {
    let form = OpinionForm { clause: query.clause, ..OpinionForm::default() };
    round_page(&who, id, form, None).await
}

/// The round, if the actor was asked in it or reads the drafts of its unit.
fn seen(who: &Actor, tx: &mut Tx<'_>, id: RoundId) -> Result<(Draft, Round, Voices, bool), Failure> {
    who.note_asked();
    let round = store::find_round(tx, id)?;
    let draft = store::find(tx, round.draft)?;
    let voices = voices(who, tx, &round)?;
    let may_view = who.may(tx, VIEW, draft.unit)?;
    if voices.is_empty() && !may_view { Err(Failure::NotFound) } else { Ok((draft, round, voices, may_view)) }
}

async fn round_page(who: &Actor, id: RoundId, mut form: OpinionForm, refused: Option<Refused>) -> Answer {
    if form.kind.is_empty() {
        form.kind = OpinionKind::Amend.code().to_owned();
    }
    let asker = who.clone();
    let mut page = who
        .read(move |tx| {
            let (draft, round, voices, may_view) = seen(&asker, tx, id)?;
            let mut mine = Vec::new();
            for key in voices.keys(&asker) {
                mine.extend(store::list_of_giver(tx, id, &key)?);
            }
            Ok::<_, Failure>(RoundPage {
                cx: asker.cx_titled(draft.called()),
                issuer_name: units::store::find(tx, draft.issuer)?.name,
                clauses: asking::clauses_of(tx, &draft, &round)?,
                is_open: round.state == RoundState::Open,
                reasons: String::new(),
                codes: Vec::new(),
                round,
                mine,
                voices,
                form,
                may_view,
            })
        })
        .await?;
    let status = match refused {
        Some(refused) => {
            page.reasons = page.cx.reasons(&refused.0);
            page.codes = refused.0.iter().map(|told| told.code).collect();
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    page_with(status, &page)
}

pub(crate) async fn create(who: Actor, Path(id): Path<RoundId>, Form(form): Form<OpinionForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    match who.write(move |tx| give(&asker, tx, id, &typed)).await {
        Ok(_) => {
            let anchor = form.clause.filter(|place| *place != WHOLE).map(|place| format!("#c{place}"));
            go_to_saying(format!("/drafts/rounds/{id}{}", anchor.unwrap_or_default()), "drafts-opined-saved")
        }
        Err(Failure::Refused(refused)) => round_page(&who, id, form, Some(refused)).await,
        Err(other) => Err(other),
    }
}

fn give(who: &Actor, tx: &mut Tx<'_>, id: RoundId, form: &OpinionForm) -> Result<OpinionId, Failure> {
    let (_, round, voices, _) = seen(who, tx, id)?;
    let voice = voices.named(&form.voice).ok_or(Failure::Forbidden)?;
    let said = Said {
        clause: form.clause.unwrap_or(WHOLE),
        kind: form.kind.parse().map_err(|_| Failure::Malformed("form-unreadable"))?,
        text: form.text.clone(),
        wording: form.wording.clone(),
        giver: voices.giver(who, voice, form.is_anonymous),
        invitee: Some(voice),
    };
    asking::give(tx, &round, said)
}

/// Which voice agrees to the whole.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AgreeForm {
    voice: String,
}

pub(crate) async fn agree(who: Actor, Path(id): Path<RoundId>, Form(form): Form<AgreeForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let kind = OpinionKind::Agree.code().to_owned();
        give(&asker, tx, id, &OpinionForm { kind, voice: form.voice, ..OpinionForm::default() })
    })
    .await?;
    go_to_saying(format!("/drafts/rounds/{id}"), "drafts-agreed-saved")
}

pub(crate) async fn withdraw(who: Actor, Path(id): Path<OpinionId>, Form(_): Form<AgreeForm>) -> Answer {
    let asker = who.clone();
    let round = who
        .write(move |tx| {
            let opinion = store::find_opinion(tx, id)?;
            let (_, round, voices, _) = seen(&asker, tx, opinion.round)?;
            let mut owner = None;
            for key in voices.keys(&asker) {
                let said = store::list_of_giver(tx, round.id, &key)?;
                owner = if said.iter().any(|one| one.id == id) { Some(key) } else { owner };
            }
            asking::withdraw(tx, &opinion, &owner.ok_or(Failure::NotFound)?)?;
            Ok::<_, Failure>(round.id)
        })
        .await?;
    go_to_saying(format!("/drafts/rounds/{round}"), "drafts-withdrawn-saved")
}

/// Gives an opinion for the API: the same voices, the same rules.
pub(crate) async fn given(who: &Actor, id: RoundId, form: OpinionForm) -> Result<OpinionId, Failure> {
    let asker = who.clone();
    who.write(move |tx| give(&asker, tx, id, &form)).await
}

impl OpinionForm {
    /// As the API has it.
    pub(crate) fn new(clause: Option<i64>, kind: String, (text, wording): (String, String), voice: String) -> Self {
        OpinionForm { clause, kind, text, wording, voice, is_anonymous: false }
    }

    /// Without a name.
    pub(crate) fn hidden(self, is_anonymous: bool) -> Self {
        OpinionForm { is_anonymous, ..self }
    }
}

/// What the API tells of a round: only to who sees it.
pub(crate) fn seen_round(who: &Actor, tx: &mut Tx<'_>, id: RoundId) -> Result<(Draft, Round), Failure> {
    seen(who, tx, id).map(|(draft, round, ..)| (draft, round))
}
