-- Action programmes and plans of units. What is counted of them stands in their targets and tasks; their paper is a draft
-- of `drafts` and then a document of the register.
CREATE TABLE programme (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    goal TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    basis_document_id TEXT,
    state TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    document_id TEXT,
    issued_on TEXT,
    reason TEXT NOT NULL,
    -- words copied of a thousand, told when it was issued
    copied BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX programme_of_unit ON programme (unit_id);
CREATE INDEX programme_of_basis ON programme (basis_document_id);
CREATE INDEX programme_of_draft ON programme (draft_id);
-- wording of a document that those below must repeat: it does not count as copied
CREATE TABLE programme_mandated (
    document_id TEXT NOT NULL PRIMARY KEY,
    wording TEXT NOT NULL
);
-- amounts are thousandths of the unit of measure
CREATE TABLE programme_target (
    id TEXT NOT NULL PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    position BIGINT NOT NULL,
    clause TEXT NOT NULL,
    title TEXT NOT NULL,
    measure TEXT NOT NULL,
    direction TEXT NOT NULL,
    baseline BIGINT,
    method TEXT NOT NULL,
    serves_target_id TEXT,
    weight BIGINT NOT NULL
);
CREATE INDEX programme_target_of ON programme_target (programme_id);
CREATE INDEX programme_target_serving ON programme_target (serves_target_id);
CREATE TABLE programme_want (
    target_id TEXT NOT NULL REFERENCES programme_target (id),
    year BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (target_id, year)
);
-- what was wanted before a change of an issued programme stays
CREATE TABLE programme_want_change (
    id TEXT NOT NULL PRIMARY KEY,
    target_id TEXT NOT NULL REFERENCES programme_target (id),
    year BIGINT NOT NULL,
    was BIGINT,
    becomes BIGINT NOT NULL,
    reason TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    changed_by TEXT
);
CREATE INDEX programme_want_change_of ON programme_want_change (target_id);
CREATE TABLE programme_task (
    id TEXT NOT NULL PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    position BIGINT NOT NULL,
    clause TEXT NOT NULL,
    work TEXT NOT NULL,
    lead TEXT NOT NULL,
    answers TEXT NOT NULL,
    partners TEXT NOT NULL,
    starts_on TEXT,
    due_on TEXT,
    product TEXT NOT NULL,
    funding TEXT NOT NULL
);
CREATE INDEX programme_task_of ON programme_task (programme_id);
-- a result of a target (thousandths) or of a task (per cent done); later entries of a day count before earlier ones
CREATE TABLE programme_entry (
    id TEXT NOT NULL PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    subject_id TEXT NOT NULL,
    value BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    evidence TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_by TEXT
);
CREATE INDEX programme_entry_of ON programme_entry (subject_id, on_day);
