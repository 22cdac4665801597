//! A PostgreSQL database for one test, on the cluster `cargo x test` starts; dropped with the value. Its tables lie in a
//! schema of a province and `public` is gone, so that a statement that does not follow the connection to the province's
//! schema fails: this is how a distributed PostgreSQL tells provinces apart (`docs/admin/scaling.md`).

use std::sync::atomic::{AtomicU64, Ordering};

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// The schema that tests live in.
const PROVINCE: &str = "linh_giang";

/// An empty database of its own on the cluster named by `THONGSUOT_TEST_POSTGRES`.
pub struct PostgresDatabase {
    server: String,
    name: String,
    /// `postgres://…/name?options=…`, as `--database` takes it.
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
        let database = format!("{base}/{name}");
        let mut client = postgres::Client::connect(&database, postgres::NoTls).expect("the database answers");
        client.batch_execute("DROP SCHEMA public").expect("the schema of everybody goes");
        let mut made = PostgresDatabase { server, name, url: String::new() };
        made.url = made.province(PROVINCE);
        made
    }

    /// Makes the schema of a province; the address that leads to it.
    ///
    /// # Panics
    /// When the cluster does not make it.
    #[must_use]
    pub fn province(&self, schema: &str) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("the URL names a database");
        let database = format!("{base}/{}", self.name);
        let mut client = postgres::Client::connect(&database, postgres::NoTls).expect("the database answers");
        client.batch_execute(&format!("CREATE SCHEMA {schema}")).expect("a schema is made");
        format!("{database}?options=-csearch_path%3D{schema}")
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
