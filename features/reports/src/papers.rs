//! A report on paper, and its signing: compose, print as .docx and .pdf, keep the files, freeze.

use kernel::{Refused, ReportId, RolloutId};
use platform::App;
use platform::db::{StoreError, Tx};
use platform::texts::{Language, Texts};
use platform::web::{Failure, While};
use publishing::{Frame, Paper, RuleSet};
use rollouts::domain::{Evidence as Proof, Measure};

use crate::counting::{self, Counting};
use crate::domain::{Content, Kind, Report, Section, SigningFacts, State, Stated, count_missing, paper, told};
use crate::gathering::{Counted, Gatherer, Source};
use crate::store::{self, Frozen};

/// The report as it stands: its sections filled, from today's data or from what was frozen.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn content(tx: &mut Tx<'_>, texts: &Texts, report: &Report) -> Result<Content, StoreError> {
    if report.is_signed() {
        return Ok(store::find_frozen(tx, report.id)?.content);
    }
    let sections = store::list_sections(tx, report.id)?;
    let counted = Counted::of(tx, report)?;
    Gatherer::new(tx, texts, (report, counted), Source::Ledger).gather(&sections)
}

/// The report as an official paper.
pub(crate) fn compose(texts: &Texts, report: &Report, content: &Content) -> Paper {
    let fingerprint = match &report.state {
        State::Draft => None,
        State::Signed { hash, .. } => Some(hash.clone()),
    };
    let say = |stated: &Stated| texts.say(Language::Vietnamese, &stated.text_key(), &[]);
    paper::compose(&report.head, content, fingerprint, &say)
}

fn rules(paper: &Paper) -> Result<&'static RuleSet, Failure> {
    let day = paper.date.ok_or("no day").or_else(|_| "2026-05-27".parse()).while_doing("choosing the layout")?;
    RuleSet::in_force(RuleSet::built_in(), paper.form, day).ok_or("no rules").while_doing("choosing the layout")
}

/// Head and close of the report as its paper words them.
pub(crate) fn frame(paper: &Paper) -> Result<Frame, Failure> {
    Ok(publishing::frame(paper, rules(paper)?))
}

/// As .docx.
pub(crate) fn docx(paper: &Paper) -> Result<Vec<u8>, Failure> {
    publishing::docx(paper, rules(paper)?).while_doing("writing the .docx")
}

/// As .pdf.
pub(crate) fn pdf(paper: &Paper) -> Result<Vec<u8>, Failure> {
    publishing::pdf(paper, rules(paper)?).while_doing("writing the .pdf")
}

/// What must be known to sign.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn signing_facts(
    tx: &mut Tx<'_>,
    report: &Report,
    sections: &[Section],
) -> Result<SigningFacts, StoreError> {
    let conference_open = match (report.kind, report.subject.parse()) {
        (Kind::Conference, Ok(id)) => !conferences::store::find(tx, id)?.state.is_closed(),
        _ => false,
    };
    Ok(SigningFacts { missing: count_missing(sections), conference_open, today: tx.today() })
}

/// Signs the report in this transaction: the rule is asked, the unit's duty to report is done, what stands behind each figure
/// is kept, papers are made and kept, content and hash are frozen. The duty comes first: the numbers are those of the report
/// when it is signed.
///
/// # Errors
/// [`Failure::Refused`] with every reason, [`Failure::Stale`] when it changed meanwhile.
pub fn sign(tx: &mut Tx<'_>, app: &App, id: ReportId, version: i64) -> Result<(), Failure> {
    let report = Report { version, ..store::find(tx, id)? };
    let sections = store::list_sections(tx, id)?;
    let facts = signing_facts(tx, &report, &sections)?;
    let reasons = told(&report.may_sign(facts), &sections);
    if !reasons.is_empty() {
        return Err(Refused(reasons).into());
    }
    if let (Kind::Outline, Ok(rollout)) = (report.kind, report.subject.parse::<RolloutId>()) {
        let proof = Proof { kind: "report".into(), id: id.to_string(), note: report.head.title.clone() };
        rollouts::store::complete_by_evidence(tx, rollout, report.unit, Measure::Report, &proof)?;
    }
    let counted = Counted::of(tx, &report)?;
    let mut counting = Counting::begin(tx, app, counted.as_of)?;
    let mut content =
        Gatherer::new(tx, &app.texts, (&report, counted), Source::Rows(&mut counting)).gather(&sections)?;
    let kept = counting::keep(tx, &mut counting, &mut content)?;
    let hash = content.hash(&report.head);
    let signed = Report { state: State::Signed { at: tx.now(), by: tx.actor(), hash: hash.clone() }, ..report.clone() };
    let paper = compose(&app.texts, &signed, &content);
    let docx = app.files.keep(&docx(&paper)?).while_doing("keeping the .docx")?;
    let pdf = app.files.keep(&pdf(&paper)?).while_doing("keeping the .pdf")?;
    store::save_signed(tx, &report, &Frozen { content, hash, docx, pdf })?;
    for (figure, rows) in &kept {
        store::insert_kept(tx, id, figure, rows)?;
    }
    Ok(())
}
