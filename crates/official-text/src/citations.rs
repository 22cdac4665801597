//! Mentions of other documents in running text: with number and symbol or with a number only
//! (`numbered`), and by name (`named`). What stands around a mention (date, issuer, relation) is
//! read in `around`.

mod around;
mod laws;
mod named;
mod numbered;

use crate::bare::Bare;
use crate::document::{Citation, Document, Relation, Span};
use crate::source::{Mapped, one_line};

/// A mention in the flowing text before its surroundings are read.
#[derive(Debug, Clone, Default)]
struct Mention {
    start: usize,
    end: usize,
    type_code: Option<String>,
    number: Option<String>,
    year: Option<String>,
    symbol: Option<String>,
    name: Option<String>,
}

/// Finds all mentions in the flowing text; `own_number` is the document's own, no mention.
pub(crate) fn read(flow: &Mapped<'_>, bare: &Bare, own_number: Option<Span>, document: &mut Document) {
    let text = flow.text.as_str();
    let mut mentions = numbered::find(text, bare);
    mentions.retain(|mention| own_number.is_none_or(|own| !overlaps(flow, mention, own)));
    let own = [&document.number, &document.symbol].map(|field| field.as_ref().map(|found| found.value.clone()));
    let head_end = own_number.map_or(0, |own| own.start);
    // the heading of a web page above the head names the document itself
    mentions.retain(|mention| {
        let is_own = own[0].is_some() && mention.number == own[0] && mention.symbol == own[1];
        !(is_own && flow.span(mention.start, mention.end).end <= head_end)
    });
    let named = named::find(text, bare);
    mentions.extend(named.into_iter().filter(|mention| !names_itself(flow, mention, document)));
    mentions.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
    let mentions = join_laws(text, mentions);
    let mut reached = 0;
    let mut previous_type: Option<String> = None;
    for mut mention in mentions {
        if mention.start < reached {
            continue;
        }
        inherit_type(text, &mut mention, reached, previous_type.as_deref());
        previous_type = mention.type_code.clone().or(previous_type);
        let lists = reached > 0 && around::only_lists(&text[reached..mention.start]);
        let before = std::mem::replace(&mut reached, mention.end);
        let mut citation = citation(flow, before, mention);
        if citation.relation == Relation::Mentions
            && lists
            && let Some(last) = document.citations.last()
        {
            citation.relation = last.relation;
        }
        document.citations.push(citation);
    }
}

/// «Luật Tổ chức Chính phủ số 63/2025/QH15» is one mention with name and number.
fn join_laws(text: &str, mentions: Vec<Mention>) -> Vec<Mention> {
    let mut joined: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        if let Some(law) = joined.last_mut()
            && law.name.is_some()
            && law.number.is_none()
            && mention.symbol.as_deref().is_some_and(|symbol| symbol.starts_with("QH") || symbol.starts_with("UBTVQH"))
            && mention.start > law.end
            && text.get(law.end..mention.start).is_some_and(|between| between.trim().is_empty())
        {
            *law = Mention { start: law.start, type_code: law.type_code.take(), name: law.name.take(), ..mention };
        } else {
            joined.push(mention);
        }
    }
    joined
}

/// A law names itself in its own head and text.
fn names_itself(flow: &Mapped<'_>, mention: &Mention, document: &Document) -> bool {
    let (Some(kind), Some(title), Some(name)) = (&document.type_name, &document.title, &mention.name) else {
        return false;
    };
    let is_law = matches!(document.type_code.as_ref().map(|code| code.value.as_str()), Some("L" | "BL" | "PL" | "ĐL"));
    let in_head = flow.span(mention.start, mention.end).start <= title.span.start
        && flow.span(mention.start, mention.end).end > title.span.start;
    is_law && (in_head || vietnamese::fold(name) == vietnamese::fold(&format!("{} {}", kind.value, title.value)))
}

fn overlaps(flow: &Mapped<'_>, mention: &Mention, own: Span) -> bool {
    let span = flow.span(mention.start, mention.end);
    span.start < own.end && own.start < span.end
}

fn citation(flow: &Mapped<'_>, reached: usize, mention: Mention) -> Citation {
    let text = flow.text.as_str();
    let around = around::read(text, reached, mention.start, mention.end);
    Citation {
        text: one_line(&text[mention.start..mention.end]),
        type_code: mention.type_code,
        number: mention.number,
        year: mention.year,
        symbol: mention.symbol,
        name: mention.name,
        date: around.date,
        issuing_body: around.issuer,
        relation: around.relation,
        span: flow.span(mention.start, mention.end),
    }
}

/// «các Quy định số 09-QĐi/TU và số 16-QĐi/TU»: the second takes the type of the first when
/// the symbols agree.
fn inherit_type(text: &str, mention: &mut Mention, reached: usize, previous: Option<&str>) {
    let near = mention.start.saturating_sub(reached) < 80 && reached > 0;
    let starts_bare =
        text[mention.start..].starts_with(|letter: char| letter.is_numeric() || letter == 's' || letter == 'S');
    let same = matches!((mention.type_code.as_deref(), previous), (Some("QĐ"), Some("QĐi")) | (None, Some(_)));
    if near && starts_bare && same {
        mention.type_code = previous.map(str::to_owned);
    }
}
