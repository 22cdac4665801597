//! From what was typed to a query: every word must stand somewhere; numbers, names, neighbours and accents decide the
//! order.

use std::collections::BTreeSet;

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::analyse::pair;
use crate::entry::Ask;
use crate::numbers::{LONGEST_RUN, together};
use crate::schema::Fields;
use crate::words::{LONGEST, Words, accented, folded};

/// Words looked for at most; more would cost much and find nothing.
const MOST_WORDS: usize = 12;
/// Terms that a word no row holds may stand for as their beginning.
const MOST_ENDINGS: usize = 12;

/// Rows of an index that is large.
const LARGE: u64 = 10_000;

const WHOLE_NUMBER: f32 = 12.0;
const BEGUN_NUMBER: f32 = 4.0;
const NAME_WORD: f32 = 1.5;
const NAME_PAIR: f32 = 2.5;
const ANY_PAIR: f32 = 1.0;
const ACCENTS: f32 = 2.0;

/// What was typed, cut up.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    /// The words without accents, each once.
    pub words: Vec<String>,
    /// Neighbouring words.
    pub pairs: Vec<String>,
    /// Runs that may be a number.
    pub numbers: Vec<String>,
    /// The words with accents; empty when none was typed with any.
    pub accents: Vec<String>,
}

impl Typed {
    pub fn of(text: &str) -> Self {
        let (mut in_order, mut with_accents, mut one) = (Vec::new(), Vec::new(), String::new());
        for (start, end) in Words::of(text).take(MOST_WORDS) {
            let word = &text[start..end];
            folded(word, &mut one);
            if !one.is_empty() && word.len() <= 2 * LONGEST {
                in_order.push(one.clone());
                with_accents.push(accented(word));
            }
        }
        let pairs: BTreeSet<String> = in_order.windows(2).map(|two| pair(&two[0], &two[1])).collect();
        let numbers = runs(&in_order);
        let has_accents = with_accents.iter().zip(&in_order).any(|(typed, plain)| typed != plain);
        let mut words: Vec<String> = Vec::new();
        for word in in_order {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Typed {
            words,
            pairs: pairs.into_iter().collect(),
            numbers,
            accents: if has_accents { with_accents } else { Vec::new() },
        }
    }
}

/// Every run of words that holds a digit, written together; the «số» before a number may be left out.
fn runs(words: &[String]) -> Vec<String> {
    let is_so = |at: usize| {
        words[at] == "so" && words.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
    };
    let kept: Vec<String> = (0..words.len()).filter(|at| !is_so(*at)).map(|at| words[at].clone()).collect();
    let mut out = BTreeSet::new();
    for start in 0..kept.len() {
        for end in start + 1..=(start + LONGEST_RUN + 2).min(kept.len()) {
            let run = together(&kept[start..end]);
            if run.bytes().any(|b| b.is_ascii_digit()) && run.len() <= 2 * LONGEST {
                out.insert(run);
            }
        }
    }
    out.into_iter().collect()
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn counted(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn boosted(query: Box<dyn Query>, boost: f32) -> (Occur, Box<dyn Query>) {
    (Occur::Should, Box::new(BoostQuery::new(query, boost)))
}

/// The rows that have one of these.
fn one_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    let only = if queries.len() == 1 { queries.pop() } else { None };
    only.unwrap_or_else(|| Box::new(BooleanQuery::union(queries)))
}

/// The rows that have all of these, without any weight in the order: taken together, so that no row is weighed for it.
fn all_of(queries: Vec<Box<dyn Query>>) -> (Occur, Box<dyn Query>) {
    (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::intersection(queries)), 0.0)))
}

fn filters(fields: &Fields, ask: &Ask) -> Vec<Box<dyn Query>> {
    let mut out = vec![one_of(ask.sights.iter().map(|sight| term(fields.sight, sight)).collect())];
    let texts = [(fields.of_type, &ask.types), (fields.issuer, &ask.issuers), (fields.validity, &ask.validities)];
    for (field, values) in texts {
        if !values.is_empty() {
            out.push(one_of(values.iter().map(|value| term(field, value)).collect()));
        }
    }
    if !ask.years.is_empty() {
        let year = |year: &u64| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_u64(fields.year, *year), IndexRecordOption::Basic))
        };
        out.push(one_of(ask.years.iter().map(year).collect()));
    }
    out
}

/// A word, or when no row holds it the words that begin with it.
fn word_or_endings(searcher: &Searcher, fields: &Fields, word: &str) -> tantivy::Result<Box<dyn Query>> {
    let exact = Term::from_field_text(fields.all, word);
    if word.len() < 2 || searcher.doc_freq(&exact)? > 0 {
        return Ok(counted(fields.all, word));
    }
    let mut endings = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.all)?;
        let mut terms = index.terms().range().ge(word).into_stream()?;
        let mut taken = 0;
        while taken < MOST_ENDINGS && terms.advance() {
            let Ok(text) = std::str::from_utf8(terms.key()) else { continue };
            if !text.starts_with(word) {
                break;
            }
            // pairs of words stand among the terms, too
            if !text.contains(' ') {
                endings.insert(text.to_owned());
                taken += 1;
            }
        }
    }
    if endings.is_empty() {
        return Ok(counted(fields.all, word));
    }
    let queries = endings.iter().map(|ending| counted(fields.all, ending)).collect();
    Ok(Box::new(BooleanQuery::union(queries)))
}

/// What decides the order. What most rows hold decides nothing and is left out.
fn order(searcher: &Searcher, fields: &Fields, typed: &Typed) -> tantivy::Result<Vec<(Occur, Box<dyn Query>)>> {
    let mut out = Vec::new();
    for number in &typed.numbers {
        out.push(boosted(term(fields.number, number), WHOLE_NUMBER));
        out.push(boosted(term(fields.number_begun, number), BEGUN_NUMBER));
    }
    let signs = [
        (fields.name, &typed.words, NAME_WORD, IndexRecordOption::WithFreqs),
        (fields.name, &typed.pairs, NAME_PAIR, IndexRecordOption::WithFreqs),
        (fields.all, &typed.pairs, ANY_PAIR, IndexRecordOption::WithFreqs),
        (fields.accents, &typed.accents, ACCENTS, IndexRecordOption::Basic),
    ];
    for (field, texts, boost, record) in signs {
        for text in texts {
            let sign = Term::from_field_text(field, text);
            if !is_everywhere(searcher, &sign)? {
                out.push(boosted(Box::new(TermQuery::new(sign, record)), boost));
            }
        }
    }
    Ok(out)
}

/// In a large index: whether more than half of the rows hold it, so that it weighs next to nothing (its idf is under
/// 0.7) and costs the most.
fn is_everywhere(searcher: &Searcher, term: &Term) -> tantivy::Result<bool> {
    let rows = searcher.num_docs();
    Ok(rows > LARGE && searcher.doc_freq(term)? * 2 > rows)
}

/// The query for rows that hold every word; `loose`: most of the words.
pub(crate) fn build(
    searcher: &Searcher,
    fields: &Fields,
    ask: &Ask,
    typed: &Typed,
    loose: bool,
) -> tantivy::Result<BooleanQuery> {
    let mut conditions = filters(fields, ask);
    let mut words = Vec::with_capacity(typed.words.len());
    for word in &typed.words {
        if !loose && is_everywhere(searcher, &Term::from_field_text(fields.all, word))? {
            conditions.push(term(fields.all, word));
        } else {
            words.push(word_or_endings(searcher, fields, word)?);
        }
    }
    let mut clauses = vec![all_of(conditions)];
    if loose {
        let wanted = (typed.words.len() * 2).div_ceil(3).max(1);
        let some = words.into_iter().map(|word| (Occur::Should, word)).collect();
        clauses.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(some, wanted))));
    } else {
        clauses.extend(words.into_iter().map(|word| (Occur::Must, word)));
    }
    clauses.extend(order(searcher, fields, typed)?);
    Ok(BooleanQuery::new(clauses))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_tried_in_every_run() {
        let typed = Typed::of("nghi quyet so 15 nq tw");
        for wanted in ["15", "15nqtw", "nghiquyet15", "nghiquyet15nqtw"] {
            assert!(typed.numbers.iter().any(|n| n == wanted), "{wanted}: {:?}", typed.numbers);
        }
        assert!(Typed::of("chi bo tram y te").numbers.is_empty());
        assert_eq!(Typed::of("15nqtw").numbers, ["15nqtw"]);
        assert_eq!(Typed::of("05-CT/TU").numbers.iter().filter(|n| *n == "5cttu").count(), 1);
    }

    #[test]
    fn accents_count_only_when_typed() {
        assert!(Typed::of("hoa binh").accents.is_empty());
        assert_eq!(Typed::of("Hoà bình").accents, ["hòa", "bình"].map(accented));
    }

    #[test]
    fn signs_alone_are_nothing() {
        assert_eq!(Typed::of(" % . … "), Typed::default());
        assert!(Typed::of(&"từ ".repeat(100)).words.len() == 1);
    }
}
