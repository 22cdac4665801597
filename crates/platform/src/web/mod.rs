//! The web: routes that cannot be registered without a permission, the actor behind a request, forms, failures in the
//! user's words, the page shell, lists. Pages and rules of a feature belong in the feature.

mod actor;
mod address;
mod assets;
mod failure;
mod form;
mod guard;
mod imports;
mod listing;
mod page;
mod qr;
mod range;
mod routes;
mod visitor;

pub use actor::{Actor, Grant, Identity};
pub use address::{Path, Query};
pub use failure::{Answer, Failure, While};
pub use form::{ApiBody, Arrival, FieldErrors, Form, Upload, UploadedFile};
pub use guard::{SESSION_COOKIE, clear_session, cookie, router, set_session};
pub use imports::ImportFace;
pub use listing::{ListQuery, Listing, Sort, past_day, typed_day};
pub use page::{Cx, DeskItem, MenuEntry, Named, State, ToArgument, WhoAnswers};
pub use qr::qr_svg;
pub use range::{Served, serve_file};
pub use routes::{RouteEntry, Routes};
pub use visitor::{Visitor, Visits};

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Shows a page.
///
/// # Errors
/// [`Failure::Broken`] when the template fails.
pub fn page(template: &impl askama::Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// Shows a page with another status: a form with errors (422), for one.
///
/// # Errors
/// [`Failure::Broken`] when the template fails.
pub fn page_with(status: StatusCode, template: &impl askama::Template) -> Answer {
    let html = template.render().while_doing("rendering the page")?;
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((status, headers, html).into_response())
}

/// Sends the browser to another page after an action.
///
/// # Errors
/// Never; the type is an [`Answer`] so that it can end a handler.
pub fn go_to(address: impl AsRef<str>) -> Answer {
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address.as_ref().to_owned())]).into_response())
}

/// Sends the browser to another page, which tells the text of this key once at its top.
///
/// # Errors
/// Never.
pub fn go_to_saying(address: impl AsRef<str>, text_key: &'static str) -> Answer {
    let cookie = format!("flash={text_key}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    let headers = [(header::LOCATION, address.as_ref().to_owned()), (header::SET_COOKIE, cookie)];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Answers with JSON.
///
/// # Errors
/// Never.
pub fn json<T: serde::Serialize>(value: T) -> Answer {
    Ok(Json(value).into_response())
}

/// Answers with a file to be saved. The name may hold Vietnamese letters (RFC 6266).
///
/// # Errors
/// Never.
pub fn download(name: &str, content_type: &'static str, content: Vec<u8>) -> Answer {
    Ok(file(name, content_type, content, "attachment"))
}

/// Answers with a file to be shown in the browser (a PDF to print).
///
/// # Errors
/// Never.
pub fn show_file(name: &str, content_type: &'static str, content: Vec<u8>) -> Answer {
    Ok(file(name, content_type, content, "inline"))
}

fn file(name: &str, content_type: &'static str, content: Vec<u8>, how: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name, how)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, content).into_response()
}

/// How a browser takes a file (`inline` or `attachment`) and what it calls it (RFC 6266).
fn disposition(name: &str, how: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// Answers with a list as a file: `xlsx`, or CSV for anything else. `name` is the file's name without its ending.
///
/// # Errors
/// [`Failure::Malformed`] for more rows than Excel takes, [`Failure::Broken`] when the file cannot be written.
pub fn spreadsheet(
    name: &str,
    format: &str,
    headings: &[sheets::Heading],
    rows: Vec<Vec<sheets::Value<'_>>>,
) -> Answer {
    if format == "xlsx" {
        let content = sheets::write_xlsx(name, headings, rows)?;
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return download(&format!("{name}.xlsx"), kind, content);
    }
    let content = sheets::write_csv(headings, rows)?;
    download(&format!("{name}.csv"), "text/csv; charset=utf-8", content)
}

/// Answers as [`spreadsheet`] with a list that holds personal data: that it left, with how many rows of which fields, is kept
/// in the log. `unit` is the one the list belongs to.
///
/// # Errors
/// [`Failure::Broken`] when the file or the event cannot be written.
pub async fn personal_spreadsheet(
    who: &Actor,
    name: &'static str,
    unit: Option<kernel::UnitId>,
    format: &str,
    (headings, rows): (&[sheets::Heading], Vec<Vec<sheets::Value<'_>>>),
) -> Answer {
    let fields: Vec<String> = headings.iter().map(|heading| heading.title.clone()).collect();
    let detail = serde_json::json!({ "rows": rows.len(), "fields": fields, "format": format });
    who.write(move |tx| tx.record(kernel::Event::noted("exports.made", name, unit).with(detail)))
        .await
        .map_err(Failure::from)?;
    spreadsheet(name, format, headings, rows)
}
