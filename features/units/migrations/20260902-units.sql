-- The organisation tree: each unit, its ancestors (with itself at distance 0), and what it was called and where it
-- stood over time.
CREATE TABLE unit (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    parent_id TEXT,
    founded_on TEXT,
    ended_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX unit_by_parent ON unit (parent_id, sort_key);
CREATE INDEX unit_by_sort_key ON unit (sort_key);
CREATE TABLE unit_ancestor (
    unit_id TEXT NOT NULL,
    ancestor_id TEXT NOT NULL,
    distance BIGINT NOT NULL,
    PRIMARY KEY (unit_id, ancestor_id)
);
CREATE INDEX unit_ancestor_by_ancestor ON unit_ancestor (ancestor_id, distance);
CREATE TABLE unit_version (
    unit_id TEXT NOT NULL,
    from_day TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_id TEXT,
    deciding_document TEXT NOT NULL,
    PRIMARY KEY (unit_id, from_day)
);
