-- Imports of lists: how far each is, and what is wrong with which line.
CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file TEXT NOT NULL,
    owner TEXT,
    roots TEXT NOT NULL,
    state TEXT NOT NULL,
    last_line BIGINT NOT NULL,
    lines_read BIGINT NOT NULL,
    lines_expected BIGINT NOT NULL,
    inserted BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    doubtful BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX import_by_kind ON import (kind, started_at);
CREATE TABLE import_fault (
    import_id TEXT NOT NULL REFERENCES import (id),
    number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    kind TEXT NOT NULL,
    column_key TEXT NOT NULL,
    cell TEXT NOT NULL,
    problem TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
);
