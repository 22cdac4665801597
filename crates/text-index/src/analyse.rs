//! How texts become terms. Two ways: without accents (each word, each pair of neighbours, numbers written together), and
//! with accents (each word).

use std::collections::VecDeque;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::numbers::number_at;
use crate::words::{LONGEST, Words, accented, folded};

pub(crate) const FOLDED: &str = "folded";
pub(crate) const ACCENTED: &str = "accented";

/// Registers both ways.
pub(crate) fn register(manager: &TokenizerManager) {
    manager.register(FOLDED, TextAnalyzer::from(FoldedWords));
    manager.register(ACCENTED, TextAnalyzer::from(AccentedWords));
}

#[derive(Clone)]
struct FoldedWords;

struct FoldedStream<'t> {
    text: &'t str,
    words: Words<'t>,
    before: String,
    waiting: VecDeque<String>,
    token: Token,
}

impl Tokenizer for FoldedWords {
    type TokenStream<'t> = FoldedStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> FoldedStream<'t> {
        FoldedStream {
            text,
            words: Words::of(text),
            before: String::new(),
            waiting: VecDeque::new(),
            token: Token::default(),
        }
    }
}

impl FoldedStream<'_> {
    fn take_word(&mut self, start: usize, end: usize) -> bool {
        if end - start > 2 * LONGEST {
            self.before.clear();
            return false;
        }
        folded(&self.text[start..end], &mut self.token.text);
        if self.token.text.is_empty() {
            return false;
        }
        if !self.before.is_empty() {
            self.waiting.push_back(pair(&self.before, &self.token.text));
        }
        if self.token.text.starts_with(|c: char| c.is_ascii_digit())
            && let Some(number) = number_at(&self.text[start..])
        {
            self.waiting.push_back(number);
        }
        self.before.clear();
        self.before.push_str(&self.token.text);
        true
    }
}

/// The term of two neighbouring words.
pub(crate) fn pair(first: &str, second: &str) -> String {
    let mut both = String::with_capacity(first.len() + second.len() + 1);
    both.push_str(first);
    both.push(' ');
    both.push_str(second);
    both
}

impl TokenStream for FoldedStream<'_> {
    fn advance(&mut self) -> bool {
        // positions are not kept in the index; tantivy wants them to grow
        self.token.position = self.token.position.wrapping_add(1);
        if let Some(term) = self.waiting.pop_front() {
            self.token.text = term;
            return true;
        }
        while let Some((start, end)) = self.words.next() {
            if self.take_word(start, end) {
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[derive(Clone)]
struct AccentedWords;

struct AccentedStream<'t> {
    text: &'t str,
    words: Words<'t>,
    token: Token,
}

impl Tokenizer for AccentedWords {
    type TokenStream<'t> = AccentedStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> AccentedStream<'t> {
        AccentedStream { text, words: Words::of(text), token: Token::default() }
    }
}

impl TokenStream for AccentedStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.position = self.token.position.wrapping_add(1);
        for (start, end) in self.words.by_ref() {
            if end - start <= 2 * LONGEST {
                self.token.text = accented(&self.text[start..end]);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(mut tokenizer: impl Tokenizer, text: &str) -> Vec<String> {
        let mut stream = tokenizer.token_stream(text);
        let mut out = Vec::new();
        while stream.advance() {
            out.push(stream.token().text.clone());
        }
        out
    }

    #[test]
    fn words_pairs_and_numbers_become_terms() {
        let got = terms(FoldedWords, "Nghị quyết 15-NQ/TW");
        let wanted = ["nghi", "quyet", "nghi quyet", "15", "quyet 15", "15nqtw", "nq", "15 nq", "tw", "nq tw"]
            .map(str::to_owned);
        assert_eq!(got, wanted);
    }

    #[test]
    fn accents_are_kept_with_the_tone_in_its_new_place() {
        assert_eq!(terms(AccentedWords, "Thành uỷ HOÀ Bình"), ["thành", "uỷ", "hoà", "bình"].map(accented));
        assert_eq!(accented("uỷ"), accented("ủy"));
    }

    #[test]
    fn what_is_no_word_is_left_out() {
        let long = "a".repeat(200);
        assert_eq!(terms(FoldedWords, &format!("x {long} y")), ["x", "y"]);
        assert_eq!(terms(AccentedWords, &format!("{long} y")), ["y"]);
        assert!(terms(FoldedWords, " … !").is_empty());
    }
}
