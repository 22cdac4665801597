-- Reflections: what a rollout asks its people to write, what they wrote, and proposals without their names. A reflection is
-- read by its author and its reviewer alone; nothing of its text is copied anywhere else.
CREATE TABLE reflection_call (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    rollout_id TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    audience TEXT NOT NULL,
    due_on TEXT NOT NULL,
    least_words BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX reflection_call_of_unit ON reflection_call (unit_id);
CREATE INDEX reflection_call_of_rollout ON reflection_call (rollout_id);
CREATE TABLE reflection_part (
    call_id TEXT NOT NULL REFERENCES reflection_call (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    heading TEXT NOT NULL,
    hint TEXT NOT NULL,
    PRIMARY KEY (call_id, position)
);
-- one row for everybody who is asked, from the announcement on
CREATE TABLE reflection (
    call_id TEXT NOT NULL REFERENCES reflection_call (id),
    person_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reviewer_person_id TEXT,
    remark TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    submitted_on TEXT,
    passed_on TEXT,
    -- false while another record of the same person counts
    is_counted BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (call_id, person_id)
);
CREATE INDEX reflection_of_unit ON reflection (call_id, unit_id);
CREATE INDEX reflection_of_person ON reflection (person_id);
CREATE INDEX reflection_of_reviewer ON reflection (reviewer_person_id, state);
CREATE TABLE reflection_text (
    call_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (call_id, person_id, position)
);
CREATE INDEX reflection_text_of_person ON reflection_text (person_id);
-- proposals taken out by reviewers: whose they were is not kept, nor from which reflection they came
CREATE TABLE reflection_proposal (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES reflection_call (id),
    unit_id TEXT NOT NULL,
    theme TEXT NOT NULL,
    text TEXT NOT NULL,
    sort_key TEXT NOT NULL
);
CREATE INDEX reflection_proposal_of ON reflection_proposal (call_id, unit_id);
