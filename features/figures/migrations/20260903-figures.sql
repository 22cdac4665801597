-- The ledger: for each subject, figure, unit and day what was counted in the unit's branch that day. A unit's value at
-- a day is the sum of its days up to it. On PostgreSQL deltas wait in the queue, so that the root is no hot row.
CREATE TABLE figure_sum (
    subject TEXT NOT NULL,
    figure TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    day TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (subject, figure, unit_id, day)
);
CREATE TABLE figure_queue (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    figure TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    day TEXT NOT NULL,
    n BIGINT NOT NULL
);
CREATE INDEX figure_queue_by_subject ON figure_queue (subject, figure);
