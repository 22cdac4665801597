-- When two records turn out to be one person who stood on the list of a conference twice, one of the two is taken off, so
-- that nobody counts twice. It is kept here, whole, for the case that the merging is undone.
CREATE TABLE conference_double (
    merge_id TEXT NOT NULL,
    conference_id TEXT NOT NULL,
    stays_delegate_id TEXT NOT NULL,
    swapped BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (merge_id, conference_id)
);
