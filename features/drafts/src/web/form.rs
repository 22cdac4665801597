//! The form of a draft's head and text, and what is filled in for a unit that leaves a field empty.

use documents::domain::{DOCUMENT_TYPES, Recipient};
use kernel::{UnitId, UnitKind};
use platform::web::{FieldErrors, Upload};
use serde::Deserialize;
use units::domain::Unit;

use crate::domain::{Draft, Form, Head, LONGEST, organ_of, plain, symbol_of};

/// The fields, as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DraftForm {
    pub unit: String,
    pub issuer: String,
    pub form: String,
    pub type_code: String,
    pub title: String,
    pub issuer_name: String,
    pub parent_body: String,
    pub symbol: String,
    pub place: String,
    pub addressees: String,
    pub recipients: String,
    pub text: String,
    pub version: i64,
}

impl DraftForm {
    /// As it came with a file.
    pub fn of_upload(upload: &Upload) -> Self {
        let field = |name: &str| upload.field(name).to_owned();
        DraftForm {
            unit: field("unit"),
            issuer: field("issuer"),
            form: field("form"),
            type_code: field("type_code"),
            title: field("title"),
            issuer_name: field("issuer_name"),
            parent_body: field("parent_body"),
            symbol: field("symbol"),
            place: field("place"),
            addressees: field("addressees"),
            recipients: field("recipients"),
            text: field("text"),
            version: 0,
        }
    }

    /// As the draft stands.
    pub fn of(draft: &Draft, text: String) -> Self {
        let head = draft.head.clone();
        DraftForm {
            unit: draft.unit.to_string(),
            issuer: draft.issuer.to_string(),
            form: head.form.code().to_owned(),
            type_code: head.type_code,
            title: head.title,
            issuer_name: head.issuer_name,
            parent_body: head.parent_body,
            symbol: head.symbol,
            place: head.place,
            addressees: head.addressees,
            recipients: head.recipients,
            text,
            version: draft.version,
        }
    }

    /// Head and text, or what is wrong. What is left empty is what the issuer's name suggests.
    pub fn head(&self, issuer: &Unit, above: Option<&Unit>) -> Result<(Head, String), FieldErrors> {
        let line = |text: &str| vietnamese::nfc(text.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
        let or = |text: String, other: String| if text.is_empty() { other } else { text };
        let mut errors = FieldErrors::default();
        let is_type = DOCUMENT_TYPES.iter().any(|(code, _)| *code == self.type_code);
        errors.add_if(!is_type, "type_code", "drafts-error-type");
        let title = line(&self.title);
        errors.add_if(title.is_empty(), "title", "drafts-error-title");
        errors.add_if(title.chars().count() > 500, "title", "drafts-error-title-long");
        let text = plain(&self.text);
        errors.add_if(text.len() > LONGEST, "text", "drafts-error-text-long");
        if !errors.is_empty() {
            return Err(errors);
        }
        let form = self.form.parse().unwrap_or(Form::Party);
        let parent = above.map(|unit| parent_body_of(unit, issuer.kind)).unwrap_or_default();
        let recipients = Recipient::from_lines(&vietnamese::nfc(&self.recipients));
        let recipients = documents::domain::Entry { recipients, ..Default::default() }.recipient_lines();
        let head = Head {
            form,
            title,
            issuer_name: or(line(&self.issuer_name), issuer.name.clone()),
            parent_body: if self.version == 0 { or(line(&self.parent_body), parent) } else { line(&self.parent_body) },
            symbol: or(line(&self.symbol), symbol_of(form, &self.type_code, organ_of(issuer.kind))),
            place: or(line(&self.place), place_of(&issuer.name)),
            addressees: plain(&self.addressees),
            recipients,
            type_code: self.type_code.clone(),
        };
        Ok((head, text))
    }

    /// The unit that drafts.
    pub fn unit(&self) -> Option<UnitId> {
        self.unit.parse().ok()
    }
}

/// What stands around the text of a paper that another feature begins: as the form suggests it.
#[must_use]
pub fn suggested_head(issuer: &Unit, above: Option<&Unit>, type_code: &str, title: &str, recipients: &str) -> Head {
    Head {
        form: Form::Party,
        type_code: type_code.to_owned(),
        title: title.to_owned(),
        issuer_name: issuer.name.clone(),
        parent_body: above.map(|unit| parent_body_of(unit, issuer.kind)).unwrap_or_default(),
        symbol: symbol_of(Form::Party, type_code, organ_of(issuer.kind)),
        place: place_of(&issuer.name),
        addressees: String::new(),
        recipients: recipients.to_owned(),
    }
}

/// How the unit above is printed over a committee of the Party: as its organisation. Over an advisory body it is printed
/// under its own name, over the province's committee nothing is.
fn parent_body_of(above: &Unit, kind: UnitKind) -> String {
    if kind == UnitKind::ProvinceCommittee || above.kind == UnitKind::Centre {
        return String::new();
    }
    if !kind.is_party_organisation() {
        return above.name.clone();
    }
    [("Tỉnh ủy ", "Đảng bộ tỉnh "), ("Thành ủy ", "Đảng bộ thành phố "), ("Đảng ủy ", "Đảng bộ ")]
        .iter()
        .find_map(|(committee, organisation)| Some(format!("{organisation}{}", above.name.strip_prefix(committee)?)))
        .unwrap_or_else(|| above.name.clone())
}

/// The place a committee's name holds: «Sông Lạc» of «Tỉnh ủy Sông Lạc».
fn place_of(name: &str) -> String {
    ["Tỉnh ủy ", "Thành ủy ", "Đảng ủy xã ", "Đảng ủy phường ", "Đảng ủy đặc khu "]
        .iter()
        .find_map(|start| name.strip_prefix(start))
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_unit(kind: UnitKind, name: &str) -> Unit {
        Unit {
            id: UnitId(Default::default()),
            code: "X".into(),
            kind,
            name: name.into(),
            short_name: name.into(),
            parent: None,
            organ_id: String::new(),
            founded_on: None,
            ended_on: None,
            version: 1,
        }
    }

    #[test]
    fn what_is_left_empty_is_what_the_issuer_suggests() {
        let province = a_unit(UnitKind::ProvinceCommittee, "Tỉnh ủy Sông Lạc");
        let commune = a_unit(UnitKind::CommuneCommittee, "Đảng ủy xã An Khê");
        let form = DraftForm { type_code: "KH".into(), title: " về  học tập ".into(), ..DraftForm::default() };
        let (head, _) = form.head(&commune, Some(&province)).unwrap();
        assert_eq!((head.title.as_str(), head.symbol.as_str(), head.place.as_str()), ("về học tập", "KH/ĐU", "An Khê"));
        assert_eq!(head.parent_body, "Đảng bộ tỉnh Sông Lạc");
        let advisory = a_unit(UnitKind::AdvisoryBody, "Ban Tổ chức Tỉnh ủy");
        assert_eq!(form.head(&advisory, Some(&province)).unwrap().0.parent_body, "Tỉnh ủy Sông Lạc");
        assert!(DraftForm::default().head(&commune, None).is_err());
    }
}
