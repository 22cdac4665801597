//! Texts in two languages (Project Fluent), one file per feature and language. Vietnamese is the default.

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::{Argument, Told};
use unic_langid::LanguageIdentifier;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Tiếng Việt, the default.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Both, the default first.
    pub const ALL: [Language; 2] = [Language::Vietnamese, Language::English];

    /// The tag of the HTML `lang` attribute.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }

    /// The language with this tag; anything else is Vietnamese.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == "en" { Language::English } else { Language::Vietnamese }
    }
}

/// One `.ftl` file.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Its language.
    pub language: Language,
    /// Its text.
    pub text: &'static str,
}

/// All texts. Keys are unique over the features.
#[derive(Default)]
pub struct Texts {
    bundles: HashMap<Language, FluentBundle<FluentResource>>,
    keys: HashMap<Language, Vec<String>>,
}

impl Texts {
    /// Adds files.
    ///
    /// # Errors
    /// A sentence when a file cannot be read or a key is there already.
    pub fn add(&mut self, sources: &[Source]) -> Result<(), String> {
        for source in sources {
            let resource = FluentResource::try_new(source.text.to_owned())
                .map_err(|(_, errors)| format!("{}: {errors:?}", source.language.code()))?;
            let keys = source.text.lines().filter_map(key_of_line).map(str::to_owned);
            self.keys.entry(source.language).or_default().extend(keys);
            let bundle = self.bundles.entry(source.language).or_insert_with(|| new_bundle(source.language));
            bundle.add_resource(resource).map_err(|errors| format!("{}: {errors:?}", source.language.code()))?;
        }
        Ok(())
    }

    /// The text of a key; the key itself when there is none (a test finds such keys).
    #[must_use]
    pub fn say(&self, language: Language, key: &str, arguments: &[(&str, Argument)]) -> String {
        let bundle = self.bundles.get(&language);
        let pattern = bundle.and_then(|b| b.get_message(key)).and_then(|m| m.value());
        let (Some(bundle), Some(pattern)) = (bundle, pattern) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, argument) in arguments {
            let value: FluentValue<'_> = match argument {
                Argument::Number(n) if pattern_selects(language) => (*n).into(),
                Argument::Number(n) => number(language, *n).into(),
                Argument::Text(text) => text.as_str().into(),
            };
            args.set(*name, value);
        }
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// The text of a reason for refusing, with its code.
    #[must_use]
    pub fn refusal(&self, language: Language, told: &Told) -> String {
        format!("{} ({})", self.say(language, &told.text_key(), &told.arguments), told.code)
    }

    /// True when the language has the key.
    #[must_use]
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.bundles.get(&language).is_some_and(|bundle| bundle.has_message(key))
    }

    /// The keys of a language, in file order.
    #[must_use]
    pub fn keys(&self, language: Language) -> &[String] {
        self.keys.get(&language).map_or(&[], Vec::as_slice)
    }
}

/// English chooses between one and many, so numbers stay numbers there; Vietnamese has one form.
fn pattern_selects(language: Language) -> bool {
    language == Language::English
}

/// A number with the language's group separators: 52.000 or 52,000.
#[must_use]
pub fn number(language: Language, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let separator = if language == Language::English { ',' } else { '.' };
    let mut out = String::with_capacity(digits.len() * 2);
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A share in per cent with one decimal: 97,5 % or 97.5 %. An em dash when there is nothing to divide by.
#[must_use]
pub fn percent(language: Language, part: i64, whole: i64) -> String {
    if whole == 0 {
        return "—".into();
    }
    let tenths = (part * 2000 + whole) / (2 * whole);
    let separator = if language == Language::English { '.' } else { ',' };
    format!("{}{separator}{}%", tenths / 10, tenths % 10)
}

fn key_of_line(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (plain && key.starts_with(|c: char| c.is_ascii_alphabetic()) && line.starts_with(key)).then_some(key)
}

fn new_bundle(language: Language) -> FluentBundle<FluentResource> {
    // both codes are well formed; an undetermined language would only change plural forms
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // the isolation marks would stand in copied text and in documents
    bundle.set_use_isolating(false);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let mut texts = Texts::default();
        texts
            .add(&[
                Source { language: Language::Vietnamese, text: "seats = { $count } chỗ\n" },
                Source {
                    language: Language::English,
                    text: "seats = { $count ->\n    [one] { $count } seat\n   *[other] { $count } seats\n }\n",
                },
            ])
            .unwrap();
        texts
    }

    #[test]
    fn numbers_and_plurals_follow_the_language() {
        let say = |language, n: i64| texts().say(language, "seats", &[("count", n.into())]);
        assert_eq!(say(Language::Vietnamese, 52_000), "52.000 chỗ");
        assert_eq!(say(Language::English, 1), "1 seat");
        assert_eq!(say(Language::English, 3), "3 seats");
    }

    #[test]
    fn shares_are_rounded_to_one_decimal() {
        assert_eq!(percent(Language::Vietnamese, 9755, 10_000), "97,6%");
        assert_eq!(percent(Language::English, 1, 3), "33.3%");
        assert_eq!(percent(Language::Vietnamese, 0, 0), "—");
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        let twice = Source { language: Language::Vietnamese, text: "seats = ghế\n" };
        assert!(texts().add(&[twice]).is_err());
    }
}
