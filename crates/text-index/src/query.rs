//! From what was typed to a query: every word must stand somewhere; numbers, names, neighbours and accents decide the
//! order.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::analyse::pair;
use crate::common::{Common, KeptRows};
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

/// The rows that hold one of these.
fn one_of(group: Vec<Term>) -> Box<dyn Query> {
    let mut terms: Vec<Box<dyn Query>> = Vec::with_capacity(group.len());
    for term in group {
        terms.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
    }
    let only = if terms.len() == 1 { terms.pop() } else { None };
    only.unwrap_or_else(|| Box::new(BooleanQuery::union(terms)))
}

/// The terms a row must hold one of, group by group.
fn filters(fields: &Fields, ask: &Ask) -> Vec<Vec<Term>> {
    let texts = [
        (fields.sight, &ask.sights),
        (fields.of_type, &ask.types),
        (fields.issuer, &ask.issuers),
        (fields.validity, &ask.validities),
    ];
    let texts = texts.map(|(field, values)| values.iter().map(|value| Term::from_field_text(field, value)).collect());
    let years = ask.years.iter().map(|year| Term::from_field_u64(fields.year, *year)).collect();
    texts.into_iter().chain([years]).filter(|group: &Vec<Term>| !group.is_empty()).collect()
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
    is_common(searcher, std::slice::from_ref(term))
}

/// In a large index: whether about half of the rows or more hold one of these.
fn is_common(searcher: &Searcher, group: &[Term]) -> tantivy::Result<bool> {
    let rows = searcher.num_docs();
    if rows <= LARGE {
        return Ok(false);
    }
    let mut held = 0;
    for term in group {
        held += searcher.doc_freq(term)?;
    }
    Ok(held * 2 > rows)
}

/// What is asked of an index as it stands.
pub(crate) struct Asked<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub kept: &'a Arc<KeptRows>,
    pub ask: &'a Ask,
    pub typed: &'a Typed,
}

impl Asked<'_> {
    /// The query for rows that hold every word; `loose`: most of the words.
    pub fn query(&self, loose: bool) -> tantivy::Result<BooleanQuery> {
        let Asked { searcher, fields, typed, .. } = self;
        let mut conditions = filters(fields, self.ask);
        let mut words = Vec::with_capacity(typed.words.len());
        for word in &typed.words {
            let everywhere = Term::from_field_text(fields.all, word);
            if !loose && is_everywhere(searcher, &everywhere)? {
                conditions.push(vec![everywhere]);
            } else {
                words.push(word_or_endings(searcher, fields, word)?);
            }
        }
        let mut clauses = self.all_of(conditions)?;
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

    /// The rows that hold one term of each group, without any weight in the order: taken together, so that no row is
    /// weighed for it.
    fn all_of(&self, groups: Vec<Vec<Term>>) -> tantivy::Result<Vec<(Occur, Box<dyn Query>)>> {
        let (mut common, mut rare) = (Vec::new(), Vec::new());
        for group in groups {
            if is_common(self.searcher, &group)? {
                common.push(group);
            } else {
                rare.push(one_of(group));
            }
        }
        let mut out: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        if !common.is_empty() {
            out.push((Occur::Must, Box::new(Common { groups: common, kept: Arc::clone(self.kept) })));
        }
        if !rare.is_empty() {
            let rare = ConstScoreQuery::new(Box::new(BooleanQuery::intersection(rare)), 0.0);
            out.push((Occur::Must, Box::new(rare)));
        }
        Ok(out)
    }
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
