//! The words of a sheet's head and signature as the rules want them.

use serde::Serialize;

use crate::composed::{capitals, number_line, place_date, require};
use crate::paper::CannotPublish;
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
