//! The lines of the tree and what past places mean for it are written only where a change touched them: here they are held
//! against what the whole tree says.

use testkit::{Site, on_both_databases};

/// Each unit with what stands above it, step by step: a unit that ended stands below the one that took its place.
const LINES: &str = "WITH RECURSIVE step (unit_id, above_id) AS (
         SELECT u.id, CASE WHEN u.ended_on IS NULL THEN u.parent_id ELSE COALESCE((SELECT s.heir_id FROM unit_succession s
             WHERE s.unit_id = u.id AND s.position = 0 AND s.on_day IS NOT NULL), u.parent_id) END FROM unit u),
     line (unit_id, ancestor_id, distance) AS (
         SELECT u.id, u.id, CAST(0 AS BIGINT) FROM unit u
         UNION ALL
         SELECT l.unit_id, s.above_id, l.distance + 1 FROM line l JOIN step s ON s.unit_id = l.ancestor_id
         WHERE s.above_id IS NOT NULL)
     SELECT unit_id || ' ' || ancestor_id || ' ' || CAST(distance AS TEXT) FROM line ORDER BY 1";

/// A unit that stood elsewhere counts where its line leads now, less where the line of its superior of then leads now.
const BORDERS: &str =
    "SELECT l.ancestor_id || ' ' || l.unit_id || ' ' || l.change_id || ' ' || l.from_day || ' ' || l.to_day
         || ' ' || CAST(SUM(l.sign) AS TEXT) FROM (
         SELECT a.ancestor_id, e.unit_id, e.change_id, e.from_day, e.to_day, 1 AS sign
         FROM unit_edge_past e JOIN unit_ancestor a ON a.unit_id = e.unit_id
         UNION ALL
         SELECT a.ancestor_id, e.unit_id, e.change_id, e.from_day, e.to_day, -1 AS sign
         FROM unit_edge_past e JOIN unit_ancestor a ON a.unit_id = e.parent_id) l
     GROUP BY l.ancestor_id, l.unit_id, l.change_id, l.from_day, l.to_day HAVING SUM(l.sign) <> 0 ORDER BY 1";

fn rows(site: &Site, sql: &'static str) -> Vec<String> {
    site.read(move |tx| tx.list(sql, &[], |row| row.get(0)))
}

fn agrees(site: &Site) -> usize {
    let lines = rows(
        site,
        "SELECT unit_id || ' ' || ancestor_id || ' ' || CAST(distance AS TEXT) FROM unit_ancestor ORDER BY 1",
    );
    assert_eq!(lines, rows(site, LINES));
    let borders = rows(
        site,
        "SELECT ancestor_id || ' ' || unit_id || ' ' || change_id || ' ' || from_day || ' ' || to_day || ' '
             || CAST(sign AS TEXT) FROM unit_border ORDER BY 1",
    );
    assert_eq!(borders, rows(site, BORDERS));
    borders.len()
}

on_both_databases! {
    fn only_what_moved_is_written_and_all_of_it(site) {
        assert_eq!(agrees(site), 0, "nothing was elsewhere yet");
        let day = |day: &str| day.parse().unwrap();
        site.move_unit("X01-C01", "X02", day("2026-11-02"));
        let one = agrees(site);
        assert!(one > 0);
        // beside it, and so nothing of the first is written anew
        site.merge("D01-C01", "X02-C01");
        assert!(agrees(site) > one);
        // the superior of now, with all that came under it, and the superior of then
        site.move_unit("X02", "D01", day("2026-11-20"));
        let _ = agrees(site);
        site.merge("X01", "X02");
        let _ = agrees(site);
        // a cell one step up, and back again on the same day
        site.move_unit("X01-C01-01", "X02", day("2026-11-22"));
        let _ = agrees(site);
        site.move_unit("X01-C01-01", "X01-C01", day("2026-11-22"));
        assert!(agrees(site) > one);
    }
}
