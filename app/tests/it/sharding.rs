//! Provinces that share a PostgreSQL database, each in a schema of its own: what a distributed engine needs to lay whole
//! provinces on machines. That every statement follows the connection to its province's schema is proved by all tests on
//! PostgreSQL: they run in such a schema, in databases without `public` (`testkit::PostgresDatabase`).

use std::path::Path;

use testkit::PostgresDatabase;
use thongsuot::installation::{self, Place};

use crate::harness::{Served, run, said};

fn works(arguments: &[&str]) {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

fn name_of_the_root(folder: &Path, url: &str) -> String {
    let app = installation::open(&Place::at(folder, Some(url), None).unwrap()).unwrap();
    assert_eq!(app.db.read_now(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM unit", &[])).unwrap(), 2);
    app.db.read_now(|tx| tx.scalar("SELECT name FROM unit WHERE code = 'TU'", &[])).unwrap()
}

#[test]
fn two_provinces_share_a_database_and_neither_sees_the_other() {
    let database = PostgresDatabase::create();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let provinces = [("Tỉnh ủy Lĩnh Giang", database.url.clone()), ("Tỉnh ủy Sơn Đông", database.province("son_dong"))];
    let mut served = Vec::new();
    for (number, (name, url)) in provinces.iter().enumerate() {
        let (data, list) = (at(&format!("data{number}")), at(&format!("units{number}.csv")));
        let rows =
            format!("Mã đơn vị,Tên đơn vị,Loại,Mã cấp trên\nTU,{name},Tỉnh ủy,\nX01,Đảng ủy xã Bến Đò,Đảng ủy xã,TU\n");
        std::fs::write(&list, rows).unwrap();
        works(&["import", "units", &list, "--data", &data, "--database", url]);
        served.push(Served::start_on(Path::new(&data), &["--database", url]));
    }
    for (number, (name, url)) in provinces.iter().enumerate() {
        assert_eq!(name_of_the_root(Path::new(&at(&format!("data{number}"))), url), *name);
    }
    let first = Place::at(Path::new(&at("data0")), Some(&provinces[0].1), None).unwrap();
    installation::open(&first).unwrap().db.learn_sizes().unwrap();
    let mut client = postgres::Client::connect(&database.url, postgres::NoTls).unwrap();
    let known =
        "SELECT reltuples FROM pg_class WHERE relname = 'unit' ORDER BY CAST(relnamespace::regnamespace AS TEXT)";
    let known: Vec<f32> = client.query(known, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(known, [2.0, -1.0], "one learns the sizes of its own tables");
    let tables = "SELECT table_schema, COUNT(*) FROM information_schema.tables
         WHERE table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY table_schema ORDER BY table_schema";
    let tables: Vec<(String, i64)> =
        client.query(tables, &[]).unwrap().iter().map(|row| (row.get(0), row.get(1))).collect();
    assert!(tables.len() == 2 && tables[0].1 == tables[1].1 && tables[0].1 > 100, "{tables:?}");
    let crossing = "SELECT COUNT(*) FROM pg_constraint c JOIN pg_class t ON t.oid IN (c.conrelid, c.confrelid)
         WHERE t.relnamespace <> c.connamespace";
    assert_eq!(client.query_one(crossing, &[]).unwrap().get::<_, i64>(0), 0, "nothing leads from one to the other");
    drop(client);
    // a backup holds one province, and goes where that province is to lie
    let (file, into, there) = (at("b.tar.zst"), at("restored"), PostgresDatabase::create());
    works(&["backup", "create", "--data", &at("data1"), "--database", &provinces[1].1, &file]);
    let wrong = run(&["backup", "restore", &file, "--data", &into, "--database", &there.url]);
    assert!(!wrong.status.success() && said(&wrong).contains("son_dong"), "{}", said(&wrong));
    let target = there.province("son_dong");
    works(&["backup", "restore", &file, "--data", &into, "--database", &target]);
    assert_eq!(name_of_the_root(Path::new(&into), &target), "Tỉnh ủy Sơn Đông");
    // the server of one province does not stand in the way of moving the other
    assert!(served.remove(0).stop());
    works(&["database", "move", "--data", &at("data0"), "--database", &provinces[0].1, "--to", "sqlite"]);
    assert!(served.remove(0).stop());
}

#[test]
fn a_schema_that_is_not_there_is_told_in_words() {
    let database = PostgresDatabase::create();
    let folder = tempfile::tempdir().unwrap();
    let url = database.url.replace("linh_giang", "khong_co");
    let output = run(&["audit", "verify", "--data", &folder.path().to_string_lossy(), "--database", &url]);
    assert!(!output.status.success() && said(&output).contains("CREATE SCHEMA"), "{}", said(&output));
}
