//! A PostgreSQL database for one test, on the cluster `cargo x test` starts; dropped with the value.

use std::sync::atomic::{AtomicU64, Ordering};

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// An empty database of its own on the cluster named by `THONGSUOT_TEST_POSTGRES`.
pub struct PostgresDatabase {
    server: String,
    name: String,
    /// `postgres://…/name`, as `--database` takes it.
    pub url: String,
}

impl PostgresDatabase {
    /// Makes one.
    ///
    /// # Panics
    /// Without a cluster: run the tests with `cargo x test`, which starts one.
    #[must_use]
    pub fn create() -> Self {
        let server = std::env::var("THONGSUOT_TEST_POSTGRES")
            .expect("THONGSUOT_TEST_POSTGRES names no cluster: run the tests with `cargo x test`, which starts one");
        let name = format!("test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the cluster answers");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database is made");
        let (base, _) = server.rsplit_once('/').expect("the URL names a database");
        let url = format!("{base}/{name}");
        PostgresDatabase { server, name, url }
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // other connections of the test may still be open
        let _ = postgres::Client::connect(&self.server, postgres::NoTls).and_then(|mut client| {
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name))
        });
    }
}
