//! The texts that may have been copied from, prepared once: their sentences, and which sentences a pair of neighbouring
//! words occurs in.

use std::ops::Range;

use crate::keyed::KeyMap;
use crate::local::Had;
use crate::phrases::Phrases;
use crate::sentences::{Cut, cut};
use crate::weights::{Topics, weigh};
use crate::words::{Word, chain, words_of};

/// A pair of words that more sentences have is no trace.
const MOST_SENTENCES: usize = 400;
/// A sentence is laid beside so many of the sources.
const CANDIDATES: usize = 6;
/// Sentences share at least so many pairs, rare ones counting most.
const LEAST_SHARED: f32 = 0.9;

/// What a source is to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// the document that the text carries out
    Superior,
    /// a text of another unit that carries out the same
    Sibling,
}

/// A text that may have been copied from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// any Vietnamese text, in any normal form
    pub text: &'a str,
    /// what it is to the text
    pub relation: Relation,
}

impl<'a> Source<'a> {
    /// The document that the text carries out.
    pub fn superior(text: &'a str) -> Self {
        Self { text, relation: Relation::Superior }
    }

    /// A text of another unit.
    pub fn sibling(text: &'a str) -> Self {
        Self { text, relation: Relation::Sibling }
    }
}

/// Sources ready to be compared with, about 80 bytes a word. For thousands of texts find the few that matter with
/// [`crate::Index`] first.
///
/// ```
/// use similarity::{Source, Sources};
/// let plan = "KẾ HOẠCH\ntrồng rừng\n\nMỗi thôn dựng một vườn ươm keo lai, giao hội phụ nữ tưới và ghi sổ hằng tuần.\n";
/// let ours = "KẾ HOẠCH\ntrồng rừng\n\nMỗi bản dựng một vườn ươm keo lai, giao hội phụ nữ tưới và ghi sổ hàng tuần.\n";
/// let found = Sources::of(&[Source::superior(plan)]).compare(ours);
/// assert!(found.ratio() > 0.99);
/// ```
#[derive(Debug, Default)]
pub struct Sources {
    pub(crate) sentences: Vec<Known>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) topics: Topics,
    pub(crate) mandated: Phrases,
    /// sentences by pair of words
    places: KeyMap<Vec<u32>>,
    pub(crate) had: Had,
}

/// A sentence of a source.
#[derive(Debug)]
pub(crate) struct Known {
    /// which source
    pub(crate) source: usize,
    /// bytes of its text
    pub(crate) span: Range<usize>,
    pub(crate) words: Vec<Word>,
}

impl Sources {
    /// Prepares texts; where text is copied from several, the first of them is told.
    pub fn of(sources: &[Source]) -> Self {
        Self::with_mandated(sources, &[])
    }

    /// Like [`Sources::of`]; the wording in `mandated` is set by the superior and does not count, in whatever capitals,
    /// normal form or tone placement it is repeated.
    ///
    /// ```
    /// use similarity::{Exempt, Source, Sources};
    /// let plan = "Mỗi xã lập một tổ công nghệ số cộng đồng gồm năm người.";
    /// let sources = Sources::with_mandated(&[Source::superior(plan)], &["lập một tổ công nghệ số cộng đồng gồm năm người"]);
    /// let found = sources.compare("Xã Đông Hải lập một tổ công nghệ số cộng đồng gồm năm người.");
    /// assert_eq!((found.copied_words, found.exempt[0].why), (0, Exempt::Mandated));
    /// ```
    pub fn with_mandated(sources: &[Source], mandated: &[&str]) -> Self {
        let mut prepared = Self::default();
        for wording in mandated {
            prepared.mandated.put(&words_of(wording), 1);
        }
        let mut cuts: Vec<Cut> = sources.iter().map(|source| cut(source.text, &prepared.mandated)).collect();
        for cut in &cuts {
            prepared.topics.learn(cut);
        }
        for (number, (source, cut)) in sources.iter().zip(&mut cuts).enumerate() {
            prepared.relations.push(source.relation);
            weigh(source.text, cut, &prepared.topics);
            prepared.had.learn(source.text, cut);
            for sentence in cut.sentences.iter().filter(|sentence| sentence.exempt.is_none()) {
                let words = cut.words[sentence.words.clone()].to_vec();
                prepared.put(Known { source: number, span: sentence.span.clone(), words });
            }
        }
        prepared
    }

    fn put(&mut self, sentence: Known) {
        let Ok(number) = u32::try_from(self.sentences.len()) else { return };
        for pair in pairs(&sentence.words) {
            let places = self.places.entry(pair).or_default();
            if places.last() != Some(&number) && places.len() <= MOST_SENTENCES {
                places.push(number);
            }
        }
        self.sentences.push(sentence);
    }

    /// The sentences that share most pairs of words with this one, the likeliest first.
    pub(crate) fn candidates(&self, words: &[Word], shared: &mut Vec<f32>) -> Vec<usize> {
        shared.resize(self.sentences.len(), 0.0);
        let mut touched = Vec::new();
        for pair in pairs(words) {
            let Some(places) = self.places.get(&pair).filter(|places| places.len() <= MOST_SENTENCES) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "at most MOST_SENTENCES")]
            let rarity = 1.0 / (1.0 + (places.len() as f32).ln());
            for place in places {
                let shared = &mut shared[*place as usize];
                if *shared == 0.0 {
                    touched.push(*place as usize);
                }
                *shared += rarity;
            }
        }
        touched.sort_by(|one, other| shared[*other].total_cmp(&shared[*one]).then(one.cmp(other)));
        let likeliest =
            touched.iter().copied().filter(|place| shared[*place] >= LEAST_SHARED).take(CANDIDATES).collect();
        for place in touched {
            shared[place] = 0.0;
        }
        likeliest
    }
}

/// Keys of neighbouring words, and of words with one between them: a word put in or left out breaks only some.
fn pairs(words: &[Word]) -> impl Iterator<Item = u64> + '_ {
    let near = words.windows(2).map(|pair| chain([pair[0].bare, pair[1].bare]));
    near.chain(words.windows(3).map(|three| chain([three[0].bare, three[2].bare])))
}
