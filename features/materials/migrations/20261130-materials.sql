-- Study materials: sets, their editions and parts, who has opened them, copies on paper, files that arrive in pieces.
CREATE TABLE material_set (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    document_id TEXT,
    rollout_id TEXT,
    conference_id TEXT,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    audience TEXT NOT NULL,
    is_public BOOLEAN NOT NULL,
    -- the letters in its address and QR code
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    -- the edition readers see; 0 before the first
    edition BIGINT NOT NULL,
    -- the edition that is being written, if one is
    writing BIGINT,
    reason TEXT NOT NULL,
    published_on TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX material_set_by_code ON material_set (code);
CREATE INDEX material_set_of_unit ON material_set (unit_id, state);
CREATE INDEX material_set_of_document ON material_set (document_id);
CREATE INDEX material_set_of_rollout ON material_set (rollout_id);
CREATE INDEX material_set_of_conference ON material_set (conference_id);
CREATE TABLE material_edition (
    set_id TEXT NOT NULL REFERENCES material_set (id),
    number BIGINT NOT NULL,
    note TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT,
    PRIMARY KEY (set_id, number)
);
CREATE TABLE material_part (
    id TEXT NOT NULL PRIMARY KEY,
    set_id TEXT NOT NULL REFERENCES material_set (id),
    edition BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    file TEXT NOT NULL,
    file_name TEXT NOT NULL,
    length BIGINT NOT NULL,
    media TEXT NOT NULL
);
CREATE INDEX material_part_of ON material_part (set_id, edition, position);
-- one row a reader and set, so that each is counted once; shown as numbers of units only
CREATE TABLE material_opening (
    set_id TEXT NOT NULL REFERENCES material_set (id),
    person_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    -- the newest edition opened
    edition BIGINT NOT NULL,
    -- false for the second row of two records that turned out to be one person
    is_counted BOOLEAN NOT NULL,
    PRIMARY KEY (set_id, person_id)
);
CREATE INDEX material_opening_of_person ON material_opening (person_id);
CREATE INDEX material_opening_by_unit ON material_opening (set_id, unit_id);
-- what each day added in each unit: members who opened it, copies on paper, members who have it one way or the other
CREATE TABLE material_count (
    set_id TEXT NOT NULL REFERENCES material_set (id),
    unit_id TEXT NOT NULL,
    day TEXT NOT NULL,
    opened BIGINT NOT NULL,
    paper BIGINT NOT NULL,
    covered BIGINT NOT NULL,
    PRIMARY KEY (set_id, unit_id, day)
);
CREATE TABLE material_copies (
    id TEXT NOT NULL PRIMARY KEY,
    set_id TEXT NOT NULL REFERENCES material_set (id),
    unit_id TEXT NOT NULL,
    copies BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_by TEXT
);
CREATE INDEX material_copies_of ON material_copies (set_id, unit_id);
-- limits from a day on: days before a conference on which a missing set is warned of, the largest file, how long an
-- unfinished file waits, visits a minute from one address without a sign-in
CREATE TABLE material_rule (
    from_day TEXT NOT NULL PRIMARY KEY,
    warn_days BIGINT NOT NULL,
    largest_mb BIGINT NOT NULL,
    keep_hours BIGINT NOT NULL,
    visits_a_minute BIGINT NOT NULL
);
INSERT INTO material_rule (from_day, warn_days, largest_mb, keep_hours, visits_a_minute) VALUES ('2000-01-01', 5, 2048, 72, 600);
CREATE TABLE material_upload (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT,
    name TEXT NOT NULL,
    length BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX material_upload_by_expiry ON material_upload (expires_at);
