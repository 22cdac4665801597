//! The application as the platform knows it: what a feature plugs in, and what every handler can reach.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{AccountId, Clock, UnitId};

use crate::burden::{Known, Work};
use crate::db::{Db, Hooks, Migration, StoreError, Tx};
use crate::files::Files;
use crate::jobs::JobKind;
use crate::search::Searchable;
use crate::texts::{Source, Texts};
use crate::web::{Actor, DeskItem, Identity, MenuEntry, Routes, WhoAnswers};

pub use crate::stopping::Stopping;
pub use crate::unit_rows::{AtEnd, Passing, UnitRows};

/// A feature's plug: what its `lib.rs` gives to the app. Absent parts stay at their default.
#[derive(Clone, Default)]
pub struct Feature {
    /// The folder's name.
    pub name: &'static str,
    /// Its migrations.
    pub migrations: &'static [Migration],
    /// Its texts in both languages.
    pub texts: &'static [Source],
    /// Its routes, each with its permission.
    pub routes: Option<fn() -> Routes>,
    /// Its entries in the menu.
    pub menu: &'static [MenuEntry],
    /// What it does when something happened elsewhere; runs in the same transaction.
    pub on_event: Option<fn(&mut Tx<'_>, &kernel::Event) -> Result<(), StoreError>>,
    /// Its rows that name a unit, each column with what becomes of it when the unit ends. A test compares this with the
    /// schema.
    pub unit_rows: &'static [UnitRows],
    /// Its rows that name a person, each column with what becomes of it when two records turn out to be one person. A
    /// test compares this with the schema.
    pub person_rows: &'static [PersonRows],
    /// Its rows that belong to a person by way of another row, told to the person.
    pub rows_through_person: &'static [RowsThroughPerson],
    /// Its rows that name an account, told to the person whose account it is.
    pub account_rows: &'static [AccountRows],
    /// Its background jobs.
    pub jobs: &'static [JobKind],
    /// What it puts on a person's desk.
    pub desk: Option<fn(&mut Tx<'_>, &Actor) -> Result<Vec<DeskItem>, StoreError>>,
    /// Whom it names on the page of a unit as answering for it.
    pub answering: Option<fn(&mut Tx<'_>, &Actor, UnitId) -> Result<Vec<WhoAnswers>, StoreError>>,
    /// What of it can be found by the search.
    pub search: &'static [Searchable],
    /// What it does beside the requests on every node, on a thread of its own, until the flag says stop.
    pub beside: Option<fn(&App, &Arc<AtomicBool>)>,
    /// Its figures.
    pub figures: &'static [Figure],
    /// The kinds of work it asks units to do.
    pub work: &'static [Work],
    /// The figures it knows of every unit.
    pub known: &'static [Known],
    /// Its part of the OpenAPI description.
    pub openapi: Option<fn() -> utoipa::openapi::OpenApi>,
    /// The codes of its refusals, for the test that they are unique and have texts.
    pub refusals: &'static [&'static str],
    /// Refusals that leave an event although nothing was written: their codes, each with the name of the event.
    pub noted_refusals: &'static [(&'static str, &'static str)],
    /// How sessions are kept alive while they are used.
    pub session_care: Option<SessionCare>,
}

/// A column of a feature's table that names a person. In the SQL here the table is called `t`.
#[derive(Debug, Clone, Copy)]
pub struct PersonRows {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The key of the text that names the rows, with their number as `count`.
    pub text: &'static str,
    /// What tells a row of a person from the person's others, as text.
    pub key: &'static str,
    /// A row in words, for who asks what is kept of them.
    pub told: &'static str,
    /// What becomes of the rows of a record that is merged into another.
    pub at_merge: AtMerge,
}

/// Rows that belong to a row that names a person, and go where it goes. In the SQL here the table is called `t`.
#[derive(Debug, Clone, Copy)]
pub struct RowsThroughPerson {
    /// The table.
    pub table: &'static str,
    /// Which are the person's, whose id is `$1`.
    pub of_person: &'static str,
    /// The key of the text that names the rows, with their number as `count`.
    pub text: &'static str,
    /// A row in words, for who asks what is kept of them.
    pub told: &'static str,
}

/// A column of a feature's table that names an account. In the SQL here the table is called `t`. Secrets are never told
/// (`people::store::gather`).
#[derive(Debug, Clone, Copy)]
pub struct AccountRows {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The key of the text that names the rows, with their number as `count`.
    pub text: &'static str,
    /// A row in words, for who asks what is kept of them.
    pub told: &'static str,
}

/// What becomes of the rows of a record that is merged into another.
#[derive(Debug, Clone, Copy)]
pub enum AtMerge {
    /// They stay, for this reason.
    Stay(&'static str),
    /// They name the record that is kept.
    Follow,
    /// They do, except where this holds: the kept record (`$1`) has such a row already. What becomes of these the feature
    /// decides when it is told of [`kernel::Fact::PeopleMerged`].
    FollowUnless(&'static str),
}

/// Sessions end some time after their last use; noting every use would be a write for every page. So the reading
/// transaction that identifies a session also asks whether its use is due to be noted.
#[derive(Clone, Copy)]
pub struct SessionCare {
    /// True when the use of the session with this token should be noted now.
    pub is_due: fn(&mut Tx<'_>, &str) -> Result<bool, StoreError>,
    /// Notes it.
    pub renew: fn(&mut Tx<'_>, &str) -> Result<(), StoreError>,
}

/// What a figure counts; people and attempts are never added to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Distinct people.
    People,
    /// Duties of units.
    Duties,
    /// Units.
    Units,
    /// Documents.
    Documents,
    /// Attempts, visits: one person may make several.
    Attempts,
}

/// Where a figure comes from; the two kinds are kept and shown apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureSource {
    /// Hệ thống ghi nhận: each one is a row of ours.
    Recorded,
    /// Kê khai: a unit entered the number.
    Entered,
}

/// Which rows of a figure are asked for.
#[derive(Debug, Clone)]
pub struct RowsOf {
    /// The rollout, requirement or conference.
    pub subject: String,
    /// The unit; rows of its whole branch are meant.
    pub unit: UnitId,
    /// As the rows stood at the end of this day.
    pub as_of: kernel::Day,
    /// The branch as it was on this day: `as_of` for the tree as it was then, today for the tree as it is now.
    pub tree_on: kernel::Day,
    /// Rows to skip.
    pub offset: i64,
    /// Rows wanted at most.
    pub limit: i64,
}

/// One row behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// Who or what is counted.
    pub title: String,
    /// Unit, day, way.
    pub note: String,
    /// Where it can be seen; empty when nowhere.
    pub href: String,
}

/// Rows behind a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureRows {
    /// What the rows add up to: equals the figure's value.
    pub total: i64,
    /// The rows asked for.
    pub rows: Vec<FigureRow>,
}

/// A figure, defined once, in the feature that owns its rows. Its text is the key `figure-<id with . as ->`.
#[derive(Clone, Copy)]
pub struct Figure {
    /// `<feature>.<what>`, unique.
    pub id: &'static str,
    /// What it counts.
    pub counts: Counts,
    /// Recorded or entered.
    pub source: FigureSource,
    /// The rows behind it.
    pub rows: fn(&mut Tx<'_>, &RowsOf) -> Result<FigureRows, StoreError>,
    /// The same rows counted by the unit each belongs to, as they stood at the end of the day: (unit, n), no unit twice.
    /// The proof of the ledger adds these up over the tree.
    pub of_units: fn(&mut Tx<'_>, &str, kernel::Day) -> Result<Vec<(UnitId, i64)>, StoreError>,
    /// The unit to which the subject belongs: who may see the figure is asked there. None when the subject is unknown
    /// to this feature.
    pub owner: fn(&mut Tx<'_>, &str) -> Result<Option<UnitId>, StoreError>,
}

/// How the platform learns who asks and where units stand; given by the features `people` and `units`.
#[derive(Clone, Copy)]
pub struct Organisation {
    /// The identity behind a session cookie, if it is valid now.
    pub identify_session: fn(&mut Tx<'_>, &str) -> Result<Option<Identity>, StoreError>,
    /// The identity behind an API token.
    pub identify_token: fn(&mut Tx<'_>, &str) -> Result<Option<Identity>, StoreError>,
    /// True when the unit is the other or stands below it today.
    pub is_within: fn(&mut Tx<'_>, UnitId, UnitId) -> Result<bool, StoreError>,
}

/// Everything `App::start` needs.
pub struct Setup {
    /// The features in their order.
    pub features: Vec<Feature>,
    /// Who asks, and where units stand.
    pub organisation: Organisation,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where files are kept.
    pub files: Files,
    /// Where this node keeps what it can make anew from the database; none: in memory.
    pub caches: Option<PathBuf>,
    /// Only send session cookies over HTTPS.
    pub secure_cookies: bool,
    /// How people reach the server, for links in QR codes and calendar files: `https://host`, without a last slash.
    pub public_address: String,
}

/// The application's state; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppState>);

/// What [`App`] points to.
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The features in their order.
    pub features: Vec<Feature>,
    /// Who asks, and where units stand.
    pub organisation: Organisation,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where files are kept.
    pub files: Files,
    /// Where this node keeps what it can make anew from the database; none: in memory.
    pub caches: Option<PathBuf>,
    /// The texts.
    pub texts: Arc<Texts>,
    /// Only send session cookies over HTTPS.
    pub secure_cookies: bool,
    /// How people reach the server.
    pub public_address: String,
    /// Told when the server stops.
    pub stopping: Stopping,
    kept: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl std::ops::Deref for App {
    type Target = AppState;
    fn deref(&self) -> &AppState {
        &self.0
    }
}

/// The migrations of the platform and of these features.
#[must_use]
pub fn migrations(features: &[Feature]) -> Vec<Migration> {
    let mut all = crate::MIGRATIONS.to_vec();
    all.extend(features.iter().flat_map(|feature| feature.migrations.iter().copied()));
    all
}

/// What these features hang into every transaction. The ledger of figures is given by the app.
#[must_use]
pub fn hooks(
    features: &[Feature],
    post_deltas: Option<fn(&mut Tx<'_>, &[kernel::Delta]) -> Result<(), StoreError>>,
) -> Hooks {
    Hooks { on_event: features.iter().filter_map(|feature| feature.on_event).collect(), post_deltas }
}

impl App {
    /// Builds the state over an open database.
    ///
    /// # Errors
    /// A sentence when a text file is broken.
    pub fn new(db: Db, setup: Setup) -> Result<Self, String> {
        let mut texts = Texts::default();
        texts.add(crate::TEXTS)?;
        for feature in &setup.features {
            texts.add(feature.texts).map_err(|e| format!("feature {}: {e}", feature.name))?;
        }
        Ok(App(Arc::new(AppState {
            db,
            features: setup.features,
            organisation: setup.organisation,
            clock: setup.clock,
            files: setup.files,
            caches: setup.caches,
            texts: Arc::new(texts),
            secure_cookies: setup.secure_cookies,
            public_address: setup.public_address,
            stopping: Stopping::default(),
            kept: Mutex::default(),
        })))
    }

    /// What a feature keeps in memory on this node: one of each type, made when it is first asked for.
    pub fn kept<T: Send + Sync + 'static>(&self, make: impl FnOnce(&App) -> T) -> Arc<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.get(&TypeId::of::<T>()).and_then(|one| Arc::clone(one).downcast().ok()) {
            return found;
        }
        let made = Arc::new(make(self));
        kept.insert(TypeId::of::<T>(), Arc::clone(&made) as Arc<dyn Any + Send + Sync>);
        made
    }

    /// Writes in one transaction, in the name of this account (none: the system itself).
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_as<T, E, F>(&self, account: Option<AccountId>, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.db
            .write(move |tx| {
                tx.act_as(account);
                work(tx)
            })
            .await
    }
}
