//! The rows that stand in the units before the merger: of every feature that keeps rows by unit which pass on, and of those
//! whose heirs go on with them. Written by the database itself, so that a million people are there in a minute; the duties, the
//! deliveries and the points of a conference by the features.

use std::collections::BTreeSet;

use anyhow::Result;
use conferences::domain::Form;
use conferences::store::NewConference;
use documents::domain::Entry;
use documents::store::{CameWith, NewDocument};
use kernel::{RolloutId, UnitId, UnitKind};
use platform::db::{Db, Migration, Param, StoreError, Tx};
use rollouts::domain::{Ask, Audience, DeadlineRule, Measure, Rollout, RolloutState};
use rollouts::store::NewRollout;
use units::domain::change::{Change, Place, Step};

/// Organisations that the merger touches, each with the one in which it will be; heirs with themselves.
pub(super) const TOUCHED: Migration = Migration {
    name: "20990101-touched",
    sql: "CREATE TABLE touched (unit_id TEXT NOT NULL PRIMARY KEY, heir_id TEXT NOT NULL);\n",
};

/// In which units rows stand. The table `unit` is called `u`.
#[derive(Clone, Copy)]
enum In {
    /// Every grassroots organisation of the country.
    Organisations,
    /// Those that end or are heirs.
    Touched,
    /// The cells below these.
    Cells,
    /// The communes above these.
    Communes,
}

impl In {
    fn sql(self) -> &'static str {
        match self {
            In::Organisations => "(SELECT * FROM unit WHERE kind = 'grassroots_organisation') u",
            In::Touched => "unit u JOIN touched t ON t.unit_id = u.id",
            In::Cells => "unit u JOIN touched t ON t.unit_id = u.parent_id",
            In::Communes => {
                "unit u JOIN (SELECT DISTINCT o.parent_id AS id FROM touched t JOIN unit o ON o.id = t.unit_id) c
                 ON c.id = u.id"
            }
        }
    }
}

/// Rows of a table: in which units, how many in each, the columns and their values. `:id` is the id of row `n.i` of the unit,
/// the same in each table: the first person of a unit has the id of its first account. `:parent` is that of the unit above.
struct Rows {
    table: &'static str,
    within: In,
    each: usize,
    columns: &'static str,
    values: &'static str,
}

const fn rows(table: &'static str, within: In, each: usize, columns: &'static str, values: &'static str) -> Rows {
    Rows { table, within, each, columns, values }
}

const PERSON: &str =
    "id, external_id, full_name, folded, sort_key, birth_day, gender, home_unit_id, member_status, joined_on,
     post, phone, is_key_official, ended_on, standing_from, version";
const ONE_PERSON: &str =
    ":id, u.code || '/' || CAST(n.i AS TEXT), 'Nguyễn Văn ' || u.code, ' nguyen van ' || u.code || ' ',
     u.code, '1975-05-19', 'male', u.id, 'official', '2005-02-03', '', '', FALSE, NULL, '2020-01-01', 1";
const POST: &str = "id, unit_id, person_id, rank, title, from_day, to_day, decision";
const ASSIGNMENT: &str = "id, unit_id, person_id, area_id, covered_unit_id, from_day, to_day, decision";

const ALL: &[Rows] = &[
    rows("person", In::Touched, 20, PERSON, ONE_PERSON),
    rows("person", In::Cells, 12, PERSON, ONE_PERSON),
    rows("person", In::Communes, 5, PERSON, ONE_PERSON),
    // at home in the cell, taking part in the organisation above it: one for good, one for a time
    rows(
        "membership",
        In::Cells,
        2,
        "unit_id, person_id, kind, from_day, to_day, note",
        "u.parent_id, :id, 'guest', '2024-01-01', CASE n.i WHEN 1 THEN NULL ELSE '2027-01-01' END, ''",
    ),
    rows("post", In::Touched, 3, POST, ":id, u.id, :id, 'head', 'Bí thư', '2025-01-01', NULL, ''"),
    rows("post", In::Cells, 1, POST, ":id, u.id, :id, 'head', 'Bí thư', '2025-01-01', NULL, ''"),
    rows("area", In::Touched, 1, "id, unit_id, name, sort_key, ended_on", ":id, u.id, 'Tuyên giáo', 'tuyen giao', NULL"),
    // a member of the committee of the commune answers for each organisation, one of the organisation for each cell
    rows(
        "assignment",
        In::Touched,
        1,
        ASSIGNMENT,
        ":id, u.parent_id, CAST(10000001 + CAST(SUBSTR(u.code, LENGTH(u.code)) AS BIGINT) % 5 AS TEXT) || SUBSTR(u.parent_id, 9),
         NULL, u.id, '2025-01-01', NULL, ''",
    ),
    rows("assignment", In::Cells, 1, ASSIGNMENT, ":id, u.parent_id, :parent, :parent, u.id, '2025-01-01', NULL, ''"),
    rows(
        "steering_committee",
        In::Touched,
        1,
        "id, unit_id, name, sort_key, purpose, decision, from_day, to_day, version",
        ":id, u.id, 'Ban chỉ đạo', 'ban chi dao', '', '', '2025-01-01', NULL, 1",
    ),
    rows(
        "account",
        In::Organisations,
        1,
        "id, person_id, user_name, password_hash, language, created_at, disabled_at, version",
        ":id, (SELECT p.id FROM person p WHERE p.id = :id), u.code, '', 'vi', 0, NULL, 1",
    ),
    rows(
        "role_grant",
        In::Organisations,
        1,
        "id, account_id, role, unit_id, from_day, to_day",
        ":id, :id, 'officer', u.id, '2025-01-01', NULL",
    ),
    rows("rollout_template", In::Organisations, 1, "id, unit_id, name, body, version", ":id, u.id, u.name, '[]', 1"),
    rows(
        "draft",
        In::Organisations,
        1,
        "id, unit_id, issuer_unit_id, form, type_code, title, folded, sort_key, issuer_name, parent_body, symbol, place,
         addressees, recipients, state, revision, note, document_id, created_at, version",
        ":id, u.id, u.id, 'party', 'KH', u.name, u.folded, u.sort_key, u.name, '', '', '', '', '', 'writing', 1, '', NULL, 0, 1",
    ),
    rows(
        "hall",
        In::Organisations,
        1,
        "id, unit_id, name, folded, sort_key, place, capacity, row_count, row_seats, in_use, note, version",
        ":id, u.id, u.name, u.folded, u.sort_key, '', 100, 10, 10, TRUE, '', 1",
    ),
    rows(
        "equipment",
        In::Organisations,
        2,
        "id, unit_id, hall_id, kind, name, folded, quantity, state, note, version",
        ":id, u.id, NULL, 'other', u.name, u.folded, 1, 'good', '', 1",
    ),
    rows(
        "material_set",
        In::Organisations,
        1,
        "id, unit_id, title, folded, sort_key, audience, is_public, code, state, edition, writing, reason, published_on,
         created_at, version",
        ":id, u.id, u.name, u.folded, u.sort_key, 'members', FALSE, u.code, 'published', 1, NULL, '', '2026-11-01', 0, 1",
    ),
    rows(
        "question",
        In::Organisations,
        5,
        "id, unit_id, clause, text, folded, takes_several, explanation, is_open_below, state, remark, created_at, version",
        ":id, u.id, '', u.name, u.folded, FALSE, '', TRUE, 'in_use', '', 0, 1",
    ),
    rows(
        "quiz",
        In::Organisations,
        1,
        "id, unit_id, title, folded, sort_key, minutes, attempts, pass_mark, opens_at, closes_at, audience, shows, explains,
         duty_share, state, created_at, version",
        ":id, u.id, u.name, u.folded, u.sort_key, 20, 2, 50, 0, 0, 'members', 'at_once', TRUE, 0, 'announced', 0, 1",
    ),
    rows(
        "reflection_call",
        In::Organisations,
        1,
        "id, unit_id, rollout_id, title, folded, sort_key, audience, due_on, least_words, state, created_at, version",
        ":id, u.id, '', u.name, u.folded, u.sort_key, 'members', '2026-12-31', 100, 'announced', 0, 1",
    ),
    // one runs in every tenth organisation, the others are over
    rows(
        "contest",
        In::Organisations,
        1,
        "id, no, unit_id, title, folded, sort_key, rules, state, secret, contestants, created_at, version",
        ":id, ROW_NUMBER() OVER (ORDER BY u.code), u.id, u.name, u.folded, u.sort_key, '{}',
         CASE SUBSTR(u.code, LENGTH(u.code)) WHEN '2' THEN 'announced' ELSE 'ended' END,
         (SELECT c.code_seed FROM conference c), 0, 0, 1",
    ),
    // one that is written, one that is carried out
    rows(
        "programme",
        In::Organisations,
        2,
        "id, unit_id, kind, title, folded, sort_key, goal, starts_on, ends_on, state, draft_id, reason, created_at, version",
        ":id, u.id, 'plan', u.name, u.folded, u.sort_key, '', '2026-01-01', '2026-12-31',
         CASE n.i WHEN 1 THEN 'writing' ELSE 'issued' END, '', '', 0, 1",
    ),
    rows(
        "report",
        In::Organisations,
        1,
        "id, unit_id, kind, subject, folded, head, state, created_at, hash, content, docx, pdf, version",
        ":id, u.id, 'outline', '', '', '{}', 'draft', 0, '', '', '', '', 1",
    ),
];

impl Rows {
    fn sql(&self) -> String {
        let id = |of: &str, number: &str| format!("(CAST(10000000 + {number} AS TEXT) || SUBSTR({of}, 9))");
        let values = self.values.replace(":id", &id("u.id", "n.i")).replace(":parent", &id("u.parent_id", "1"));
        let numbers = (1..=self.each).map(|i| format!("SELECT {i} AS i")).collect::<Vec<_>>().join(" UNION ALL ");
        let (table, columns, within) = (self.table, self.columns, self.within.sql());
        format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {within} CROSS JOIN ({numbers}) n")
    }
}

/// Fills the units; gives the number of people.
///
/// # Errors
/// When the database fails.
pub(super) fn fill(db: &Db, root: UnitId, change: &Change) -> Result<u64> {
    let pairs = pairs(change);
    db.write_now(move |tx| {
        let rows: Vec<[&dyn Param; 2]> = pairs.iter().map(|(unit, heir)| [unit as &dyn Param, heir]).collect();
        tx.insert_rows("INSERT INTO touched (unit_id, heir_id)", &rows, "")
    })?;
    // so that many rows are joined as many
    db.learn_sizes()?;
    db.write_now(move |tx| roll_out(tx, root))?;
    db.write_now(move |tx| confer(tx, root))?;
    let mut people = 0;
    for rows in ALL {
        let sql = rows.sql();
        let made = db.write_now(move |tx| tx.run(&sql, &[]))?;
        people += if rows.table == "person" { made } else { 0 };
    }
    Ok(people)
}

fn pairs(change: &Change) -> BTreeSet<(UnitId, UnitId)> {
    let mut pairs = BTreeSet::new();
    for step in &change.steps {
        let Step::End { unit, heirs } = step else { continue };
        let Some(Place::Unit(heir)) = heirs.first() else { continue };
        pairs.extend([(*unit, *heir), (*heir, *heir)]);
    }
    pairs
}

/// A rollout of the centre that asks each organisation to acknowledge a document.
fn roll_out(tx: &mut Tx<'_>, root: UnitId) -> Result<RolloutId, StoreError> {
    let document = NewDocument {
        owner_unit: root,
        entry: Entry::default(),
        text: "Nghị quyết".into(),
        sections: Vec::new(),
        citations: Vec::new(),
        file_name: String::new(),
        file: String::new(),
        content_hash: "1".into(),
        came_with: CameWith::default(),
    };
    let document = documents::store::insert_parsed(tx, &document)?;
    let title = "Triển khai nghị quyết".to_owned();
    let new = NewRollout { unit: root, title: title.clone(), depth: None, starts_on: None, ends_on: None };
    let id = rollouts::store::insert(tx, &new)?;
    rollouts::store::save_documents(tx, id, &[document])?;
    let ask = Ask {
        measure: Measure::Acknowledge,
        title,
        addressees: vec![UnitKind::GrassrootsOrganisation],
        audience: Audience::Unit,
        deadline: DeadlineRule::DaysAfterLaunch(30),
        note: String::new(),
        figures: Vec::new(),
    };
    rollouts::store::insert_requirement(tx, id, root, &ask)?;
    let (rollout, on) = (rollouts::store::find(tx, id)?, tx.today());
    rollouts::store::launch(tx, &Rollout { state: RolloutState::Launched { on }, ..rollout })?;
    Ok(id)
}

/// A conference of the centre with a point in each organisation.
fn confer(tx: &mut Tx<'_>, root: UnitId) -> Result<(), StoreError> {
    let starts_at = tx.now().plus_seconds(20 * 24 * 3600);
    let new = NewConference {
        rollout: None,
        unit: root,
        title: "Hội nghị quán triệt".into(),
        form: Form::Mixed,
        place: String::new(),
        starts_at,
        ends_at: starts_at.plus_seconds(4 * 3600),
        make_up_of: None,
        head_count_due_on: None,
    };
    let id = conferences::store::insert(tx, &new)?;
    let conference = conferences::store::find(tx, id)?;
    conferences::store::generate_points(tx, &conference, &[UnitKind::GrassrootsOrganisation])?;
    Ok(())
}
