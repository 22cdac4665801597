//! What is printed is read again: .docx and .pdf of every main type, in every form, give back the fields they came from.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

#[allow(dead_code, reason = "shared with the other tests")]
mod samples;

use official_text::{Found, parse, read};
use publishing::{Form, Paper, RuleSet, docx, pdf};

fn value(found: &Option<Found>) -> String {
    found.as_ref().map(|found| found.value.to_lowercase()).unwrap_or_default()
}

/// The fields of a paper by name, as its own data have them.
fn wanted(paper: &Paper) -> Vec<(&'static str, String)> {
    let number: u32 = paper.number.parse().unwrap();
    let joint = if paper.form == Form::Party { "-" } else { "/" };
    let day = paper.date.unwrap();
    let issuers: Vec<&str> = std::iter::once(&paper.issuer).chain(&paper.co_issuers).map(String::as_str).collect();
    vec![
        ("number", format!("{number:02}")),
        ("full number", format!("{number:02}{joint}{}", paper.symbol).to_lowercase()),
        ("kind", paper.kind_name.to_lowercase()),
        ("issuer", issuers.join(" - ").to_lowercase()),
        ("superior", paper.superior.clone().unwrap_or_default().to_lowercase()),
        ("place", paper.place.to_lowercase()),
        ("date", day.to_string()),
        ("title", paper.title.to_lowercase()),
        ("position", paper.signature.position.to_lowercase()),
        ("signer", paper.signature.name.to_lowercase()),
        ("recipients", paper.recipients.len().to_string()),
        ("urgency", paper.urgency.map(|urgency| urgency.mark().to_lowercase()).unwrap_or_default()),
    ]
}

fn read_again(file_name: &str, file: &[u8]) -> Vec<(&'static str, String)> {
    let document = parse(&read::text_of(file_name, file).unwrap().body);
    let kind = value(&document.type_name);
    vec![
        ("number", value(&document.number)),
        ("full number", value(&document.full_number)),
        // a letter names its kind nowhere
        ("kind", if kind == "công văn" { String::new() } else { kind }),
        ("issuer", value(&document.issuing_body)),
        ("superior", value(&document.parent_body)),
        ("place", value(&document.place)),
        ("date", value(&document.date)),
        ("title", value(&document.title)),
        ("position", value(&document.signer_position)),
        ("signer", value(&document.signer_name)),
        ("recipients", document.recipients.len().to_string()),
        ("urgency", value(&document.urgency)),
    ]
}

#[test]
fn every_main_type_is_read_back_as_it_was_written() {
    let mut lost = Vec::new();
    for (name, paper) in samples::papers() {
        if paper.number.is_empty() {
            continue;
        }
        for rules in RuleSet::built_in().iter().filter(|rules| rules.form == paper.form) {
            let files = [("docx", docx(&paper, rules).unwrap()), ("pdf", pdf(&paper, rules).unwrap())];
            for (ending, file) in files {
                let read = read_again(&format!("{name}.{ending}"), &file);
                for ((field, wanted), (_, read)) in wanted(&paper).into_iter().zip(read) {
                    // of several signatures side by side none is called the signer; empty, never wrong
                    let is_shared = !paper.co_signatures.is_empty() && ["position", "signer"].contains(&field);
                    if wanted != read && !(is_shared && read.is_empty()) {
                        lost.push(format!("{name}.{ending} ({}) {field}: «{wanted}» was read «{read}»", rules.name));
                    }
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn a_deputy_who_signs_for_a_body_and_for_its_head_is_read_back_on_both_lines() {
    let paper = samples::papers().into_iter().find(|(name, _)| *name == "peoples-committee").unwrap().1;
    let rules = RuleSet::in_force(RuleSet::built_in(), paper.form, paper.date.unwrap()).unwrap();
    for (name, file) in [("a.docx", docx(&paper, rules).unwrap()), ("a.pdf", pdf(&paper, rules).unwrap())] {
        let document = parse(&read::text_of(name, &file).unwrap().body);
        assert_eq!(value(&document.signing_authority), "tm. ủy ban nhân dân / kt. chủ tịch", "{name}");
        assert_eq!(value(&document.signer_position), "phó chủ tịch", "{name}");
    }
}
