//! The widths of letters in fonts with many letters (`W` of a CIDFont, ISO 32000-1, 9.7.4.3). They may be given one by
//! one, `first [w w w]`, or for a stretch, `first last w`; the parser knows the first form only, so the second is
//! written as the first before it reads.

use pdf_extract::{Document, Object, ObjectId};

/// A stretch longer than this is no list of widths but a fault of the file.
const MOST_IN_A_STRETCH: i64 = 65_536;

/// Writes every stretch of widths one by one.
pub(super) fn spell_out(document: &mut Document) {
    let fonts: Vec<(ObjectId, Vec<Object>)> = document
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let font = object.as_dict().ok()?;
            let kind = font.get(b"Subtype").ok()?.as_name().ok()?;
            let widths = font.get_deref(b"W", document).ok()?.as_array().ok()?;
            kind.starts_with(b"CIDFontType").then(|| (*id, spelled(widths, document)))
        })
        .collect();
    for (id, widths) in fonts {
        if let Some(font) = document.objects.get_mut(&id).and_then(|object| object.as_dict_mut().ok()) {
            font.set("W", widths);
        }
    }
}

/// Ends at the first part that is neither form.
fn spelled(widths: &[Object], document: &Document) -> Vec<Object> {
    let part = |index: usize| widths.get(index).and_then(|part| document.dereference(part).ok()).map(|(_, part)| part);
    let mut all = Vec::new();
    let mut index = 0;
    while let (Some(first), Some(second)) = (part(index).and_then(|part| part.as_i64().ok()), part(index + 1)) {
        match (second, second.as_i64(), part(index + 2)) {
            (Object::Array(each), _, _) => {
                all.extend([Object::Integer(first), Object::Array(each.clone())]);
                index += 2;
            }
            (_, Ok(last), Some(width)) if (first..first.saturating_add(MOST_IN_A_STRETCH)).contains(&last) => {
                let count = usize::try_from(last - first + 1).unwrap_or(0);
                all.extend([Object::Integer(first), Object::Array(vec![width.clone(); count])]);
                index += 3;
            }
            _ => break,
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_written_one_by_one_and_nonsense_ends_the_list() {
        let whole = Object::Integer;
        let widths = vec![
            whole(3),
            Object::Array(vec![whole(250), whole(300)]),
            whole(7),
            whole(9),
            Object::Real(722.5),
            whole(20),
            whole(10),
            whole(1),
        ];
        let wanted = vec![
            whole(3),
            Object::Array(vec![whole(250), whole(300)]),
            whole(7),
            Object::Array(vec![Object::Real(722.5); 3]),
        ];
        assert_eq!(spelled(&widths, &Document::new()), wanted);
    }
}
