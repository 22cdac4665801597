//! A running product in the test's process: a database of its own, the app, the router.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use kernel::{AccountId, Clock, Day, FixedClock, Instant, PersonId, Role, UnitId, UnitKind};
use platform::app::{Feature, Organisation, Setup, hooks, migrations};
use platform::db::{Db, StoreError, Tx};
use platform::files::Files;
use platform::texts::Language;
use platform::web::{Failure, Grant, Identity, Routes};
use platform::{App, web};
use units::domain::change::{Change, ChangeState, Place, Step};

use crate::browser::Browser;
use crate::database::PostgresDatabase;
use crate::organisation;

/// Which database the site stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the cluster named by `THONGSUOT_TEST_POSTGRES`.
    Postgres,
}

static SIGNED_IN: LazyLock<Mutex<HashMap<String, Identity>>> = LazyLock::new(Mutex::default);
static COUNTER: AtomicU32 = AtomicU32::new(0);

fn identify(_: &mut Tx<'_>, token: &str) -> Result<Option<Identity>, StoreError> {
    Ok(SIGNED_IN.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned())
}

/// A product under test. Its clock stands at 22 November 2026, 08:00, until it is moved.
pub struct Site {
    /// The application.
    pub app: App,
    /// The clock, to be moved.
    pub clock: Arc<FixedClock>,
    pub(crate) router: axum::Router,
    pub(crate) runtime: tokio::runtime::Runtime,
    // dropped after the connections above
    _database: Option<PostgresDatabase>,
    _folder: tempfile::TempDir,
}

impl Site {
    /// A site with these features and the small province, signed in by role without passwords.
    #[must_use]
    pub fn new(engine: Engine, features: Vec<Feature>) -> Self {
        let organisation =
            Organisation { identify_session: identify, identify_token: identify, is_within: units::store::is_within };
        Self::with(engine, features, organisation)
    }

    /// A site that signs in the way given: for the tests of the sign-in itself.
    #[must_use]
    pub fn with(engine: Engine, features: Vec<Feature>, organisation: Organisation) -> Self {
        let clock = Arc::new(FixedClock::at(Instant::at("2026-11-22".parse().expect("a day"), 8, 0)));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (migrations, hooks) = (migrations(&features), hooks(&features, Some(figures::store::post)));
        let ticking: Arc<dyn Clock> = Arc::clone(&clock) as Arc<dyn Clock>;
        let (db, database) = match engine {
            Engine::Sqlite => {
                let path = folder.path().join("test.db");
                (Db::open_sqlite(&path, &migrations, hooks, ticking).expect("SQLite opens"), None)
            }
            Engine::Postgres => {
                let database = PostgresDatabase::create();
                let db = Db::open_postgres(&database.url, &migrations, hooks, ticking).expect("PostgreSQL opens");
                (db, Some(database))
            }
        };
        let routes = features.iter().filter_map(|f| f.routes).fold(Routes::default(), |all, routes| all.and(routes()));
        let setup = Setup {
            features,
            organisation,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            files: Files::in_memory(),
            caches: None,
            secure_cookies: false,
            public_address: "http://test.example".into(),
        };
        let app = App::new(db, setup).expect("texts are well formed");
        app.db.write_now(organisation::found).expect("the province is founded");
        let router = web::router(&app, routes);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime starts");
        Site { app, clock, router, runtime, _database: database, _folder: folder }
    }

    /// The unit with this code.
    #[must_use]
    pub fn unit(&self, code: &'static str) -> UnitId {
        self.read(move |tx| units::store::lookup_by_code(tx, code)).unwrap_or_else(|| panic!("no unit {code}")).id
    }

    /// A browser signed in with this role in the unit with this code.
    #[must_use]
    pub fn as_role(&self, role: Role, code: &'static str) -> Browser<'_> {
        self.as_person(role, code, None)
    }

    /// A browser signed in with this role as this person.
    #[must_use]
    pub fn as_person(&self, role: Role, code: &'static str, person: Option<PersonId>) -> Browser<'_> {
        let identity = Identity {
            account: AccountId(self.clock.new_uuid()),
            person,
            name: format!("{role} {code}"),
            language: Language::Vietnamese,
            grants: vec![Grant { role, unit: self.unit(code) }],
            helper: None,
        };
        self.as_identity(identity)
    }

    /// A browser signed in with this identity.
    #[must_use]
    pub fn as_identity(&self, identity: Identity) -> Browser<'_> {
        let token = format!("test-{}-{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        SIGNED_IN.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), identity);
        Browser::new(self, Some(token))
    }

    /// A browser of nobody.
    #[must_use]
    pub fn visitor(&self) -> Browser<'_> {
        Browser::new(self, None)
    }

    /// Reads from the database.
    pub fn read<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
        self.app.db.read_now(work).expect("the store reads")
    }

    /// Writes to the database.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.app.db.write_now(work).expect("the store writes")
    }

    /// Writes, and hands the failure out.
    ///
    /// # Errors
    /// What the closure fails with.
    pub fn try_write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.app.db.write_now(work)
    }

    /// Moves the clock to this day and time.
    pub fn set_time(&self, day: &str, hour: i8, minute: i8) {
        self.clock.set(Instant::at(day.parse().expect("a day"), hour, minute));
    }

    /// Today on the site's clock.
    #[must_use]
    pub fn today(&self) -> Day {
        self.clock.today()
    }

    /// Drains the ledger's queue, so that PostgreSQL's sums are settled.
    pub fn settle(&self) {
        figures::jobs::drain_all(&self.app.db).expect("the queue drains");
    }

    /// Carries out these steps of a change of the tree, which takes effect on this day.
    pub fn change_tree(&self, on: Day, steps: Vec<Step>) {
        let (features, root) = (self.app.features.clone(), self.unit("TU"));
        self.write(move |tx| {
            let change = Change {
                id: tx.new_id(),
                unit: root,
                title: "Sắp xếp tổ chức".into(),
                on,
                decision: "Quyết định số 7-QĐ/TU".into(),
                state: ChangeState::Planned,
                steps,
                version: 1,
            };
            units::store::insert_change(tx, &change)?;
            units::store::carry_out(tx, &change, &features)
        });
    }

    /// The first unit goes up in the other today.
    pub fn merge(&self, from: &'static str, into: &'static str) {
        let (unit, heir) = (self.unit(from), self.unit(into));
        self.change_tree(self.today(), vec![Step::End { unit, heirs: vec![Place::Unit(heir)] }]);
    }

    /// The communes go up today in a new one with this code.
    pub fn consolidate(&self, communes: &[&'static str], code: &str) {
        let found = Step::Found {
            code: code.into(),
            kind: UnitKind::CommuneCommittee.code().into(),
            name: "Đảng ủy xã Hợp Nhất".into(),
            short_name: String::new(),
            parent: Place::Unit(self.unit("TU")),
        };
        let heir = || vec![Place::New(code.to_owned())];
        let ends = communes.iter().map(|commune| Step::End { unit: self.unit(commune), heirs: heir() });
        self.change_tree(self.today(), std::iter::once(found).chain(ends).collect());
    }

    /// From this day on the first unit stands under the other.
    pub fn move_unit(&self, unit: &'static str, under: &'static str, on: Day) {
        let (unit, parent) = (self.unit(unit), Place::Unit(self.unit(under)));
        self.change_tree(on, vec![Step::Move { unit, parent }]);
    }

    /// Runs the waiting background jobs.
    pub fn run_jobs(&self) {
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        while platform::jobs::run_one(&self.app, &stop).expect("jobs run") {}
    }

    /// Asserts that every figure agrees with its rows as of today.
    pub fn assert_ledger_is_true(&self) {
        let differences = figures::jobs::prove(&self.app, self.today()).expect("the ledger is read");
        assert!(differences.is_empty(), "{differences:#?}");
    }
}
