//! A draft as an official paper, in the layout of its form, with the mark «Dự thảo».

use documents::domain::{Entry, Recipient, Section, name_by_symbol};
use publishing::{Block, Capacity as Printed, Paper, Signature};

use super::clauses::is_heading;
use super::{Capacity, Clause, Draft, Form, Signing, clauses, section_tree};

/// «Dự thảo lần 2»: the rounds it went through count.
#[must_use]
pub fn draft_mark(rounds: i64) -> String {
    if rounds == 0 { "Dự thảo".to_owned() } else { format!("Dự thảo lần {}", rounds + 1) }
}

/// The paper of a draft with this text. Number, day and signature are known only when it is issued.
#[must_use]
pub fn compose(draft: &Draft, text: &str, rounds: i64, issued: Option<(&Signing, i64, kernel::Day)>) -> Paper {
    let head = &draft.head;
    let sections = section_tree(&head.type_code, text);
    Paper {
        form: form(head.form),
        superior: Some(head.parent_body.clone()).filter(|body| !body.trim().is_empty()),
        issuer: head.issuer_name.clone(),
        co_issuers: Vec::new(),
        number: issued.map(|(_, number, _)| number.to_string()).unwrap_or_default(),
        symbol: head.symbol.clone(),
        place: head.place.clone(),
        date: issued.map(|(_, _, day)| day.0),
        kind_name: if head.type_code == "CV" {
            String::new()
        } else {
            name_by_symbol(&head.type_code, &head.symbol).to_owned()
        },
        title: head.title.clone(),
        addressees: head.addressees.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect(),
        body: body(text, &sections),
        signature: issued.map(|(signing, ..)| signature(signing)).unwrap_or_default(),
        co_signatures: Vec::new(),
        recipients: Recipient::from_lines(&head.recipients)
            .into_iter()
            .map(|line| if line.purpose.is_empty() { line.name } else { format!("{} ({})", line.name, line.purpose) })
            .collect(),
        draft_mark: issued.is_none().then(|| draft_mark(rounds)),
        urgency: None,
        circulation_mark: None,
        attachments: Vec::new(),
        fingerprint: None,
    }
}

/// The paper as it was issued: with the number, the day and the signature that the register has of it.
#[must_use]
pub fn compose_issued(draft: &Draft, text: &str, entry: &Entry) -> Paper {
    Paper {
        number: entry.number.map(|number| number.to_string()).unwrap_or_default(),
        symbol: entry.symbol.clone(),
        place: entry.place.clone(),
        date: entry.issued_on.map(|day| day.0),
        title: entry.title.clone(),
        signature: signature_of(entry),
        draft_mark: None,
        ..compose(draft, text, 0, None)
    }
}

/// The signature out of the lines of the register: «T/M BAN THƯỜNG VỤ», «PHÓ BÍ THƯ».
fn signature_of(entry: &Entry) -> Signature {
    let (line, position) = (entry.signing_authority.trim(), entry.signer_position.trim());
    let (capacity, authority, position) = match line.split_once(" / ") {
        // signed for the head of a body that decides together
        Some((body, head)) => {
            let (capacity, head) = capacity_of(head);
            (capacity, format!("{} / {head}", capacity_of(body).1), position)
        }
        None if line.is_empty() => match position.strip_prefix("Q. ") {
            Some(position) => (Printed::Acting, String::new(), position),
            None => (Printed::Own, String::new(), position),
        },
        None => {
            let (capacity, authority) = capacity_of(line);
            (capacity, authority.to_owned(), position)
        }
    };
    Signature { capacity, authority, position: position.to_owned(), name: entry.signer_name.clone() }
}

/// The capacity that a line begins with, and the rest of the line.
fn capacity_of(line: &str) -> (Printed, &str) {
    const BEGINS: &[(&str, Printed)] = &[
        ("T/M", Printed::OnBehalf),
        ("TM.", Printed::OnBehalf),
        ("K/T", Printed::ForHead),
        ("KT.", Printed::ForHead),
        ("T/L", Printed::ByOrder),
        ("TL.", Printed::ByOrder),
        ("TUQ.", Printed::Authorised),
    ];
    let found = BEGINS.iter().find_map(|(begin, capacity)| Some((*capacity, line.strip_prefix(begin)?.trim())));
    found.unwrap_or((Printed::Own, line))
}

pub(super) fn form(form: Form) -> publishing::Form {
    match form {
        Form::Party => publishing::Form::Party,
        Form::State => publishing::Form::State,
    }
}

fn signature(signing: &Signing) -> Signature {
    Signature {
        capacity: match signing.capacity {
            Capacity::OnBehalf => Printed::OnBehalf,
            Capacity::Own => Printed::Own,
            Capacity::ForHead => Printed::ForHead,
            Capacity::ByOrder => Printed::ByOrder,
            Capacity::Acting => Printed::Acting,
        },
        authority: signing.authority_on_paper(),
        position: signing.position_name.clone(),
        name: signing.signer.clone(),
    }
}

fn body(text: &str, sections: &[Section]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for Clause { depth, text, .. } in clauses(text, sections) {
        for (line, is_first) in text.lines().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
            blocks.push(block(line, depth, is_first && depth > 0));
        }
    }
    blocks
}

/// One paragraph: a heading when it opens a section and is no sentence.
fn block(line: &str, depth: i64, opens_section: bool) -> Block {
    if opens_section && is_heading(line) {
        return Block::heading(u8::try_from(depth.clamp(1, 4)).unwrap_or(4), line);
    }
    if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("– ")) {
        return Block::bullet(item);
    }
    let word = line.trim_end_matches(':');
    let is_decision = !opens_section && word.chars().count() < 30 && word.chars().any(char::is_alphabetic);
    if is_decision && word.to_uppercase() == word {
        return Block::Centred { text: line.to_owned() };
    }
    Block::text(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_and_sentences_are_told_apart() {
        let text = "Căn cứ Điều lệ Đảng,\nQUYẾT ĐỊNH:\nI. MỤC TIÊU\n1. Học tập đầy đủ.\n- Ở chi bộ;";
        let blocks = body(text, &section_tree("QĐ", text));
        assert_eq!(blocks[0], Block::text("Căn cứ Điều lệ Đảng,"));
        assert_eq!(blocks[1], Block::Centred { text: "QUYẾT ĐỊNH:".into() });
        assert_eq!(blocks[2], Block::heading(1, "I. MỤC TIÊU"));
        assert_eq!(blocks[3], Block::text("1. Học tập đầy đủ."));
        assert_eq!(blocks[4], Block::bullet("Ở chi bộ;"));
    }

    #[test]
    fn the_signature_is_that_of_the_paper_that_was_issued() {
        use crate::domain::{Position, SigningBody};
        for (body, capacity, authority, is_state) in [
            (SigningBody::Standing, Capacity::OnBehalf, "Ban Thường vụ", false),
            (SigningBody::Advisory, Capacity::Own, "", false),
            (SigningBody::Advisory, Capacity::ForHead, "Trưởng ban", false),
            (SigningBody::Standing, Capacity::ByOrder, "Ban Thường vụ", false),
            (SigningBody::Advisory, Capacity::Acting, "", false),
            (SigningBody::PeoplesCommittee, Capacity::OnBehalf, "Ủy ban nhân dân", true),
            (SigningBody::PeoplesCommittee, Capacity::ForHead, "Ủy ban nhân dân", true),
        ] {
            let signing = Signing {
                body,
                capacity,
                position: Position::Secretary,
                authority: authority.into(),
                position_name: "Chánh Văn phòng".into(),
                signer: "Lê Thị Mai".into(),
            };
            let (signing_authority, signer_position) = signing.printed(is_state);
            let signer_name = signing.signer.clone();
            let read = signature_of(&Entry { signing_authority, signer_position, signer_name, ..Entry::default() });
            let upper = |signature: &Signature| {
                let Signature { capacity, authority, position, name } = signature.clone();
                (capacity, authority.to_uppercase(), position.to_uppercase(), name)
            };
            assert_eq!(upper(&read), upper(&signature(&signing)), "{body:?} {capacity:?}");
        }
    }

    #[test]
    fn a_draft_says_how_often_it_was_asked_about() {
        assert_eq!(draft_mark(0), "Dự thảo");
        assert_eq!(draft_mark(1), "Dự thảo lần 2");
    }
}
