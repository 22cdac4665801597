//! Lists of the register, limited to what the asker may see.

use kernel::{Day, DocumentId, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;
use platform::web::Sort;

use super::{COLUMNS, read};
use crate::domain::{Document, Validity, search_words};

/// What somebody may see: the registers and deliveries of the branches below `roots`, and what was delivered to the
/// units `own` themselves.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// The branches whose registers are seen.
    pub roots: Vec<UnitId>,
    /// The units whose deliveries are seen.
    pub own: Vec<UnitId>,
}

impl Sight {
    /// The condition over `document d`, its parameters numbered from `first`.
    pub(super) fn condition(&self, first: usize) -> String {
        let numbers =
            |from: usize, count: usize| (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let mut ways = Vec::new();
        if !self.roots.is_empty() {
            let roots = numbers(first, self.roots.len());
            ways.push(format!(
                "EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = d.owner_unit_id AND a.ancestor_id IN ({roots}))"
            ));
            ways.push(format!(
                "EXISTS (SELECT 1 FROM document_delivery v JOIN unit_ancestor a ON a.unit_id = v.unit_id
                     WHERE v.document_id = d.id AND a.ancestor_id IN ({roots}))"
            ));
        }
        if !self.own.is_empty() {
            let own = numbers(first + self.roots.len(), self.own.len());
            ways.push(format!(
                "EXISTS (SELECT 1 FROM document_delivery v WHERE v.document_id = d.id AND v.unit_id IN ({own}))"
            ));
        }
        if ways.is_empty() { "1 = 0".to_owned() } else { format!("({})", ways.join(" OR ")) }
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &dyn Param> {
        self.roots.iter().chain(&self.own).map(|unit| unit as &dyn Param)
    }
}

/// What a page of the register is limited to. Empty words limit nothing.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter {
    /// Words looked for in number, title, issuer and signer.
    pub q: String,
    /// The type's code.
    pub type_code: String,
    /// The year of issue.
    pub year: String,
    /// `incoming` or `outgoing`.
    pub direction: String,
    /// `parsed` or `registered`.
    pub state: String,
    /// As the register was at the end of this day; now without one. Who sees what is decided by the rights of today.
    pub day: Option<Day>,
    /// What the asker may see.
    pub sight: Sight,
}

/// Owned values of a filter, in the order of the condition's parameters.
struct Bound {
    texts: Vec<String>,
}

impl DocumentFilter {
    fn bind(&self) -> Bound {
        let mut texts = vec![
            self.type_code.clone(),
            self.year.clone(),
            self.direction.clone(),
            self.state.clone(),
            number_pattern(&self.q),
            self.day.map(|day| day.to_string()).unwrap_or_default(),
        ];
        texts.extend(search_words(&self.q).iter().map(|word| format!("% {word}%")));
        Bound { texts }
    }

    fn condition(&self, bound: &Bound) -> String {
        let words: Vec<String> = (7..bound.texts.len() + 1).map(|n| format!("d.folded LIKE ${n}")).collect();
        let words = if words.is_empty() { "1 = 1".to_owned() } else { words.join(" AND ") };
        let sight = self.sight.condition(bound.texts.len() + 1);
        format!(
            "FROM document d WHERE ($1 = '' OR d.type_code = $1) AND ($2 = '' OR SUBSTR(d.issued_on, 1, 4) = $2)
               AND ($3 = '' OR d.direction = $3) AND ($4 = '' OR d.state = $4)
               AND ($6 = '' OR d.issued_on <= $6) AND (d.number_key LIKE $5 OR ({words})) AND {sight}"
        )
    }

    fn values<'a>(&'a self, bound: &'a Bound) -> Vec<&'a dyn Param> {
        let texts = bound.texts.iter().map(|text| text as &dyn Param);
        texts.chain(self.sight.values()).collect()
    }
}

/// A number typed in any way; a pattern that nothing matches when no digit was typed, so that words alone decide.
pub(super) fn number_pattern(q: &str) -> String {
    let key = crate::domain::number_key(q);
    if key.bytes().any(|b| b.is_ascii_digit()) { format!("{key}%") } else { "-".to_owned() }
}

/// The keys a list of documents sorts by; without one the newest come first.
pub const SORT_KEYS: &[&str] = &["newest", "day", "number", "title", "type", "issuer"];

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// The document, without text and recipients.
    pub document: Document,
    /// Units it was sent to by the day of the filter.
    pub sent: i64,
    /// Units that had acknowledged it by then.
    pub acknowledged: i64,
    /// Whether it held then.
    pub validity: Validity,
}

/// How many documents the filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count(tx: &mut Tx<'_>, filter: &DocumentFilter) -> Result<i64, StoreError> {
    let bound = filter.bind();
    let sql = format!("SELECT COUNT(*) {}", filter.condition(&bound));
    tx.scalar(&sql, &filter.values(&bound))
}

/// One page of the documents the filter leaves; newest first unless another order is asked for.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page(
    tx: &mut Tx<'_>,
    filter: &DocumentFilter,
    sort: Sort<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<DocumentRow>, StoreError> {
    let bound = filter.bind();
    let mut values = filter.values(&bound);
    let next = values.len() + 1;
    // the first key is what stands when nothing was asked for
    let way = if sort.descending || sort.key == SORT_KEYS[0] { "DESC" } else { "ASC" };
    let order = match sort.key {
        "number" => format!("d.type_code {way}, d.number {way}"),
        "title" => format!("d.sort_key {way}"),
        "type" => format!("d.type_name {way}"),
        "issuer" => format!("d.issuer_name {way}"),
        _ => format!("COALESCE(d.issued_on, '') {way}"),
    };
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT COUNT(*) FROM document_delivery v WHERE v.document_id = d.id AND v.sent_at < ${next}),
             (SELECT COUNT(*) FROM document_delivery v WHERE v.document_id = d.id AND v.acknowledged_at < ${next})
         {} ORDER BY {order}, d.created_at DESC, d.id LIMIT ${} OFFSET ${}",
        filter.condition(&bound),
        next + 1,
        next + 2
    );
    let as_of = filter.day.unwrap_or_else(|| tx.today());
    let until = Instant::after(as_of);
    values.push(&until);
    values.push(&limit);
    values.push(&offset);
    let mut rows = tx.list(&sql, &values, |row: &Row<'_>| {
        let validity = Validity::default();
        Ok(DocumentRow { document: read(row)?, sent: row.get(25)?, acknowledged: row.get(26)?, validity })
    })?;
    let ids: Vec<DocumentId> = rows.iter().map(|row| row.document.id).collect();
    let validities = super::list_validities(tx, &ids, as_of)?;
    for row in &mut rows {
        row.validity = validities.get(&row.document.id).copied().unwrap_or_default();
    }
    Ok(rows)
}

/// A value a list can be narrowed to, with how many documents have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value of the filter.
    pub value: String,
    /// How many.
    pub count: i64,
}

/// The types among the documents that are seen, the most frequent first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_types(tx: &mut Tx<'_>, sight: &Sight) -> Result<Vec<Facet>, StoreError> {
    facets(tx, sight, "d.type_code", "COUNT(*) DESC, d.type_code")
}

/// The years among the documents that are seen, the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_years(tx: &mut Tx<'_>, sight: &Sight) -> Result<Vec<Facet>, StoreError> {
    facets(tx, sight, "SUBSTR(d.issued_on, 1, 4)", "SUBSTR(d.issued_on, 1, 4) DESC")
}

fn facets(tx: &mut Tx<'_>, sight: &Sight, column: &str, order: &str) -> Result<Vec<Facet>, StoreError> {
    let values: Vec<&dyn Param> = sight.values().collect();
    let sql = format!(
        "SELECT {column}, COUNT(*) FROM document d WHERE {column} <> '' AND {} GROUP BY {column} ORDER BY {order}",
        sight.condition(1)
    );
    tx.list(&sql, &values, |row| Ok(Facet { value: row.get(0)?, count: row.get(1)? }))
}

/// What waits for its check in the registers of these units, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_drafts(
    tx: &mut Tx<'_>,
    owners: &[UnitId],
    limit: i64,
) -> Result<Vec<(DocumentId, String, Option<Day>)>, StoreError> {
    let mut drafts = Vec::new();
    for owner in owners {
        drafts.extend(tx.list(
            &format!(
                "SELECT {COLUMNS} FROM document d WHERE d.owner_unit_id = $1 AND d.state = 'parsed'
                 ORDER BY d.created_at DESC LIMIT $2"
            ),
            params![owner, limit],
            read,
        )?);
    }
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.created_at));
    drafts.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(drafts
        .into_iter()
        .map(|draft| {
            let called = match draft.called() {
                empty if empty.is_empty() => draft.file_name.clone(),
                called => called,
            };
            (draft.id, called, draft.entry.issued_on)
        })
        .collect())
}
