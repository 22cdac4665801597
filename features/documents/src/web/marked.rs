//! A document's text cut into pieces for the page: plain, an anchor where a section begins, a mark where a field was
//! found, a link where another document is named. The template writes them one after another.

use official_text::{Document as Parsed, Found};

use crate::domain::{Section, Validity};

/// What a piece of the text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing special.
    Plain,
    /// The place where this field was found.
    Found(&'static str),
    /// Names another document, which holds or does not.
    Link(String, Validity),
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// The text.
    pub text: &'t str,
    /// What it is.
    pub kind: Kind,
    /// The section that begins with it, by position; none when none does.
    pub section: Option<usize>,
}

impl Piece<'_> {
    /// The text without Markdown's signs of emphasis, which no reader of the page needs.
    pub(super) fn shown(&self) -> String {
        self.text.replace("**", "")
    }
}

/// The fields that were found, in the text's order, each with its place.
pub(super) fn found_in(parsed: &Parsed) -> Vec<(usize, usize, &'static str)> {
    let one = |name: &'static str, found: &Option<Found>| found.as_ref().map(|f| (f.span.start, f.span.end, name));
    let mut places: Vec<_> = [
        one("parent_body", &parsed.parent_body),
        one("issuer_name", &parsed.issuing_body),
        // the full number covers number and symbol at once
        one("number", if parsed.full_number.is_some() { &parsed.full_number } else { &parsed.number }),
        one("place", &parsed.place),
        one("issued_on", &parsed.date),
        one("type_code", &parsed.type_name),
        one("title", &parsed.title),
        one("urgency", &parsed.urgency),
        one("signing_authority", &parsed.signing_authority),
        one("signer_position", &parsed.signer_position),
        one("signer_name", &parsed.signer_name),
        parsed.dissemination.as_ref().map(|d| (d.span.start, d.span.end, "depth")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let (Some(first), Some(last)) = (parsed.recipients.first(), parsed.recipients.last()) {
        places.push((first.span.start, last.span.end, "recipients"));
    }
    places.sort_unstable();
    places
}

/// Cuts the text. Places that overlap an earlier one, or are no letters' bounds, are passed over.
pub(super) fn cut<'t>(text: &'t str, places: Vec<(usize, usize, Kind)>, sections: &[Section]) -> Vec<Piece<'t>> {
    let starts: Vec<usize> = sections.iter().map(|s| usize::try_from(s.start).unwrap_or(usize::MAX)).collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end, kind) in places {
        if start < at || end <= start || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        push(text, at, start, &Kind::Plain, &starts, &mut pieces);
        push(text, start, end, &kind, &starts, &mut pieces);
        at = end;
    }
    push(text, at, text.len(), &Kind::Plain, &starts, &mut pieces);
    pieces
}

/// Pushes a range, parted where sections begin.
fn push<'t>(text: &'t str, from: usize, to: usize, kind: &Kind, starts: &[usize], pieces: &mut Vec<Piece<'t>>) {
    let mut at = from;
    let mut section = None;
    for (position, start) in starts.iter().enumerate() {
        if (from..to).contains(start) && *start >= at && text.is_char_boundary(*start) {
            if *start > at {
                pieces.push(Piece { text: &text[at..*start], kind: kind.clone(), section });
            }
            (at, section) = (*start, Some(position));
        }
    }
    if to > at {
        pieces.push(Piece { text: &text[at..to], kind: kind.clone(), section });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(start: i64) -> Section {
        Section { depth: 1, label: "I".into(), title: String::new(), start, end: start }
    }

    #[test]
    fn nothing_of_the_text_is_lost_or_doubled() {
        let text = "Số 05-CT/TU\nI. Mục đích\nII. Yêu cầu";
        let number = text.find("05").unwrap();
        let places = vec![
            (number, number + 8, Kind::Found("number")),
            (number + 2, number + 4, Kind::Plain),
            (1, 4, Kind::Plain),
        ];
        let first = text.find("I. ").unwrap();
        let second = text.find("II. ").unwrap();
        let pieces = cut(text, places, &[section(first as i64), section(second as i64)]);
        let whole: String = pieces.iter().map(|piece| piece.text).collect();
        assert_eq!(whole, text);
        assert_eq!(pieces.iter().filter(|p| p.kind == Kind::Found("number")).count(), 1);
        let begins: Vec<_> = pieces.iter().filter_map(|p| p.section.map(|s| (s, p.text))).collect();
        assert_eq!(begins, [(0, "I. Mục đích\n"), (1, "II. Yêu cầu")]);
    }

    #[test]
    fn an_empty_text_has_no_pieces() {
        assert!(cut("", Vec::new(), &[section(0)]).is_empty());
    }
}
