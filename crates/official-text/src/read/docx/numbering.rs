//! Automatic numbering of Word: labels are no text in the file, they are counted here from
//! numbering.xml and the styles that refer to it.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{attribute, number};
use crate::read::CannotRead;

/// Word knows nine levels.
const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    pattern: String,
    start: usize,
}

/// The lists of one document with their running counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<usize, Vec<Level>>,
    instances: HashMap<usize, usize>,
    styles: HashMap<String, (usize, usize)>,
    counters: HashMap<usize, [usize; LEVELS]>,
}

impl Numbering {
    pub(super) fn read(numbering: &str, styles: &str) -> Result<Self, CannotRead> {
        let mut read = Self::default();
        read.read_lists(numbering)?;
        read.read_styles(styles)?;
        Ok(read)
    }

    fn read_lists(&mut self, xml: &str) -> Result<(), CannotRead> {
        let mut reader = Reader::from_str(xml);
        let (mut list, mut level, mut instance) = (None, 0, None);
        loop {
            match reader.read_event().map_err(|_| CannotRead::Damaged)? {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    b"abstractNum" => {
                        list = number(&tag, "abstractNumId");
                        instance = None;
                    }
                    b"num" => {
                        instance = number(&tag, "numId");
                        list = None;
                    }
                    b"abstractNumId" => {
                        if let (Some(instance), Some(list)) = (instance, number(&tag, "val")) {
                            self.instances.insert(instance, list);
                        }
                    }
                    b"lvl" => level = number(&tag, "ilvl").unwrap_or(0),
                    _ => {
                        if let Some(list) = list.filter(|_| level < LEVELS) {
                            let levels = self.lists.entry(list).or_insert_with(|| vec![Level::default(); LEVELS]);
                            if let Some(level) = levels.get_mut(level) {
                                set_level(level, &tag);
                            }
                        }
                    }
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), CannotRead> {
        let mut reader = Reader::from_str(xml);
        let (mut style, mut level) = (None, 0);
        loop {
            match reader.read_event().map_err(|_| CannotRead::Damaged)? {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    b"style" => {
                        style = attribute(&tag, "styleId");
                        level = 0;
                    }
                    b"ilvl" => level = number(&tag, "val").unwrap_or(0),
                    b"numId" => {
                        if let (Some(style), Some(instance)) = (&style, number(&tag, "val")) {
                            self.styles.insert(style.clone(), (instance, level));
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// The list and level a style gives its paragraphs.
    pub(super) fn of_style(&self, style: &str) -> Option<(usize, usize)> {
        self.styles.get(style).copied()
    }

    /// Counts one paragraph and returns its label with a closing blank, empty for none.
    pub(super) fn next_label(&mut self, instance: usize, level: usize) -> String {
        let Some(list) = self.instances.get(&instance) else { return String::new() };
        let Some(levels) = self.lists.get(list) else { return String::new() };
        let Some(own) = levels.get(level) else { return String::new() };
        let counters = self.counters.entry(*list).or_insert([0; LEVELS]);
        counters[level] = if counters[level] == 0 { own.start.max(1) } else { counters[level] + 1 };
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = 0;
        }
        match own.format.as_str() {
            "none" => return String::new(),
            "bullet" => return "- ".to_owned(),
            _ => {}
        }
        let mut label = own.pattern.clone();
        for (index, shown) in levels.iter().enumerate().take(level + 1) {
            let place = format!("%{}", index + 1);
            if label.contains(&place) {
                let count = if counters[index] == 0 { shown.start.max(1) } else { counters[index] };
                label = label.replace(&place, &written(count, &shown.format));
            }
        }
        if label.is_empty() { label } else { label + " " }
    }
}

fn set_level(level: &mut Level, tag: &BytesStart<'_>) {
    match tag.local_name().as_ref() {
        b"numFmt" => level.format = attribute(tag, "val").unwrap_or_default(),
        b"lvlText" => level.pattern = attribute(tag, "val").unwrap_or_default(),
        b"start" => level.start = number(tag, "val").unwrap_or(1),
        _ => {}
    }
}

/// A count in Word's number format; formats of other scripts are written as digits.
fn written(count: usize, format: &str) -> String {
    let numeral = || u16::try_from(count).ok().and_then(vietnamese::roman);
    let letter = || {
        let place = u32::try_from((count.max(1) - 1) % 26).unwrap_or(0);
        char::from_u32(u32::from('a') + place).map(|letter| letter.to_string().repeat((count.max(1) - 1) / 26 % 4 + 1))
    };
    let special = match format {
        "upperRoman" => numeral(),
        "lowerRoman" => numeral().map(|numeral| numeral.to_lowercase()),
        "upperLetter" => letter().map(|letter| letter.to_uppercase()),
        "lowerLetter" => letter(),
        "decimalZero" => Some(format!("{count:02}")),
        _ => None,
    };
    special.unwrap_or_else(|| count.to_string())
}
