//! Many values and many rows in one statement.

use super::{Param, StoreError, Tx};

/// `$from, $from+1, …` for so many values behind `IN`; `NULL` for none, which no row equals.
#[must_use]
pub fn places(from: usize, count: usize) -> String {
    if count == 0 {
        return "NULL".into();
    }
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// The parameters with those for [`places`] behind them.
#[must_use]
pub fn with_each<'p, P: Param>(first: Vec<&'p dyn Param>, more: &'p [P]) -> Vec<&'p dyn Param> {
    let mut all = first;
    all.extend(more.iter().map(|one| one as &dyn Param));
    all
}

/// Sizes of the pieces in which many rows go in one statement: few, so that each is prepared once.
const PIECES: [usize; 4] = [128, 16, 4, 1];

/// The rows in pieces of few sizes, each for one statement.
#[must_use]
pub fn in_pieces<T>(mut rows: &[T]) -> Vec<&[T]> {
    let mut pieces = Vec::new();
    for size in PIECES {
        while rows.len() >= size {
            let (piece, rest) = rows.split_at(size);
            pieces.push(piece);
            rows = rest;
        }
    }
    pieces
}

/// `($1, $2, …), ($n, …)` for so many rows of so many columns behind `VALUES`.
#[must_use]
pub fn values(rows: usize, columns: usize) -> String {
    let row = |row: usize| format!("({})", places(row * columns + 1, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

impl Tx<'_> {
    /// Runs `{head} VALUES (…), (…) {tail}` over the rows, many in each statement.
    ///
    /// # Errors
    /// As [`Tx::run`].
    pub fn insert_rows<const COLUMNS: usize>(
        &mut self,
        head: &str,
        rows: &[[&dyn Param; COLUMNS]],
        tail: &str,
    ) -> Result<(), StoreError> {
        for piece in in_pieces(rows) {
            self.run(&format!("{head} VALUES {} {tail}", values(piece.len(), COLUMNS)), piece.as_flattened())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_in_few_sizes_of_pieces() {
        let rows: Vec<usize> = (0..150).collect();
        let sizes: Vec<usize> = in_pieces(&rows).iter().map(|piece| piece.len()).collect();
        assert_eq!(sizes, [128, 16, 4, 1, 1]);
        assert_eq!(values(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }
}
