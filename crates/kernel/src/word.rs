//! Closed sets of words: what a column of the database, the API and the text keys hold, as an enum.

/// The text is none of the words of its set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word: {0}")]
pub struct UnknownWord(pub String);

/// Defines a closed set of words: an enum with its code per variant (`code`), every one in order (`ALL`), reading
/// (`FromStr`) and writing (`Display`).
#[macro_export]
macro_rules! words {
    ($(#[$top:meta])* $name:ident { $($(#[$meta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$top])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$meta])* $variant),+ }

        impl $name {
            /// Every one, in the order shown.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word kept in the database, in the API and in text keys.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(text: &str) -> Result<Self, $crate::UnknownWord> {
                $name::ALL
                    .iter()
                    .copied()
                    .find(|word| word.code() == text)
                    .ok_or_else(|| $crate::UnknownWord(text.to_owned()))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    crate::words! {
        /// Whether a door is open.
        Door {
            /// People walk through.
            Open = "open",
            /// They do not.
            Shut = "shut",
        }
    }

    #[test]
    fn every_word_survives_the_way_through_its_code() {
        for door in Door::ALL {
            assert_eq!(door.to_string().parse(), Ok(*door));
        }
    }

    #[test]
    fn other_words_are_refused() {
        assert_eq!("ajar".parse::<Door>(), Err(crate::UnknownWord("ajar".into())));
    }
}
