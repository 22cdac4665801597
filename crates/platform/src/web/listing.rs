//! Lists: search, sort, page, export, now or as they were on a past day. Every list page takes the same query words.

use kernel::Day;
use serde::Deserialize;

use super::Failure;

/// The query of a list page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Words to search for.
    pub q: String,
    /// The column to sort by, a leading `-` for descending.
    pub sort: String,
    /// The page, from 1.
    pub page: i64,
    /// `xlsx` or `csv` to export instead of showing.
    pub format: String,
    /// Rows on a page; 0 means the usual number.
    pub size: i64,
    /// Only rows in this state, where the list has states; empty for all.
    pub state: String,
    /// As the list was at the end of this day, where it can be seen of a past day; now when empty.
    pub day: String,
}

/// A day as pages send it (yyyy-mm-dd) or as people type it (dd/mm/yyyy); none for what is no day.
#[must_use]
pub fn typed_day(text: &str) -> Option<Day> {
    text.trim().parse().ok().or_else(|| sheets::parse_day(text).map(Day))
}

/// The past day that is asked for, as [`typed_day`] reads it; none for now.
///
/// # Errors
/// [`Failure::Malformed`] for what is no day, and for a day still to come.
pub fn past_day(asked: &str, today: Day) -> Result<Option<Day>, Failure> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Ok(None);
    }
    let day = typed_day(asked).ok_or(Failure::Malformed("list-error-day"))?;
    if day > today {
        return Err(Failure::Malformed("list-error-day-to-come"));
    }
    Ok(Some(day).filter(|day| *day < today))
}

/// A column to sort by, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<'a> {
    /// The column's key.
    pub key: &'a str,
    /// Largest first.
    pub descending: bool,
}

impl ListQuery {
    const SIZE: i64 = 50;

    /// The page, at least 1.
    #[must_use]
    pub fn page(&self) -> i64 {
        self.page.max(1)
    }

    /// Rows on a page.
    #[must_use]
    pub fn size(&self) -> i64 {
        if self.size <= 0 { Self::SIZE } else { self.size.min(500) }
    }

    /// Rows before this page.
    #[must_use]
    pub fn offset(&self) -> i64 {
        (self.page() - 1) * self.size()
    }

    /// Rows to leave out and rows to read: those of the page, or the first `most` for a file.
    #[must_use]
    pub fn piece(&self, most: i64) -> (i64, i64) {
        if self.is_export() { (0, most) } else { (self.offset(), self.size()) }
    }

    /// The state asked for, if it is one of these; empty otherwise, for all.
    #[must_use]
    pub fn state_in<'a>(&self, states: &[&'a str]) -> &'a str {
        states.iter().find(|state| **state == self.state).copied().unwrap_or_default()
    }

    /// Some rows may be left out: nothing found is not the same as nothing there.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.q.is_empty() || !self.state.is_empty()
    }

    /// The words folded for a `LIKE` over a folded column: `%nghi quyet%`; every row when empty.
    #[must_use]
    pub fn like(&self) -> String {
        format!("%{}%", vietnamese::fold(&self.q))
    }

    /// The sort asked for, if it is one of these keys; otherwise the first of them.
    #[must_use]
    pub fn sort_in<'a>(&self, keys: &[&'a str]) -> Sort<'a> {
        let (wanted, descending) = match self.sort.strip_prefix('-') {
            Some(rest) => (rest, true),
            None => (self.sort.as_str(), false),
        };
        match keys.iter().find(|key| **key == wanted) {
            Some(key) => Sort { key, descending },
            None => Sort { key: keys.first().copied().unwrap_or_default(), descending: false },
        }
    }

    /// The past day as of which the list is asked for; none for now.
    ///
    /// # Errors
    /// [`Failure::Malformed`] for what is no day, and for a day still to come.
    pub fn past_day(&self, today: Day) -> Result<Option<Day>, Failure> {
        past_day(&self.day, today)
    }

    /// True when a file is asked for.
    #[must_use]
    pub fn is_export(&self) -> bool {
        matches!(self.format.as_str(), "xlsx" | "csv")
    }
}

/// One page of a list, with what its template needs to link to the others.
#[derive(Debug, Clone)]
pub struct Listing<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Rows in all.
    pub total: i64,
    /// The query it answers.
    pub query: ListQuery,
    /// The address of the list without a query.
    pub address: String,
    /// Further query words that filters hold, as `key=value` already encoded.
    pub filters: String,
    /// The past day as of which it is seen; none for now.
    pub as_of: Option<Day>,
}

/// Where a link of a list leads.
struct To<'a> {
    state: &'a str,
    q: &'a str,
    sort: &'a str,
    page: i64,
    format: &'a str,
    day: Option<Day>,
}

impl<T> Listing<T> {
    /// A page of rows out of so many.
    #[must_use]
    pub fn new(rows: Vec<T>, total: i64, query: ListQuery, address: impl Into<String>) -> Self {
        Listing { rows, total, query, address: address.into(), filters: String::new(), as_of: None }
    }

    /// The same list as of a past day; its links keep the day.
    #[must_use]
    pub fn seen_as_of(self, as_of: Option<Day>) -> Self {
        Listing { as_of, ..self }
    }

    /// The number of pages, at least 1.
    #[must_use]
    pub fn pages(&self) -> i64 {
        ((self.total + self.query.size() - 1) / self.query.size()).max(1)
    }

    /// The address of another page of the same list.
    #[must_use]
    pub fn to_page(&self, page: i64) -> String {
        self.link(&To { page, ..self.here() })
    }

    /// The address that sorts by this column, the other way when it is sorted by it already.
    #[must_use]
    pub fn to_sort(&self, key: &str) -> String {
        let sort = if self.query.sort == key { format!("-{key}") } else { key.to_owned() };
        self.link(&To { sort: &sort, ..self.here() })
    }

    /// The address of this list as a file.
    #[must_use]
    pub fn to_export(&self, format: &str) -> String {
        self.link(&To { format, ..self.here() })
    }

    /// The address of the rows in another state, or of all with the empty word.
    #[must_use]
    pub fn to_state(&self, state: &str) -> String {
        self.link(&To { state, ..self.here() })
    }

    /// The address of the same list as it is now.
    #[must_use]
    pub fn to_now(&self) -> String {
        self.link(&To { day: None, ..self.here() })
    }

    /// What the search form keeps beside the words looked for: filters, state and day, as names and values of fields.
    #[must_use]
    pub fn kept_by_search(&self) -> Vec<(String, String)> {
        let mut kept = self.kept_by_day();
        kept.retain(|(name, _)| name != "q" && name != "sort");
        kept.extend(self.as_of.map(|day| ("day".to_owned(), day.to_string())));
        kept
    }

    /// What the form that asks for a day keeps: everything else, as names and values of fields.
    #[must_use]
    pub fn kept_by_day(&self) -> Vec<(String, String)> {
        let mut kept: Vec<(String, String)> = serde_html_form::from_str(&self.filters).unwrap_or_default();
        let ListQuery { q, sort, state, .. } = &self.query;
        let own = [("state", state), ("q", q), ("sort", sort)].into_iter().filter(|(_, value)| !value.is_empty());
        kept.extend(own.map(|(name, value)| (name.to_owned(), value.clone())));
        kept
    }

    /// The first page of the list as it stands.
    fn here(&self) -> To<'_> {
        let ListQuery { q, sort, state, .. } = &self.query;
        To { state, q, sort, page: 1, format: "", day: self.as_of }
    }

    fn link(&self, to: &To<'_>) -> String {
        let (page, day) = (to.page.to_string(), to.day.map(|day| day.to_string()).unwrap_or_default());
        let pairs = [
            ("state", to.state),
            ("day", &day),
            ("q", to.q),
            ("sort", to.sort),
            ("page", &page),
            ("format", to.format),
        ];
        let pairs: Vec<_> = pairs.into_iter().filter(|(key, v)| !v.is_empty() && (*key, *v) != ("page", "1")).collect();
        let mut query = serde_html_form::to_string(pairs).unwrap_or_default();
        if !self.filters.is_empty() {
            query = if query.is_empty() { self.filters.clone() } else { format!("{}&{query}", self.filters) };
        }
        if query.is_empty() { self.address.clone() } else { format!("{}?{query}", self.address) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_search_and_turn_the_sort() {
        let query = ListQuery { q: "xã Đông".into(), sort: "name".into(), page: 2, ..ListQuery::default() };
        let mut listing = Listing::new(vec![0; 50], 120, query, "/units");
        assert_eq!(listing.pages(), 3);
        assert_eq!(listing.to_page(3), "/units?q=x%C3%A3+%C4%90%C3%B4ng&sort=name&page=3");
        assert_eq!(listing.to_sort("name"), "/units?q=x%C3%A3+%C4%90%C3%B4ng&sort=-name");
        listing.filters = "kind=cell".into();
        assert!(listing.to_export("xlsx").starts_with("/units?kind=cell&q="));
    }

    #[test]
    fn links_keep_the_state_and_an_unknown_one_means_all() {
        let query = ListQuery { state: "open".into(), format: "csv".into(), ..ListQuery::default() };
        assert_eq!((query.state_in(&["planned", "open"]), query.state_in(&["ended"])), ("open", ""));
        assert_eq!((query.piece(9), ListQuery { page: 3, ..ListQuery::default() }.piece(9)), ((0, 9), (100, 50)));
        let listing = Listing::new(vec![0; 50], 120, query, "/contests");
        assert_eq!(listing.to_page(2), "/contests?state=open&page=2");
    }

    #[test]
    fn links_and_forms_keep_the_day_and_a_day_to_come_is_told() {
        let today: Day = "2026-11-30".parse().unwrap();
        let query =
            ListQuery { q: "xã".into(), state: "open".into(), day: "2026-07-01".into(), ..ListQuery::default() };
        let day = query.past_day(today).unwrap();
        let mut listing = Listing::new(vec![0; 50], 120, query, "/contests").seen_as_of(day);
        listing.filters = "kind=a%26b".into();
        assert_eq!(listing.to_page(2), "/contests?kind=a%26b&state=open&day=2026-07-01&q=x%C3%A3&page=2");
        assert_eq!(listing.to_state(""), "/contests?kind=a%26b&day=2026-07-01&q=x%C3%A3");
        assert_eq!(listing.to_now(), "/contests?kind=a%26b&state=open&q=x%C3%A3");
        let kept = |kept: Vec<(String, String)>| kept.into_iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>();
        assert_eq!(kept(listing.kept_by_search()), ["kind=a&b", "state=open", "day=2026-07-01"]);
        assert_eq!(kept(listing.kept_by_day()), ["kind=a&b", "state=open", "q=xã"]);
        assert_eq!(past_day(" ", today).unwrap(), None);
        assert_eq!(past_day("2026-11-30", today).unwrap(), None);
        assert_eq!(past_day("01/07/2026", today).unwrap(), day);
        for wrong in ["2026-12-01", "hôm qua"] {
            assert!(matches!(past_day(wrong, today), Err(Failure::Malformed(_))), "{wrong}");
        }
    }

    #[test]
    fn an_unknown_sort_key_falls_back_to_the_first() {
        let query = ListQuery { sort: "-password".into(), ..ListQuery::default() };
        assert_eq!(query.sort_in(&["name", "code"]), Sort { key: "name", descending: false });
    }
}
