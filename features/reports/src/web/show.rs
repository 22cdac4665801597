//! One report: what it says with the evidence behind each number, its papers, its signing.

use askama::Template;
use kernel::{AccountId, ReportId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, While, download, go_to_saying, page, show_file};
use publishing::Frame;
use serde::Deserialize;

use crate::domain::{Content, Evidence, Filled, Kind, Report, State, told};
use crate::{papers, permissions, store};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ShowPage {
    cx: Cx,
    report: Report,
    unit_name: String,
    content: Content,
    /// Head and close as on paper.
    frame: Frame,
    /// The sections as filled, each with its place on the page for writing while it is still to be written.
    rows: Vec<(Filled, Option<i64>)>,
    may_write: bool,
    may_sign: bool,
    why_not: String,
    seal: Option<Seal>,
}

impl ShowPage {
    /// What it reports on.
    fn subject_href(&self) -> String {
        match self.report.kind {
            Kind::Conference => format!("/conferences/{}", self.report.subject),
            Kind::Outline => format!("/rollouts/{}", self.report.subject),
        }
    }
}

/// The signature of a frozen report and whether it still fits.
struct Seal {
    at: String,
    by: String,
    hash: String,
    holds: bool,
}

pub(crate) async fn show(who: Actor, Path(id): Path<ReportId>) -> Answer {
    let asker = who.clone();
    let show = who
        .read(move |tx| {
            let report = store::find(tx, id)?;
            asker.must(tx, permissions::VIEW, report.unit)?;
            let content = papers::content(tx, &asker.app().texts, &report)?;
            let cx = asker.cx_titled(format!("{} {}", asker.cx("reports-report").title, report.head.title));
            let sections = store::list_sections(tx, id)?;
            let verdict = report.may_sign(papers::signing_facts(tx, &report, &sections)?);
            let may_write = asker.may(tx, permissions::WRITE, report.unit)? && report.may_edit().is_yes();
            let to_write = sections.iter().map(|s| (may_write && s.is_missing()).then_some(s.position));
            let rows = content.sections.iter().cloned().zip(to_write).collect();
            let seal = match &report.state {
                State::Draft => None,
                State::Signed { at, by, hash } => Some(Seal {
                    at: at.shown(),
                    by: signer_name(tx, *by)?,
                    hash: hash.clone(),
                    holds: content.hash(&report.head) == *hash,
                }),
            };
            Ok::<_, Failure>(ShowPage {
                frame: papers::frame(&papers::compose(&asker.app().texts, &report, &content))?,
                why_not: cx.reasons(&told(&verdict, &sections)),
                rows,
                cx,
                unit_name: units::store::find(tx, report.unit)?.name,
                may_write,
                may_sign: asker.may(tx, permissions::SIGN, report.unit)?,
                report,
                content,
                seal,
            })
        })
        .await?;
    page(&show)
}

/// The name of the account that signed; empty when the account is gone.
fn signer_name(tx: &mut Tx<'_>, by: Option<AccountId>) -> Result<String, StoreError> {
    match by.map(|account| people::store::account_name(tx, account)) {
        None | Some(Err(StoreError::NotFound)) => Ok(String::new()),
        Some(name) => name,
    }
}

/// The form of the signing button.
#[derive(Debug, Deserialize)]
pub(crate) struct SignForm {
    version: i64,
}

pub(crate) async fn sign(who: Actor, Path(id): Path<ReportId>, Form(form): Form<SignForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let report = store::find(tx, id)?;
        asker.must(tx, permissions::SIGN, report.unit)?;
        papers::sign(tx, asker.app(), id, form.version)
    })
    .await?;
    go_to_saying(format!("/reports/{id}"), "reports-signed")
}

/// The paper in one of its two forms: made now for a draft, as frozen for a signed report.
async fn paper(who: &Actor, id: ReportId, is_pdf: bool) -> Result<(String, Vec<u8>), Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let report = store::find(tx, id)?;
        asker.must(tx, permissions::VIEW, report.unit)?;
        let app = asker.app();
        let name = vietnamese::fold(&format!("bao cao {} {}", report.head.number, report.head.title)).replace(' ', "-");
        if report.is_signed() {
            let frozen = store::find_frozen(tx, id)?;
            let file = if is_pdf { frozen.pdf } else { frozen.docx };
            return Ok((name, app.files.read(&file).while_doing("reading the frozen paper")?));
        }
        let content = papers::content(tx, &app.texts, &report)?;
        let paper = papers::compose(&app.texts, &report, &content);
        Ok::<_, Failure>((name, if is_pdf { papers::pdf(&paper)? } else { papers::docx(&paper)? }))
    })
    .await
}

pub(crate) async fn docx(who: Actor, Path(id): Path<ReportId>) -> Answer {
    let (name, content) = paper(&who, id, false).await?;
    download(&format!("{name}.docx"), DOCX, content)
}

pub(crate) async fn pdf(who: Actor, Path(id): Path<ReportId>) -> Answer {
    let (name, content) = paper(&who, id, true).await?;
    show_file(&format!("{name}.pdf"), "application/pdf", content)
}
