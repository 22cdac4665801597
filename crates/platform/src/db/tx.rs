//! A transaction: statements in, rows out, events and deltas recorded. The same on both engines.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{AccountId, Clock, Day, Delta, Event, EventId, Instant, PersonId};
use postgres::types::ToSql;

use super::value::{Bound, RowKind};
use super::{Dialect, FromValue, Hooks, Param, Row, StoreError, seal};
use crate::params;

pub(super) enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres { transaction: postgres::Transaction<'a>, statements: &'a mut HashMap<String, postgres::Statement> },
}

/// A running transaction.
pub struct Tx<'a> {
    pub(super) connection: Connection<'a>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) hooks: &'a Hooks,
    pub(super) actor: Option<AccountId>,
    pub(super) behalf: Option<PersonId>,
    pub(super) pending_events: Vec<Event>,
    pub(super) deltas: Vec<Delta>,
    /// The number under which the events of this commit are sealed; none where a job seals them later.
    pub(super) seal: Option<i64>,
    pub(super) sealed: Vec<[u8; 32]>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(connection: Connection<'a>, hooks: &'a Hooks, clock: Arc<dyn Clock>) -> Self {
        Tx {
            connection,
            clock,
            hooks,
            actor: None,
            behalf: None,
            pending_events: Vec::new(),
            deltas: Vec::new(),
            seal: None,
            sealed: Vec::new(),
        }
    }

    /// Which engine runs it. At most ten functions of the product look at this (house rule).
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.connection {
            Connection::Sqlite(_) => Dialect::Sqlite,
            Connection::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Today in Vietnam.
    #[must_use]
    pub fn today(&self) -> Day {
        self.clock.today()
    }

    /// A new identifier.
    #[must_use]
    pub fn new_id<I: From<uuid::Uuid>>(&self) -> I {
        I::from(self.clock.new_uuid())
    }

    /// Who acts; kept with each event. From here on in nobody else's place.
    pub fn act_as(&mut self, actor: Option<AccountId>) {
        self.actor = actor;
        self.behalf = None;
    }

    /// In whose place the actor acts; kept with each event beside the actor.
    pub fn act_for(&mut self, behalf: Option<PersonId>) {
        self.behalf = behalf;
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Option<AccountId> {
        self.actor
    }

    /// In whose place the actor acts.
    #[must_use]
    pub fn behalf(&self) -> Option<PersonId> {
        self.behalf
    }

    /// Runs a statement and gives the number of rows it changed.
    ///
    /// # Errors
    /// [`StoreError::Taken`] on a broken unique rule, [`StoreError::Driver`] otherwise.
    pub fn run(&mut self, sql: &str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&sqlite_text(sql))?;
                bind(&mut statement, params)?;
                Ok(u64::try_from(statement.raw_execute()?).unwrap_or(0))
            }
            Connection::Postgres { transaction, statements } => {
                let statement = prepared(transaction, statements, sql)?;
                let bound: Vec<Bound<'_>> = params.iter().map(|p| Bound(p.value())).collect();
                let refs: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|b| b as &(dyn ToSql + Sync)).collect();
                Ok(transaction.execute(&statement, &refs)?)
            }
        }
    }

    /// Runs a statement that must change exactly one row guarded by its version.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it changed none.
    pub fn run_one(&mut self, sql: &str, params: &[&dyn Param]) -> Result<(), StoreError> {
        if self.run(sql, params)? == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Hands each row of an answer to the closure, without keeping them.
    ///
    /// # Errors
    /// Of the closure, or [`StoreError::Driver`].
    pub fn each(
        &mut self,
        sql: &str,
        params: &[&dyn Param],
        mut take: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&sqlite_text(sql))?;
                bind(&mut statement, params)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next()? {
                    take(&Row(RowKind::Sqlite(row)))?;
                }
                Ok(())
            }
            Connection::Postgres { transaction, statements } => {
                let statement = prepared(transaction, statements, sql)?;
                let bound: Vec<Bound<'_>> = params.iter().map(|p| Bound(p.value())).collect();
                let mut rows = transaction.query_raw(&statement, bound)?;
                while let Some(row) = postgres::fallible_iterator::FallibleIterator::next(&mut rows)? {
                    take(&Row(RowKind::Postgres(&row)))?;
                }
                Ok(())
            }
        }
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// Of the closure, or [`StoreError::Driver`].
    pub fn list<T>(
        &mut self,
        sql: &str,
        params: &[&dyn Param],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(read(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Of the closure, or [`StoreError::Driver`].
    pub fn lookup<T>(
        &mut self,
        sql: &str,
        params: &[&dyn Param],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut out = None;
        self.each(sql, params, |row| {
            if out.is_none() {
                out = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(out)
    }

    /// The first row.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub fn find<T>(
        &mut self,
        sql: &str,
        params: &[&dyn Param],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.lookup(sql, params, read)?.ok_or(StoreError::NotFound)
    }

    /// The first column of the first row.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no row.
    pub fn scalar<T: FromValue>(&mut self, sql: &str, params: &[&dyn Param]) -> Result<T, StoreError> {
        self.find(sql, params, |row| row.get(0))
    }

    /// Writes the event into the log and keeps it for the features' `on_event`, which run before the commit.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub fn record(&mut self, event: Event) -> Result<(), StoreError> {
        let id: EventId = self.new_id();
        let at = self.now();
        let actor = self.actor;
        let behalf = self.behalf.filter(|_| actor.is_some());
        // the column finds it; the detail is what the seal holds
        let detail = detail_of(&event, behalf).to_string();
        let digest = seal::digest(id, at, actor, &event, &detail);
        let seal = self.seal;
        self.run(
            "INSERT INTO event (id, at, actor, name, subject, unit_id, detail, digest, seal_no, on_behalf_of)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            params![id, at, actor, event.name, event.subject, event.unit, detail, digest.as_slice(), seal, behalf],
        )?;
        if self.seal.is_some() {
            self.sealed.push(digest);
        }
        if event.fact != kernel::Fact::Noted {
            self.pending_events.push(event);
        }
        Ok(())
    }

    /// Adds to a figure. Taken into the ledger with the commit; readers of this same transaction do not see it yet.
    pub fn post(&mut self, delta: Delta) {
        if delta.n != 0 {
            self.deltas.push(delta);
        }
    }

    /// Tells the features of the events recorded, and of those that telling records, until none is left.
    pub(super) fn tell_features(&mut self) -> Result<(), StoreError> {
        let hooks = self.hooks;
        while !self.pending_events.is_empty() {
            for event in std::mem::take(&mut self.pending_events) {
                for on_event in &hooks.on_event {
                    on_event(self, &event)?;
                }
            }
        }
        Ok(())
    }

    /// Hands the deltas, summed, to the ledger.
    pub(super) fn settle_deltas(&mut self) -> Result<(), StoreError> {
        if self.deltas.is_empty() {
            return Ok(());
        }
        let mut sums: HashMap<(String, &'static str, kernel::UnitId, Day), i64> = HashMap::new();
        for delta in self.deltas.drain(..) {
            *sums.entry((delta.subject, delta.figure, delta.unit, delta.day)).or_default() += delta.n;
        }
        let mut deltas: Vec<Delta> = sums
            .into_iter()
            .filter(|(_, n)| *n != 0)
            .map(|((subject, figure, unit, day), n)| Delta { subject, figure, unit, day, n })
            .collect();
        // always in the same order, so that two writers cannot wait for each other
        deltas.sort_by(|a, b| (&a.subject, a.figure, a.unit, a.day).cmp(&(&b.subject, b.figure, b.unit, b.day)));
        match self.hooks.post_deltas {
            Some(post) => post(self, &deltas),
            None => Ok(()),
        }
    }
}

/// What the event keeps, with in whose place it was done.
fn detail_of(event: &Event, behalf: Option<PersonId>) -> serde_json::Value {
    let mut detail = event.detail.clone();
    if let Some(person) = behalf {
        if !detail.is_object() {
            detail = serde_json::json!({ "said": detail });
        }
        detail["on_behalf_of"] = person.to_string().into();
    }
    detail
}

fn prepared(
    transaction: &mut postgres::Transaction<'_>,
    statements: &mut HashMap<String, postgres::Statement>,
    sql: &str,
) -> Result<postgres::Statement, StoreError> {
    if let Some(statement) = statements.get(sql) {
        return Ok(statement.clone());
    }
    let statement = transaction.prepare(sql)?;
    statements.insert(sql.to_owned(), statement.clone());
    Ok(statement)
}

fn bind(statement: &mut rusqlite::Statement<'_>, params: &[&dyn Param]) -> Result<(), StoreError> {
    if statement.parameter_count() != params.len() {
        let wanted = statement.parameter_count();
        return Err(StoreError::Driver(format!("{wanted} parameters wanted, {} given", params.len())));
    }
    for (index, param) in params.iter().enumerate() {
        param.value().bind_sqlite(statement, index + 1)?;
    }
    Ok(())
}

/// SQLite takes `$1` for a name; `?1` is its number. Nothing else differs, and no text of ours holds a literal `$`.
fn sqlite_text(sql: &str) -> String {
    sql.replace('$', "?")
}
