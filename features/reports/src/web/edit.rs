//! Writing a report: its head and a field for each section's narrative, with what the system fills in beside it.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, ReportId};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, go_to_saying, page_with};

use crate::domain::{Content, Evidence, Filled, Head, Report, Section};
use crate::{papers, permissions, store};

#[derive(Template)]
#[template(path = "reports/edit.html")]
struct EditPage {
    cx: Cx,
    report: Report,
    recipients: String,
    rows: Vec<(Section, Filled)>,
    content: Content,
    errors: FieldErrors,
}

pub(crate) async fn edit(who: Actor, Path(id): Path<ReportId>) -> Answer {
    edit_page(&who, id, None, FieldErrors::default(), StatusCode::OK).await
}

async fn edit_page(
    who: &Actor,
    id: ReportId,
    typed: Option<(Head, Vec<(i64, String)>)>,
    errors: FieldErrors,
    status: StatusCode,
) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let mut report = store::find(tx, id)?;
            asker.must(tx, permissions::WRITE, report.unit)?;
            report.may_edit().or_refuse()?;
            let content = papers::content(tx, &asker.app().texts, &report)?;
            let mut sections = store::list_sections(tx, id)?;
            if let Some((head, narratives)) = typed {
                report.head = head;
                for (position, text) in narratives {
                    sections.iter_mut().filter(|s| s.position == position).for_each(|s| s.narrative.clone_from(&text));
                }
            }
            let rows = sections.into_iter().zip(content.sections.clone()).collect();
            let recipients = report.head.recipients.join("\n");
            Ok::<_, Failure>(EditPage { cx: asker.cx("reports-edit"), report, recipients, rows, content, errors })
        })
        .await?;
    page_with(status, &shown)
}

/// The fields of the form by name: the sections' fields are as many as the outline has.
type Fields = HashMap<String, String>;

pub(crate) async fn update(who: Actor, Path(id): Path<ReportId>, Form(fields): Form<Fields>) -> Answer {
    let (head, errors) = head_of(&fields);
    let narratives = narratives_of(&fields);
    if !errors.is_empty() {
        return edit_page(&who, id, Some((head, narratives)), errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let version: i64 =
        fields.get("version").and_then(|v| v.parse().ok()).ok_or(Failure::Malformed("form-unreadable"))?;
    let asker = who.clone();
    who.write(move |tx| {
        let report = store::find(tx, id)?;
        asker.must(tx, permissions::WRITE, report.unit)?;
        report.may_edit().or_refuse()?;
        store::save_words(tx, &Report { head, version, ..report }, &narratives)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/reports/{id}"), "reports-saved")
}

fn head_of(fields: &Fields) -> (Head, FieldErrors) {
    let text = |name: &str| vietnamese::nfc(fields.get(name).map_or("", |text| text.trim()));
    let mut errors = FieldErrors::default();
    let day = text("dated_on");
    let dated_on: Option<Day> = day.parse().ok();
    errors.add_if(!day.is_empty() && dated_on.is_none(), "dated_on", "reports-error-day");
    errors.add_if(text("title").is_empty(), "title", "reports-error-title");
    errors.add_if(text("issuer").is_empty(), "issuer", "reports-error-issuer");
    let recipients = text("recipients").lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    let head = Head {
        superior: text("superior"),
        issuer: text("issuer"),
        number: text("number"),
        symbol: text("symbol"),
        place: text("place"),
        dated_on,
        title: text("title"),
        authority: text("authority"),
        position: text("position"),
        signer: text("signer"),
        recipients,
    };
    (head, errors)
}

fn narratives_of(fields: &Fields) -> Vec<(i64, String)> {
    let position = |name: &str| name.strip_prefix("narrative-").and_then(|n| n.parse().ok());
    fields.iter().filter_map(|(name, text)| Some((position(name)?, vietnamese::nfc(text.trim())))).collect()
}
