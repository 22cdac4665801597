-- Clauses of the superior's document that a person marked as calling for no task here, and why; the annex of a paper as
-- it was issued stands with its draft.
CREATE TABLE programme_mark (
    programme_id TEXT NOT NULL REFERENCES programme (id),
    clause TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (programme_id, clause)
);
