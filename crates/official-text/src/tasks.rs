//! Who is to do what: «Giao … chủ trì, phối hợp với …», «Ban X chủ trì …», «Đề nghị Sở Y …»,
//! with partners, work, deadline and the clause it stands in. A proposal for a person to
//! confirm: what the sentence does not say stays empty.

mod asking;
mod words;

use std::sync::LazyLock;

use regex::Regex;
use vietnamese::dates_in;

use crate::bare::Bare;
use crate::document::{Deadline, Document, Found, Section, Task};
use crate::lines::begins_with_any;
use crate::source::Mapped;
use words::{LEADS, NOUNS, VERBS};

pub use asking::asks_for_work;

/// A sentence longer than this is a paragraph that lost its marks.
const LONGEST_SENTENCE: usize = 2400;
/// A lead and its partners are named at the beginning of the sentence.
const LONGEST_NAMES: usize = 700;

static DEADLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = r"\d{1,2}(?: ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?| thang \d{1,2}(?: nam \d{4})?)";
    let month = r"(?:thang \d{1,2}|quy (?:iv|iii|ii|i|[1-4]))(?: ?/ ?\d{4}| nam \d{4})?";
    Regex::new(&format!(
        r"(?:(?:hoan thanh|xong) )?(?:truoc|cham nhat(?: la| den| vao| trong)?|den het|muon nhat(?: la)?|het) (?:\d{{1,2}} ?(?:gio|h)\d{{0,2}}(?: \d{{1,2}} phut)?,? )?(?:(?:ngay )?{day}|{month})|(?:hoan thanh|xong) trong {month}|trong {month}|han (?:cuoi|hoan thanh):? ?(?:ngay )?{day}"
    ))
    .ok()
});

/// The innermost section that holds a byte of the source, found by going on from the last asked
/// for: sentences come in order.
struct Holder<'d> {
    sections: &'d [Section],
    next: usize,
    path: Vec<usize>,
}

impl<'d> Holder<'d> {
    fn at(&mut self, place: usize) -> impl Iterator<Item = &'d Section> + use<'_, 'd> {
        while let Some(section) = self.sections.get(self.next).filter(|section| section.span.start <= place) {
            self.path.retain(|open| self.sections[*open].depth < section.depth);
            self.path.push(self.next);
            self.next += 1;
        }
        let sections = self.sections;
        self.path.iter().rev().map(move |at| &sections[*at]).filter(move |section| place < section.span.end)
    }
}

/// Finds the tasks of the body, which lies between two bytes of the source.
pub(crate) fn read(flow: &Mapped<'_>, bare: &Bare, body: (usize, usize), document: &mut Document) {
    let mut tasks = Vec::new();
    let sections = std::mem::take(&mut document.sections);
    let mut holder = Holder { sections: &sections, next: 0, path: Vec::new() };
    let reports = document.type_code.as_ref().is_some_and(|code| matches!(code.value.as_str(), "BC" | "BB"));
    let mut leading = bare.text.match_indices("chu tri").map(|(place, _)| place).peekable();
    let mut at = 0;
    while at < bare.text.len() {
        let end = sentence_end(&bare.text, at);
        while leading.next_if(|place| *place < at).is_some() {}
        let leads = leading.peek().copied().filter(|place| *place < end && bare.begins_word(*place));
        if end - at <= LONGEST_SENTENCE {
            let start = begin(&bare.text, at, end);
            let place = flow.origin(bare.place(start));
            let sentence = Sentence { flow, bare, start, end, place, reports, leads };
            if (body.0..body.1).contains(&place) {
                tasks.extend(sentence.task(&mut holder));
            }
        }
        at = end + 1;
    }
    document.tasks = tasks;
    document.sections = sections;
}

/// The end of the sentence that begins at `at`: its mark, or the end of the paragraph.
fn sentence_end(bare: &str, at: usize) -> usize {
    let bytes = bare.as_bytes();
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        let is_end = match byte {
            b'\n' => true,
            b'.' | b';' => bytes.get(end + 1).is_none_or(|next| matches!(next, b' ' | b'\n' | b'/')),
            _ => false,
        };
        if is_end {
            break;
        }
        end += 1;
    }
    end
}

/// Bullets and labels are no part of the sentence.
fn begin(bare: &str, at: usize, end: usize) -> usize {
    let text = &bare[at..end];
    let mut rest = text.trim_start_matches([' ', '-', '+', '*', '~', '.', '/']);
    if let Some((label, after)) = rest.split_once([')', '-', '/'])
        && label.len() <= 3
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        rest = after.trim_start();
    }
    end - rest.len()
}

struct Sentence<'t> {
    flow: &'t Mapped<'t>,
    bare: &'t Bare,
    start: usize,
    end: usize,
    /// its first byte in the source
    place: usize,
    /// stands in a report, which tells what was done
    reports: bool,
    /// where «chủ trì» stands
    leads: Option<usize>,
}

impl Sentence<'_> {
    fn text(&self) -> &str {
        &self.bare.text[self.start..self.end]
    }

    fn written(&self, from: usize, to: usize) -> &str {
        &self.flow.text[self.bare.place(from)..self.bare.place(to)]
    }

    fn found(&self, from: usize, to: usize) -> Option<Found> {
        const SIGNS: [char; 9] = [' ', ',', ':', ';', '.', '-', '–', '(', '/'];
        let written = self.written(from, to);
        let begun = written.trim_start_matches(SIGNS);
        let trimmed = begun.trim_end_matches(SIGNS);
        let start = self.bare.place(from) + written.len() - begun.len();
        (!trimmed.is_empty()).then(|| self.flow.found(start, start + trimmed.len()))
    }

    fn task(&self, holder: &mut Holder<'_>) -> Option<Task> {
        let mut task = self.without_clause(holder)?;
        let labels: Vec<&str> = holder.at(task.work.span.start).map(|section| section.label.as_str()).collect();
        task.clause = clause(labels.iter().rev().copied());
        Some(task)
    }

    fn without_clause(&self, holder: &mut Holder<'_>) -> Option<Task> {
        let text = self.text();
        let opening = ["giao cho ", "giao ", "de nghi ", "yeu cau "].iter().find(|verb| text.starts_with(**verb));
        let leads = self.leads.and_then(|place| place.checked_sub(self.start)).filter(|place| *place < LONGEST_NAMES);
        if leads.is_none() && opening.is_none() && !begins_with_word(text, LEADS) {
            return None;
        }
        let lead_at = self.start + opening.map_or(0, |verb| verb.len());
        if self.reports && opening.is_none() {
            return None;
        }
        if leads == Some(0) {
            let lead = self.heading_body(holder)?;
            return self.with_partners(lead, self.start + "chu tri".len());
        }
        if let Some(place) = leads
            && self.is_lead(lead_at, self.start + place)
            && self.work_begin(lead_at).is_none_or(|verb| verb >= self.start + place)
        {
            let lead = self.found(lead_at, self.without_label(lead_at, self.start + place))?;
            return self.with_partners(lead, self.start + place + "chu tri".len());
        }
        // «Giao Sở Y xây dựng ...», «Văn phòng Tỉnh ủy theo dõi ...», «Ban Tổ chức Tỉnh ủy: Tham mưu ...»
        if opening.is_none() && !self.is_point(holder) {
            return None;
        }
        let verb = self.work_begin(lead_at).filter(|verb| self.is_lead(lead_at, *verb))?;
        let lead = self.found(lead_at, verb)?;
        self.finish(lead, Vec::new(), verb)
    }

    /// The words between name the one who leads: a body or group and nothing else.
    fn is_lead(&self, from: usize, to: usize) -> bool {
        if to <= from || to - from > 220 {
            return false;
        }
        let words = &self.bare.text[from..to];
        begins_with_word(words.trim(), LEADS)
            && self.written(from, to).starts_with(char::is_uppercase)
            && !words.contains('"')
            || words.starts_with("cac ") && begins_with_word(words, LEADS) && words.len() < 160
    }

    /// «Bộ Công an a) Chủ trì»: the label of the point belongs to neither.
    fn without_label(&self, from: usize, to: usize) -> usize {
        let words = self.bare.text[from..to].trim_end();
        match words.strip_suffix(')').and_then(|words| words.rsplit_once(' ')) {
            Some((name, label)) if label.len() <= 2 => from + name.len(),
            _ => to,
        }
    }

    /// Where the first verb in small letters begins, behind the name at `from`.
    fn work_begin(&self, from: usize) -> Option<usize> {
        let limit = (from + LONGEST_NAMES).min(self.end);
        let text = &self.bare.text[from..limit];
        let mut colon = None;
        for (place, _) in text.match_indices(' ') {
            let at = from + place + 1;
            if text[..place].ends_with(':') {
                colon = Some(at);
                break;
            }
            let ahead = &self.bare.text[at..limit];
            let small = self.written(at, limit).starts_with(char::is_lowercase);
            if small && begins_with_word(ahead, VERBS) && !self.is_noun(from, at) {
                return Some(at);
            }
        }
        colon
    }

    /// «các tổ chức chính trị», «cơ quan tham mưu, giúp việc» are no verbs.
    fn is_noun(&self, from: usize, at: usize) -> bool {
        let before = self.bare.text[from..at].trim_end();
        let ahead = &self.bare.text[at..self.end];
        let noun_before =
            [" cac", "cac", "co quan", " mat", "can bo", "cong tac", " cua"].iter().any(|word| before.ends_with(word));
        let listed = before.ends_with(',') && begins_with_word(ahead, &["to chuc"]) && !ahead.starts_with("to chuc th");
        noun_before || listed || NOUNS.iter().any(|noun| ahead.starts_with(noun))
    }

    /// «phối hợp với A, B và C» behind the lead, then the work.
    fn with_partners(&self, lead: Found, from: usize) -> Option<Task> {
        let rest = &self.bare.text[from..self.end];
        let skipped = rest.len() - rest.trim_start_matches([',', ' ', ':']).len();
        let at = from + skipped;
        let joins = ["phoi hop chat che voi ", "phoi hop voi ", "phoi hop cung ", "cung voi ", "phoi hop "];
        let Some(join) = joins.iter().find(|join| self.bare.text[at..self.end].starts_with(**join)) else {
            return self.finish(lead, Vec::new(), at);
        };
        let names = at + join.len();
        let Some(work) = self.work_begin(names) else {
            return self.finish(lead, Vec::new(), at);
        };
        let partners = self.partners(names, work);
        self.finish(lead, partners, work)
    }

    fn partners(&self, from: usize, to: usize) -> Vec<Found> {
        let text = &self.bare.text[from..to];
        let mut partners = Vec::new();
        let mut begun = 0;
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        for (place, sign) in text.match_indices([',', ';']).chain(text.match_indices(" va ")) {
            let next = text[place + sign.len()..].trim_start();
            let next_at = from + text.len() - next.len();
            // a list of names; «Sở Kế hoạch và Đầu tư», «các sở, ban, ngành» are one
            let begins_name = begins_with_word(next, LEADS)
                && !(sign == "," && begins_with_any(next, &["ban"]) && self.is_small(next_at));
            if begins_name {
                cuts.push((place, place + sign.len()));
            }
        }
        cuts.sort_unstable();
        for (end, next) in cuts {
            partners.extend(self.found(from + begun, from + end));
            begun = next;
        }
        partners.extend(self.found(from + begun, to));
        partners
    }

    fn is_small(&self, at: usize) -> bool {
        self.written(at, self.end).starts_with(char::is_lowercase)
    }

    fn finish(&self, lead: Found, partners: Vec<Found>, work: usize) -> Option<Task> {
        let work = self.found(work, self.end)?;
        if work.value.split(' ').count() < 3 {
            return None;
        }
        let text = self.found(self.start, self.end)?;
        Some(Task { lead, partners, work, deadline: self.deadline(), clause: None, text: text.value, span: text.span })
    }

    fn deadline(&self) -> Option<Deadline> {
        let found = DEADLINE.as_ref()?.find(self.text())?;
        let term = self.found(self.start + found.start(), self.start + found.end())?;
        let day = dates_in(&term.value).first().map(|date| date.day.to_string());
        Some(Deadline { text: term.value, day, span: term.span })
    }

    /// The body a heading names: «2. Giao Sở Xây dựng» above «Chủ trì, phối hợp với ...».
    fn heading_body(&self, holder: &mut Holder<'_>) -> Option<Found> {
        holder.at(self.place).find_map(|section| {
            let title = ["Giao cho ", "Giao ", "Đề nghị "]
                .iter()
                .fold(section.title.as_str(), |title, verb| title.strip_prefix(verb).unwrap_or(title));
            let is_body = begins_with_any(&vietnamese::fold(title), LEADS) && title.chars().count() < 120;
            let value = is_body.then(|| title.trim_end_matches([':', ',', ' ']).to_owned())?;
            let span = self.flow.place_of(&value, section.span).unwrap_or(section.span);
            Some(Found { value, span })
        })
    }

    /// The sentence begins a numbered point or an item, where an organisation plan lists its bodies.
    fn is_point(&self, holder: &mut Holder<'_>) -> bool {
        let before = self.bare.text[..self.start].trim_end_matches(' ');
        let label = before.trim_end_matches('.');
        let is_numbered = before.len() > label.len()
            && label.ends_with(|last: char| last.is_ascii_digit())
            && label.bytes().rev().take(6).any(|byte| !byte.is_ascii_digit() && byte != b'.')
            || label.is_empty();
        let is_item = before.is_empty() || before.ends_with(['-', '+', '*', ')', '/', '\n']) || is_numbered;
        is_item
            && holder.at(self.place).any(|section| {
                let title = vietnamese::fold(&section.title);
                ["to chuc thuc hien", "phan cong", "trach nhiem cua", "trach nhiem thuc hien"]
                    .iter()
                    .any(|word| title.contains(word))
            })
    }
}

/// Whether the bare text begins with one of the words, whatever sign follows.
fn begins_with_word(bare: &str, words: &[&str]) -> bool {
    let first = bare.as_bytes().first();
    words.iter().filter(|word| word.as_bytes().first() == first).any(|word| {
        bare.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
    })
}

/// «III.2.a», «Điều 3.1», from the labels of the sections, the outermost first.
fn clause<'l>(labels: impl Iterator<Item = &'l str>) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for label in labels {
        // «1.2» under «1» says it already
        parts.retain(|outer| !label.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.')));
        parts.push(label);
    }
    (!parts.is_empty()).then(|| parts.join("."))
}
