-- The pack of a cell without phones: which questions its sheet asks, who stands on it in which line, what came back.
CREATE TABLE cell_pack (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    rollout_id TEXT,
    conference_id TEXT,
    code TEXT NOT NULL,
    -- as printed, so that what comes back answers what was asked: JSON of [{question, choices}]
    questions TEXT NOT NULL,
    made_on TEXT NOT NULL,
    held_on TEXT,
    opinions BIGINT NOT NULL,
    proposals TEXT NOT NULL,
    note TEXT NOT NULL,
    -- the picture of the sheet, kept as evidence
    photo TEXT NOT NULL,
    photo_media TEXT NOT NULL,
    returned_on TEXT,
    -- members present, told when it came back
    present BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX cell_pack_of_unit ON cell_pack (unit_id);
CREATE INDEX cell_pack_of_rollout ON cell_pack (rollout_id);
CREATE UNIQUE INDEX cell_pack_by_code ON cell_pack (code);
CREATE TABLE cell_pack_line (
    pack_id TEXT NOT NULL REFERENCES cell_pack (id),
    person_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    -- empty until it was typed in
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    has_paper BOOLEAN NOT NULL,
    PRIMARY KEY (pack_id, person_id)
);
