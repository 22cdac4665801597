-- Records that turn out to be one person. The merged one stays and points to the kept one, so that a list that names it
-- again leads there; which rows moved is kept, so that the merging can be undone.
ALTER TABLE person ADD COLUMN merged_into_person_id TEXT;
ALTER TABLE person ADD COLUMN erased_at BIGINT;
DROP INDEX person_by_name;
CREATE INDEX person_by_name ON person (sort_key, birth_day);
-- only the few records that were merged: an index of all would lead every list of people through it
CREATE INDEX person_merged_into ON person (merged_into_person_id) WHERE merged_into_person_id IS NOT NULL;
CREATE TABLE person_merge (
    id TEXT NOT NULL PRIMARY KEY,
    kept_person_id TEXT NOT NULL,
    merged_person_id TEXT NOT NULL,
    body TEXT NOT NULL,
    merged_at BIGINT NOT NULL,
    parted_at BIGINT
);
CREATE INDEX person_merge_of_kept ON person_merge (kept_person_id);
CREATE INDEX person_merge_of_merged ON person_merge (merged_person_id);
CREATE TABLE person_merge_row (
    merge_id TEXT NOT NULL,
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    PRIMARY KEY (merge_id, table_name, column_name, row_key)
);
-- Pairs that may be one person, the smaller id first, and what a person decided: open, different, merged.
CREATE TABLE person_pair (
    first_person_id TEXT NOT NULL,
    second_person_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    decision TEXT NOT NULL,
    decided_at BIGINT,
    decided_by TEXT,
    PRIMARY KEY (first_person_id, second_person_id)
);
CREATE INDEX person_pair_open ON person_pair (decision, found_at);
CREATE INDEX person_pair_of_second ON person_pair (second_person_id);
