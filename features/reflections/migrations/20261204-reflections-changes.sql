-- What two people alone read stands in columns called secret: the file of a person's data leaves out columns of that name,
-- because an administrator may take that file too.
ALTER TABLE reflection_text RENAME COLUMN text TO secret;
ALTER TABLE reflection RENAME COLUMN remark TO secret;
-- until when this author may hand in although the call is closed; none for as long as the call is announced
ALTER TABLE reflection ADD COLUMN own_until TEXT;
-- words of the author that a file, or an earlier version, took the place of
CREATE TABLE reflection_earlier (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES reflection_call (id),
    person_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    secret TEXT NOT NULL,
    replaced_at BIGINT NOT NULL
);
CREATE INDEX reflection_earlier_of ON reflection_earlier (person_id, call_id);
-- another reviewer after it was submitted: told to the author
CREATE TABLE reflection_reviewer_change (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES reflection_call (id),
    person_id TEXT NOT NULL,
    from_person_id TEXT,
    to_person_id TEXT NOT NULL,
    -- who gave it took it
    is_self BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX reflection_reviewer_change_of ON reflection_reviewer_change (person_id, call_id);
-- asked once, then taken off the list; what they had written stays theirs
CREATE TABLE reflection_removed (
    call_id TEXT NOT NULL REFERENCES reflection_call (id),
    person_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    removed_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    is_counted BOOLEAN NOT NULL,
    PRIMARY KEY (call_id, person_id)
);
CREATE INDEX reflection_removed_of_unit ON reflection_removed (call_id, unit_id);
CREATE INDEX reflection_removed_of_person ON reflection_removed (person_id);
CREATE TABLE reflection_due_change (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES reflection_call (id),
    before_on TEXT NOT NULL,
    after_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX reflection_due_change_of ON reflection_due_change (call_id);
