//! The JSON face of reports.

use kernel::ReportId;
use platform::web::{Actor, Answer, Failure, ListQuery, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::{Report, State};
use crate::web::filter_of;
use crate::{papers, permissions, store};

/// A report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportBody {
    /// Identifier (UUID).
    id: String,
    /// The unit that reports.
    unit: String,
    /// `conference` or `outline`.
    kind: String,
    /// The conference or rollout.
    subject: String,
    /// Number and symbol, as `12-BC/TU`; empty before it is numbered.
    full_number: String,
    /// Day of issue (yyyy-mm-dd).
    dated_on: Option<String>,
    /// Title.
    title: String,
    /// `draft` or `signed`.
    state: String,
    /// blake3 of the frozen content; empty for a draft.
    hash: String,
}

/// One page of reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportsBody {
    /// Reports in all.
    total: i64,
    /// The page's rows.
    rows: Vec<ReportBody>,
}

/// A report with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeReportBody {
    /// The report.
    report: ReportBody,
    /// As of when, and the sections: label, title, narrative, figures, tables.
    #[schema(value_type = Object)]
    content: crate::domain::Content,
}

impl From<Report> for ReportBody {
    fn from(report: Report) -> Self {
        let head = report.head;
        let (state, hash) = match report.state {
            State::Draft => ("draft", String::new()),
            State::Signed { hash, .. } => ("signed", hash),
        };
        ReportBody {
            id: report.id.to_string(),
            unit: report.unit.to_string(),
            kind: report.kind.code().to_owned(),
            subject: report.subject,
            full_number: if head.number.is_empty() {
                String::new()
            } else {
                format!("{}-{}", head.number, head.symbol)
            },
            dated_on: head.dated_on.map(|day| day.to_string()),
            title: head.title,
            state: state.to_owned(),
            hash,
        }
    }
}

#[derive(OpenApi)]
#[openapi(paths(list, show), components(schemas(ReportBody, ReportsBody, WholeReportBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The reports of the caller's branch.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports",
    params(("q" = Option<String>, Query), ("page" = Option<i64>, Query), ("size" = Option<i64>, Query),
           ("day" = Option<String>, Query, description = "As they stood at the end of this past day, yyyy-mm-dd")),
    responses((status = 200, body = ReportsBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who
        .read(move |tx| {
            let part = (query.offset(), query.size());
            Ok::<_, Failure>(store::list_page(tx, &filter_of(&asker, &query)?, query.sort_in(store::SORT_KEYS), part)?)
        })
        .await?;
    json(ReportsBody { total, rows: rows.into_iter().map(|row| row.report.into()).collect() })
}

/// One report with its content.
#[utoipa::path(get, path = "/api/v1/reports/{id}", tag = "reports", params(("id" = String, Path)),
    responses((status = 200, body = WholeReportBody), (status = 401), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<ReportId>) -> Answer {
    let asker = who.clone();
    let body = who
        .read(move |tx| {
            let report = store::find(tx, id)?;
            asker.must(tx, permissions::VIEW, report.unit)?;
            let content = papers::content(tx, &asker.app().texts, &report)?;
            Ok::<_, Failure>(WholeReportBody { report: report.into(), content })
        })
        .await?;
    json(body)
}
