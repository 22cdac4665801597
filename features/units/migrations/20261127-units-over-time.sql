-- The tree over time. A change is one decision: planned with its steps, carried out on its day, undone only by another.
CREATE TABLE unit_change (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    title TEXT NOT NULL,
    on_day TEXT NOT NULL,
    decision TEXT NOT NULL,
    state TEXT NOT NULL,
    steps TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    carried_out_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX unit_change_by_unit ON unit_change (unit_id, on_day);
CREATE INDEX unit_change_by_state ON unit_change (state, on_day);
-- Which unit a change ends, and which units take its place, the main one at position 0; none for a dissolution. The heir
-- and the day are entered when the change is carried out.
CREATE TABLE unit_succession (
    change_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    heir_id TEXT,
    on_day TEXT,
    PRIMARY KEY (change_id, unit_id, position)
);
CREATE INDEX unit_succession_by_unit ON unit_succession (unit_id, position);
CREATE INDEX unit_succession_by_heir ON unit_succession (heir_id);
-- Where a unit stood before a change, from the first day (empty: from the beginning) to the day of the change, on which it
-- stood there no more.
CREATE TABLE unit_edge_past (
    unit_id TEXT NOT NULL,
    change_id TEXT NOT NULL,
    parent_id TEXT,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    PRIMARY KEY (unit_id, change_id)
);
CREATE INDEX unit_edge_past_by_parent ON unit_edge_past (parent_id, to_day);
CREATE INDEX unit_edge_past_by_change ON unit_edge_past (change_id);
-- The lines before a change, in the manner of unit_ancestor.
CREATE TABLE unit_ancestor_past (
    unit_id TEXT NOT NULL,
    ancestor_id TEXT NOT NULL,
    distance BIGINT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    PRIMARY KEY (unit_id, to_day, ancestor_id)
);
CREATE INDEX unit_ancestor_past_by_ancestor ON unit_ancestor_past (ancestor_id, to_day);
CREATE INDEX unit_ancestor_past_by_day ON unit_ancestor_past (to_day);
-- What past places mean for the tree as it is now: the branch of ancestor_id now, counted as of a day between the two,
-- is its own value then, and of each unit here its branch then, added (1) or taken away (-1). Made anew by each change.
CREATE TABLE unit_border (
    ancestor_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    change_id TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    sign BIGINT NOT NULL,
    PRIMARY KEY (ancestor_id, unit_id, change_id)
);
CREATE INDEX unit_border_by_change ON unit_border (change_id, unit_id);
-- Units whose line a change moves, while it is carried out.
CREATE TABLE unit_moving (
    unit_id TEXT NOT NULL PRIMARY KEY,
    above_id TEXT,
    from_day TEXT NOT NULL,
    depth BIGINT NOT NULL
);
CREATE INDEX unit_moving_by_depth ON unit_moving (depth);
ALTER TABLE unit_version ADD COLUMN short_name TEXT NOT NULL DEFAULT '';
ALTER TABLE unit_version ADD COLUMN change_id TEXT;
