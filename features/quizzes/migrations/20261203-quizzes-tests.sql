-- Awareness tests, the attempts at them and the answers as they were given. Places of choices are those of the bank,
-- from 0; what is shown where stands in choice_order.
CREATE TABLE quiz (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    rollout_id TEXT,
    conference_id TEXT,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    pass_mark BIGINT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    audience TEXT NOT NULL,
    shows TEXT NOT NULL,
    explains BOOLEAN NOT NULL,
    duty_share BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX quiz_of_unit ON quiz (unit_id, state);
CREATE INDEX quiz_of_rollout ON quiz (rollout_id);
CREATE TABLE quiz_quota (
    quiz_id TEXT NOT NULL REFERENCES quiz (id),
    position BIGINT NOT NULL,
    document_id TEXT,
    clause TEXT NOT NULL,
    tag TEXT NOT NULL,
    questions BIGINT NOT NULL,
    PRIMARY KEY (quiz_id, position)
);
CREATE TABLE quiz_attempt (
    id TEXT NOT NULL PRIMARY KEY,
    quiz_id TEXT NOT NULL REFERENCES quiz (id),
    person_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    way TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    handed_in_at BIGINT,
    ended_by_time BOOLEAN NOT NULL,
    questions BIGINT NOT NULL,
    right_answers BIGINT,
    counted_on TEXT,
    is_passed BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX quiz_attempt_of_person ON quiz_attempt (quiz_id, person_id, number);
CREATE INDEX quiz_attempt_of ON quiz_attempt (person_id);
CREATE INDEX quiz_attempt_running ON quiz_attempt (quiz_id, handed_in_at, ends_at);
CREATE TABLE quiz_answer (
    attempt_id TEXT NOT NULL REFERENCES quiz_attempt (id),
    position BIGINT NOT NULL,
    question_id TEXT NOT NULL REFERENCES question (id),
    choice_order TEXT NOT NULL,
    given TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, position)
);
-- whoever handed in at least once, counted once at the home unit of that day
CREATE TABLE quiz_person (
    quiz_id TEXT NOT NULL REFERENCES quiz (id),
    person_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    passed_on TEXT,
    -- false while another record of the same person counts
    is_counted BOOLEAN NOT NULL,
    PRIMARY KEY (quiz_id, person_id)
);
CREATE INDEX quiz_person_of_unit ON quiz_person (quiz_id, unit_id);
CREATE INDEX quiz_person_of ON quiz_person (person_id);
