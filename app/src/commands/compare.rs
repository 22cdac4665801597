//! `thongsuot compare`: what texts have copied from a superior or from other units, one JSON object a line: the share, the
//! spans with where they come from and how they were edited, what is said of the own place. Offsets are characters of the
//! file as it is stored where it is plain text, else of the text that was read from it.

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, bail};
use official_text::read::Format;
use serde_json::{Value, json};
use similarity::{Comparison, Edit, Exempt, Relation, Source, Sources};

use super::parse::read;
use crate::cli::Compare;

pub(super) fn run(asked: &Compare) -> anyhow::Result<()> {
    let named = asked.superiors.iter().chain(&asked.siblings);
    let names: Vec<String> = named.clone().map(|path| id_of(path)).collect();
    let texts: Vec<String> = named.map(|path| text_of(path)).collect::<anyhow::Result<_>>()?;
    let (superiors, siblings) = texts.split_at(asked.superiors.len());
    let given: Vec<Source> = superiors
        .iter()
        .map(|text| Source::superior(text))
        .chain(siblings.iter().map(|text| Source::sibling(text)))
        .collect();
    let mandated = asked.mandated.as_deref().map(text_of).transpose()?.unwrap_or_default();
    let mandated: Vec<&str> = mandated.lines().filter(|line| !line.trim().is_empty()).collect();
    let sources = Sources::with_mandated(&given, &mandated);
    let known: Vec<Known> =
        names.iter().zip(&texts).map(|(name, text)| Known { name, of_text: Characters::of(text) }).collect();
    let mut failed = 0_usize;
    let mut out = std::io::stdout().lock();
    for file in &asked.files {
        match text_of(file) {
            Ok(text) => {
                let found = sources.compare(&text);
                writeln!(out, "{}", told(&id_of(file), &text, &found, &known)).context("standard output")?;
            }
            Err(error) => {
                failed += 1;
                eprintln!("{error:#}");
            }
        }
    }
    if failed > 0 {
        bail!("{failed} tệp không đọc được / {failed} files could not be read");
    }
    Ok(())
}

fn id_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The text of a file; of plain text the characters as they are stored, so that offsets are those of the file.
fn text_of(path: &Path) -> anyhow::Result<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let read = || -> anyhow::Result<String> {
        let content = std::fs::read(path).context("không mở được tệp / cannot open the file")?;
        let text = read(&name, &content)?;
        let is_plain = matches!(text.format, Format::Plain | Format::Markdown) && text.legacy.is_none();
        Ok(String::from_utf8(content).ok().filter(|_| is_plain).unwrap_or(text.body))
    };
    read().with_context(|| path.display().to_string())
}

/// A source as it is told: its name, and its characters.
struct Known<'a> {
    name: &'a str,
    of_text: Characters,
}

fn told(id: &str, text: &str, found: &Comparison, known: &[Known]) -> Value {
    let of_text = Characters::of(text);
    let spans: Vec<Value> = found
        .spans
        .iter()
        .map(|span| {
            let (start, end) = of_text.range(&span.range);
            let source = &known[span.source];
            let (from, to) = source.of_text.range(&span.source_range);
            json!({
                "start": start, "end": end, "words": span.words,
                "source": source.name, "relation": relation(span.relation),
                "source_start": from, "source_end": to,
                "edits": span.edits.iter().map(|edit| edit_word(*edit)).collect::<Vec<_>>(),
                "likeness": rounded(f64::from(span.likeness)),
            })
        })
        .collect();
    let ranges = |all: &[Range<usize>]| -> Vec<Value> { all.iter().map(|range| json!(of_text.range(range))).collect() };
    let exempt = found.exempt.iter().map(|exempt| {
        let (start, end) = of_text.range(&exempt.range);
        json!({"start": start, "end": end, "why": exempt_word(exempt.why)})
    });
    json!({
        "id": id,
        "ratio": rounded(found.ratio()),
        "words": found.words,
        "copied_words": found.copied_words,
        "spans": spans,
        "exempt": exempt.collect::<Vec<_>>(),
        "local": {
            "share": rounded(found.local.share()),
            "places": ranges(&found.local.places),
            "figures": ranges(&found.local.figures),
            "days": ranges(&found.local.days),
            "owners": ranges(&found.local.owners),
        },
    })
}

fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Superior => "superior",
        Relation::Sibling => "sibling",
    }
}

fn edit_word(edit: Edit) -> &'static str {
    match edit {
        Edit::Verbatim => "verbatim",
        Edit::WithoutDiacritics => "without_diacritics",
        Edit::UnitReplaced => "unit_replaced",
        Edit::FigureReplaced => "figure_replaced",
        Edit::ClausesMoved => "clauses_moved",
        Edit::SentenceMoved => "sentence_moved",
        Edit::Reworded => "reworded",
    }
}

fn exempt_word(why: Exempt) -> &'static str {
    match why {
        Exempt::Form => "form",
        Exempt::Quotation => "quotation",
        Exempt::Mandated => "mandated",
    }
}

/// From bytes to characters of a text.
struct Characters {
    starts: Vec<usize>,
}

impl Characters {
    fn of(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(at, _)| at).collect() }
    }

    fn range(&self, bytes: &Range<usize>) -> (usize, usize) {
        let at = |byte: usize| self.starts.partition_point(|start| *start < byte);
        (at(bytes.start), at(bytes.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_characters() {
        let text = "Đảng ủy xã";
        assert_eq!(Characters::of(text).range(&(text.len() - 3..text.len())), (8, 10));
    }
}
