//! Which column of each large table a distributed PostgreSQL would spread it by, and which keys do not carry that
//! column yet. `docs/admin/scaling.md` says what it is for.

use std::collections::{BTreeMap, BTreeSet};

use testkit::{Engine, Site};
use thongsuot::features::features;

/// Tables that grow with members, cells or check-ins, each with the column that pins a row to one place.
const LARGE: [(&str, &str); 11] = [
    ("person", "home_unit_id"),
    ("person_past", "unit_id"),
    ("membership", "unit_id"),
    ("duty", "unit_id"),
    ("figure_sum", "unit_id"),
    ("figure_queue", "unit_id"),
    ("document_delivery", "unit_id"),
    ("point", "conference_id"),
    ("delegate", "conference_id"),
    ("check_in", "conference_id"),
    ("conference_rollout_person", "unit_id"),
];

/// Keys without the column, as `table: columns`. The list may only shrink: a line that no key needs is reported.
const EXCEPTIONS: [&str; 9] = [
    "person: id",
    "person: external_id",
    "duty: id",
    "figure_queue: id",
    "point: id",
    "delegate: id",
    "delegate: invitation",
    "check_in: delegate_id",
    "conference_rollout_person: rollout_id, person_id",
];

#[test]
fn keys_of_large_tables_carry_the_sharding_column_or_are_listed() {
    let site = Site::new(Engine::Sqlite, features());
    let rows = site.read(|tx| {
        tx.list(
            "SELECT m.name, l.name, i.name FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
             WHERE m.type = 'table' AND l.\"unique\" = 1 ORDER BY m.name, l.name, i.seqno",
            &[],
            |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
        )
    });
    let mut keys: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (table, key, column) in rows {
        keys.entry((table, key)).or_default().push(column);
    }
    let columns: BTreeSet<(String, String)> =
        site.app.db.schema().unwrap().into_iter().map(|column| (column.table, column.column)).collect();
    let mut without = BTreeSet::new();
    for (table, column) in LARGE {
        assert!(columns.contains(&(table.into(), column.into())), "{table} has no {column}");
        let of_table = keys.iter().filter(|((name, _), _)| name == table);
        let lacking = of_table.filter(|(_, parts)| !parts.iter().any(|part| part == column));
        without.extend(lacking.map(|(_, parts)| format!("{table}: {}", parts.join(", "))));
    }
    let listed: BTreeSet<String> = EXCEPTIONS.iter().map(|s| (*s).to_owned()).collect();
    assert_eq!(without, listed);
}
