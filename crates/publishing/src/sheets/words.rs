//! The words of a sheet's head and signature as the rules want them.

use serde::Serialize;

use crate::composed::{authority, capitals, clean, number_line, place_date, position, require};
use crate::paper::{CannotPublish, Signature};
use crate::rules::RuleSet;
use crate::sheets::Head;

#[derive(Serialize)]
pub(crate) struct SheetHead {
    superior: Option<String>,
    issuer: String,
    number_line: String,
    place_date: String,
}

impl SheetHead {
    pub(crate) fn new(head: &Head, rules: &RuleSet) -> Result<Self, CannotPublish> {
        require(&head.issuer, "cơ quan ban hành")?;
        require(&head.place, "địa danh")?;
        Ok(Self {
            superior: head.superior.as_deref().map(capitals),
            issuer: capitals(&head.issuer),
            number_line: number_line(&head.number, &head.symbol, rules),
            place_date: place_date(&head.place, head.date),
        })
    }
}

#[derive(Serialize)]
pub(crate) struct SignatureWords {
    authority: String,
    position: String,
    signer: String,
}

impl SignatureWords {
    pub(crate) fn new(signature: &Signature, rules: &RuleSet) -> Self {
        Self {
            authority: authority(signature, rules),
            position: position(signature, rules),
            signer: clean(&signature.name),
        }
    }
}
