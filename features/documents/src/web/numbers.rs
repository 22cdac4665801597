//! The sequences of a register (dãy số): how far each got, which numbers are missing, those given elsewhere, and the
//! terms of the committee in which they run.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, DocumentId, Refused, UnitId};
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, go_to_saying, page_with};
use serde::Deserialize;
use units::domain::Unit;

use super::import::register_unit;
use super::units_of;
use crate::domain::{
    CONGRESS, CannotRecordNumber, DOCUMENT_TYPES, Elsewhere, Sequence, Series, Term, gaps, in_words, name_of_type,
    term_on,
};
use crate::import::must_bear_no_mark;
use crate::permissions;
use crate::store::{self, ElsewhereRow, SequenceRow};

/// Whose register.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NumbersQuery {
    pub unit: String,
    type_code: String,
    term: String,
    first: String,
    last: String,
    /// The document whose check led here.
    back: String,
}

/// Numbers given elsewhere, or one of them to be taken back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ElsewhereForm {
    pub unit: String,
    pub type_code: String,
    pub term: String,
    pub first: String,
    pub last: String,
    pub reason: String,
    pub note: String,
    pub back: String,
}

/// A term of the committee.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TermForm {
    unit: String,
    name: String,
    starts_on: String,
}

/// A sequence as the page shows it.
struct Line {
    row: SequenceRow,
    missing: String,
    next: i64,
}

#[derive(Template)]
#[template(path = "documents/numbers.html")]
struct NumbersPage {
    cx: Cx,
    units: Vec<Unit>,
    unit: Unit,
    lines: Vec<Line>,
    elsewhere: Vec<ElsewhereRow>,
    own_terms: Vec<Term>,
    terms: Vec<String>,
    types: Vec<(&'static str, &'static str)>,
    form: ElsewhereForm,
    term: TermForm,
    reasons: String,
}

impl NumbersPage {
    /// What a sequence is called: its type, or the congress.
    fn called(&self, sequence: &Sequence) -> String {
        match sequence.type_code.as_str() {
            CONGRESS => self.cx.t("documents-congress"),
            code => name_of_type(code).to_owned(),
        }
    }
}

pub(crate) async fn show(who: Actor, Query(query): Query<NumbersQuery>) -> Answer {
    let unit = register_unit(&who, &query.unit).await?;
    let NumbersQuery { type_code, term, first, last, back, .. } = query;
    let form = ElsewhereForm { type_code, term, first, last, back, ..ElsewhereForm::default() };
    numbers_page(&who, unit, form, TermForm::default(), None).await
}

pub(crate) async fn record(who: Actor, Form(form): Form<ElsewhereForm>) -> Answer {
    let unit = register_unit(&who, &form.unit).await?;
    match recorded(&who, unit, form.clone()).await? {
        Ok(()) => {
            let next = match form.back.parse::<DocumentId>() {
                Ok(document) => format!("/documents/{document}/check"),
                Err(_) => format!("/documents/numbers?unit={unit}"),
            };
            go_to_saying(next, "documents-number-recorded-saved")
        }
        Err(refused) => numbers_page(&who, unit, form, TermForm::default(), Some(refused)).await,
    }
}

/// Records numbers given elsewhere, when the rules let it.
///
/// # Errors
/// [`Failure`] when the actor may not register there.
pub(crate) async fn recorded(who: &Actor, unit: UnitId, asked: ElsewhereForm) -> Result<Result<(), Refused>, Failure> {
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::REGISTER, unit)?;
        if let Err(refused) = must_bear_no_mark(&[&asked.note]) {
            return Ok(Err(refused));
        }
        Ok::<_, Failure>(match judged(tx, unit, &asked)? {
            Ok((sequence, numbers, reason)) => {
                Ok(store::record_elsewhere(tx, unit, &sequence, numbers, (reason, asked.note.trim()))?)
            }
            Err(refused) => Err(refused),
        })
    })
    .await
}

type Recorded = (Sequence, (i64, i64), Elsewhere);

fn judged(tx: &mut Tx<'_>, unit: UnitId, form: &ElsewhereForm) -> Result<Result<Recorded, Refused>, Failure> {
    let number = |typed: &str| typed.trim().parse::<i64>().ok();
    let first = number(&form.first).unwrap_or_default();
    let last = if form.last.trim().is_empty() { first } else { number(&form.last).unwrap_or_default() };
    let sequence = sequence_of(form);
    let (true, Some(reason)) = (first > 0 && last >= first && last - first < 500, Elsewhere::of(&form.reason)) else {
        return Ok(Err(Refused::because(CannotRecordNumber::NoNumbers)));
    };
    for number in first..=last {
        let nothing = DocumentId(Default::default());
        if let Some(standing) = store::lookup_in_sequence(tx, unit, &sequence, number, nothing)? {
            return Ok(Err(Refused::because(CannotRecordNumber::Borne(standing))));
        }
    }
    Ok(Ok((sequence, (first, last), reason)))
}

fn sequence_of(form: &ElsewhereForm) -> Sequence {
    Sequence { type_code: form.type_code.trim().to_owned(), term: form.term.trim().to_owned() }
}

pub(crate) async fn release(who: Actor, Form(form): Form<ElsewhereForm>) -> Answer {
    let unit = register_unit(&who, &form.unit).await?;
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::REGISTER, unit)?;
        let number = form.first.trim().parse().unwrap_or_default();
        Ok::<_, Failure>(store::remove_elsewhere(tx, unit, &sequence_of(&form), number)?)
    })
    .await?;
    go_to_saying(format!("/documents/numbers?unit={unit}"), "documents-number-released-saved")
}

pub(crate) async fn declare_term(who: Actor, Form(form): Form<TermForm>) -> Answer {
    let unit = register_unit(&who, &form.unit).await?;
    let name = vietnamese::nfc(form.name.trim());
    let (Ok(starts_on), false) = (form.starts_on.trim().parse::<Day>(), name.is_empty() || name.contains('|')) else {
        return Err(Failure::Malformed("documents-error-own-term"));
    };
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::REGISTER, unit)?;
        must_bear_no_mark(&[&name])?;
        let term = Term { series: "local".to_owned(), name, starts_on };
        Ok::<_, Failure>(store::insert_own_term(tx, unit, &term)?)
    })
    .await?;
    go_to_saying(format!("/documents/numbers?unit={unit}"), "documents-term-saved")
}

async fn numbers_page(
    who: &Actor,
    unit: UnitId,
    mut form: ElsewhereForm,
    term: TermForm,
    refused: Option<Refused>,
) -> Answer {
    let asker = who.clone();
    let page = who
        .read(move |tx| {
            asker.must(tx, permissions::REGISTER, unit)?;
            let cx = asker.cx("documents-numbers");
            let lines = store::list_sequences(tx, unit)?
                .into_iter()
                .map(|row| Line {
                    missing: in_words(&gaps(&row.used)),
                    next: row.used.last().map_or(1, |last| last + 1),
                    row,
                })
                .collect();
            let terms = store::list_terms_of(tx, unit)?;
            if form.term.is_empty() {
                form.term = term_on(&terms, Series::Local, asker.today());
            }
            let mut types = vec![(CONGRESS, "")];
            types.extend(DOCUMENT_TYPES);
            Ok::<_, Failure>(NumbersPage {
                reasons: refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default(),
                units: units_of(tx, &asker.scope(permissions::REGISTER))?,
                unit: units::store::find(tx, unit)?,
                elsewhere: store::list_elsewhere(tx, unit)?,
                own_terms: store::list_own_terms(tx, unit)?,
                terms: terms.into_iter().map(|term| term.name).collect(),
                lines,
                types,
                form,
                term,
                cx,
            })
        })
        .await?;
    let status = if page.reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page)
}
