//! The state of the telling: the province as data, the installation it goes into, the clock that is moved, and who is
//! who in the rows.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use demo_province::{Province, TODAY};
use kernel::{AccountId, Clock, Day, DocumentId, FixedClock, Instant, PersonId, UnitId, UnitKind};
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::Failure;

use crate::installation::{self, Place};

/// A province being told.
pub(super) struct Story {
    /// The installation.
    pub app: App,
    /// The province as data.
    pub province: Province,
    /// Units by their code.
    pub units: Arc<HashMap<String, UnitId>>,
    /// Their kinds, in the order of the tree.
    pub tree: Vec<(UnitId, UnitKind)>,
    /// People by their number.
    pub people: Arc<HashMap<String, PersonId>>,
    /// Accounts by role.
    pub accounts: HashMap<&'static str, AccountId>,
    /// Documents by key.
    pub documents: HashMap<&'static str, DocumentId>,
    clock: Arc<FixedClock>,
}

/// A day of the province's data.
pub(super) fn day(text: &str) -> anyhow::Result<Day> {
    text.parse().with_context(|| format!("day {text}"))
}

impl Story {
    pub fn begin(place: &Place, province: Province) -> anyhow::Result<Self> {
        let clock = Arc::new(FixedClock::at(Instant::at(day("2023-01-05")?, 8, 0)));
        let app = installation::open_with(place, Arc::clone(&clock) as Arc<dyn Clock>)?;
        Ok(Story {
            app,
            province,
            units: Arc::default(),
            tree: Vec::new(),
            people: Arc::default(),
            accounts: HashMap::new(),
            documents: HashMap::new(),
            clock,
        })
    }

    /// Writes in one transaction at this moment in the name of a role's account.
    pub fn write<T: Send + 'static>(
        &self,
        at: Instant,
        role: &str,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> anyhow::Result<T> {
        self.clock.set(at);
        let account = self.accounts.get(role).copied();
        let written = self.app.db.write_now(move |tx| {
            tx.act_as(account);
            work(tx)
        });
        written.with_context(|| format!("at {}", at.shown()))
    }

    /// As [`Story::write`], for what a rule may refuse.
    pub fn decide<T: Send + 'static>(
        &self,
        at: Instant,
        role: &str,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> anyhow::Result<T> {
        self.clock.set(at);
        let account = self.accounts.get(role).copied();
        let written = self.app.db.write_now(move |tx| {
            tx.act_as(account);
            work(tx)
        });
        written.map_err(|failure| anyhow::anyhow!("at {}: {failure:?}", at.shown()))
    }

    /// Moves the clock for what opens its own transactions.
    pub fn set_time(&self, at: Instant) {
        self.clock.set(at);
    }

    /// The unit with this code.
    pub fn unit(&self, code: &str) -> anyhow::Result<UnitId> {
        self.units.get(code).copied().with_context(|| format!("no unit {code}"))
    }

    /// The document with this key.
    pub fn document(&self, key: &str) -> anyhow::Result<DocumentId> {
        self.documents.get(key).copied().with_context(|| format!("no document {key}"))
    }

    /// The units of these kinds, in the order of the tree.
    pub fn units_of(&self, kinds: &[UnitKind]) -> Vec<UnitId> {
        self.tree.iter().filter(|(_, kind)| kinds.contains(kind)).map(|(id, _)| *id).collect()
    }

    /// The day from which the story is told.
    pub fn today() -> anyhow::Result<Day> {
        day(TODAY)
    }
}

/// A number below 100 that always is the same for the same two numbers: who is quick and who is late.
pub(super) fn lot(index: usize, purpose: usize) -> usize {
    let mut x =
        (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (purpose as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^= x >> 32;
    usize::try_from(x % 100).unwrap_or(0)
}
