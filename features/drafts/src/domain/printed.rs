//! The issued document as the plain text of a page: what the register keeps, reads and searches.

use documents::domain::{Entry, name_by_symbol};
use kernel::Day;

use super::{Draft, Form};

/// The whole text with head and close, as it would be read from the printed file.
#[must_use]
pub fn printed(draft: &Draft, entry: &Entry, body: &str, day: Day) -> String {
    let head = &draft.head;
    let (banner, mark) = match head.form {
        Form::Party => ("ĐẢNG CỘNG SẢN VIỆT NAM", "*"),
        Form::State => ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    };
    let place = vietnamese::date_line(&head.place, day.year(), day.month(), day.day());
    let issuer = head.issuer_name.to_uppercase();
    let mut lines = Vec::new();
    if head.parent_body.trim().is_empty() {
        lines.push(format!("{issuer}{GAP}{banner}"));
    } else {
        lines.push(format!("{}{GAP}{banner}", head.parent_body.to_uppercase()));
        lines.push(issuer);
    }
    lines.push(mark.to_owned());
    lines.push(format!("Số {}{GAP}{place}\n", entry.full_number));
    if head.type_code == "CV" {
        lines.push(format!("{}\n", head.title));
    } else {
        lines.push(format!(
            "{}\n{}\n-----\n",
            name_by_symbol(&head.type_code, &head.symbol).to_uppercase(),
            head.title
        ));
    }
    let addressees: Vec<&str> = head.addressees.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if !addressees.is_empty() {
        lines.push(format!("Kính gửi: {}\n", addressees.join("; ")));
    }
    lines.push(format!("{}\n", body.replace('\n', "\n\n")));
    lines.push(close(entry));
    lines.join("\n")
}

/// Between the two columns of head and close.
const GAP: &str = "                    ";

/// Recipients left, signature right.
fn close(entry: &Entry) -> String {
    let signature = [&entry.signing_authority, &entry.signer_position, &entry.signer_name];
    let mut right: Vec<&str> = signature.into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    right.reverse();
    let mut left = vec!["Nơi nhận:".to_owned()];
    left.extend(entry.recipient_lines().lines().map(|line| format!("- {line};")));
    let rows = left.len().max(right.len());
    left.resize(rows, String::new());
    let close = left.into_iter().map(|line| match right.pop() {
        Some(sign) => format!("{line:<40}{GAP}{sign}"),
        None => line,
    });
    close.collect::<Vec<_>>().join("\n")
}
