//! What a page template can ask for: texts, numbers, the menu, the actor. Also the words features put on shared pages
//! (menu entries, desk items).

use kernel::{Argument, Day, Instant, Permission};

use super::Actor;
use crate::texts::{Language, number, percent};

/// Turns what a template hands over into a text argument, however borrowed it is.
pub trait ToArgument {
    /// The argument.
    fn to_argument(&self) -> Argument;
}

impl ToArgument for i64 {
    fn to_argument(&self) -> Argument {
        Argument::Number(*self)
    }
}
impl ToArgument for usize {
    fn to_argument(&self) -> Argument {
        Argument::Number(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}
impl ToArgument for str {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.to_owned())
    }
}
impl ToArgument for String {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.clone())
    }
}
impl ToArgument for Day {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.shown())
    }
}
impl<T: ToArgument + ?Sized> ToArgument for &T {
    fn to_argument(&self) -> Argument {
        (**self).to_argument()
    }
}

/// How many entries of the menu the bar of a page 1240 px wide has room for.
const BAR_HOLDS: usize = 7;

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub struct MenuEntry {
    /// The key of its text.
    pub text: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Its icon in the sprite.
    pub icon: &'static str,
    /// Shown to who holds this.
    pub permission: Permission,
    /// Smaller numbers first.
    pub order: i32,
}

/// A state shown in colour, always with its icon and word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Late, or wrong.
    Red,
    /// Near its date, or under way.
    Amber,
    /// Done.
    Green,
    /// Not begun, or not needed.
    Grey,
}

impl State {
    /// The word in class names and text keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            State::Red => "red",
            State::Amber => "amber",
            State::Green => "green",
            State::Grey => "grey",
        }
    }

    /// Its icon in the sprite.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            State::Red => "alert-triangle",
            State::Amber => "clock-exclamation",
            State::Green => "circle-check",
            State::Grey => "circle-dashed",
        }
    }
}

/// Something a person should do now.
#[derive(Debug, Clone)]
pub struct DeskItem {
    /// What to do, in words, translated already.
    pub title: String,
    /// For which unit, from whom, until when.
    pub note: String,
    /// Where it is done.
    pub href: String,
    /// The button's text.
    pub action: String,
    /// How urgent it is.
    pub state: State,
    /// Until when.
    pub due: Option<Day>,
}

/// Somebody named on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The post, the field; may be empty.
    pub title: String,
    /// Where more is seen; empty where the reader may not.
    pub href: String,
}

/// Who answers, named under a label: what a feature adds to the facts of a unit, a rollout, a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoAnswers {
    /// What they are, translated already.
    pub label: String,
    /// The people, in order.
    pub people: Vec<Named>,
}

/// The context of a page: every page struct has a field `cx`.
#[derive(Clone)]
pub struct Cx {
    who: Actor,
    /// The page's title, translated.
    pub title: String,
}

impl Cx {
    pub(super) fn new(who: Actor, title: String) -> Self {
        Cx { who, title }
    }

    /// Who asks.
    #[must_use]
    pub fn who(&self) -> &Actor {
        &self.who
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.who.language()
    }

    /// The text of a key.
    #[must_use]
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.say(key.as_ref(), &[])
    }

    /// The text of a word kept in the database: key `<prefix>-<word>`. Templates use it instead of `format!`, whose
    /// arguments askama does not resolve to the page's fields.
    #[must_use]
    pub fn word(&self, prefix: &str, word: impl std::fmt::Display) -> String {
        self.say(&format!("{prefix}-{word}"), &[])
    }

    /// The text of a key with one argument.
    #[must_use]
    pub fn t1(&self, key: impl AsRef<str>, name: &str, value: impl ToArgument) -> String {
        self.say(key.as_ref(), &[(name, value.to_argument())])
    }

    /// The text of a key with two arguments.
    #[must_use]
    pub fn t2(
        &self,
        key: impl AsRef<str>,
        name: &str,
        value: impl ToArgument,
        second: &str,
        other: impl ToArgument,
    ) -> String {
        self.say(key.as_ref(), &[(name, value.to_argument()), (second, other.to_argument())])
    }

    /// The text of a key with any arguments.
    #[must_use]
    pub fn say(&self, key: &str, arguments: &[(&str, Argument)]) -> String {
        self.who.app().texts.say(self.language(), key, arguments)
    }

    /// The texts of reasons for refusing, for a greyed button.
    #[must_use]
    pub fn reasons(&self, told: &[kernel::Told]) -> String {
        let texts = &self.who.app().texts;
        told.iter().map(|t| texts.refusal(self.language(), t)).collect::<Vec<_>>().join(" ")
    }

    /// A number as people write it.
    #[must_use]
    pub fn n(&self, n: &i64) -> String {
        number(self.language(), *n)
    }

    /// A share in per cent.
    #[must_use]
    pub fn percent(&self, part: &i64, whole: &i64) -> String {
        percent(self.language(), *part, *whole)
    }

    /// A day as people write it.
    #[must_use]
    pub fn day(&self, day: &Day) -> String {
        day.shown()
    }

    /// A day that may be absent.
    #[must_use]
    pub fn some_day(&self, day: &Option<Day>) -> String {
        day.map(Day::shown).unwrap_or_default()
    }

    /// An instant as people write it.
    #[must_use]
    pub fn instant(&self, instant: &Instant) -> String {
        instant.shown()
    }

    /// The headings of a file: text keys with the columns' widths in characters.
    #[must_use]
    pub fn headings(&self, columns: &[(&str, f64)]) -> Vec<sheets::Heading> {
        columns.iter().map(|(key, width)| sheets::Heading::new(self.t(key), *width)).collect()
    }

    /// The token of forms.
    #[must_use]
    pub fn csrf(&self) -> &str {
        self.who.csrf()
    }

    /// The address of this page, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.who.0.path
    }

    /// What the page before said should be told, once.
    #[must_use]
    pub fn flash(&self) -> String {
        self.who
            .0
            .flash
            .as_deref()
            .filter(|key| self.who.app().texts.has(self.language(), key))
            .map(|key| self.t(key))
            .unwrap_or_default()
    }

    /// The name of who is signed in; empty when nobody is.
    #[must_use]
    pub fn name(&self) -> &str {
        self.who.identity().map_or("", |i| &i.name)
    }

    /// Who acts in the place of the person named above; empty when nobody does.
    #[must_use]
    pub fn helper(&self) -> &str {
        self.who.helper().unwrap_or_default()
    }

    /// True when somebody is signed in.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.who.identity().is_some()
    }

    /// The menu of who asks.
    #[must_use]
    pub fn menu(&self) -> Vec<MenuEntry> {
        let features = &self.who.app().features;
        let mut menu: Vec<MenuEntry> =
            features.iter().flat_map(|f| f.menu.iter().copied()).filter(|e| self.who.holds(e.permission)).collect();
        menu.sort_by_key(|entry| entry.order);
        menu
    }

    /// The menu in two parts: what stands in the bar, and what a wide bar keeps under “more” because it has no room.
    #[must_use]
    pub fn menu_parts(&self) -> (Vec<MenuEntry>, Vec<MenuEntry>) {
        let mut bar = self.menu();
        let more = if bar.len() > BAR_HOLDS + 1 { bar.split_off(BAR_HOLDS) } else { Vec::new() };
        (bar, more)
    }

    /// True when one of these entries leads to where this page lies.
    #[must_use]
    pub fn is_among(&self, entries: &[MenuEntry]) -> bool {
        entries.iter().any(|entry| self.is_here(entry))
    }

    /// True when the menu entry leads to where this page lies.
    #[must_use]
    pub fn is_here(&self, entry: &MenuEntry) -> bool {
        let below = self.path().strip_prefix(entry.href);
        below.is_some_and(|rest| rest.is_empty() || (entry.href != "/" && rest.starts_with('/')))
    }

    /// The address of a bundled file, changing with its content.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        super::assets::address(name)
    }

    /// The address of an icon in the sprite.
    #[must_use]
    pub fn icon(&self, name: impl AsRef<str>) -> String {
        format!("{}#{}", super::assets::address("icons.svg"), name.as_ref())
    }
}
