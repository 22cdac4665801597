-- Limits of conferences that change with the times: dated data. A later row of the same name takes its place from its
-- day on.
CREATE TABLE conference_limit (
    name TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (name, valid_from)
);
INSERT INTO conference_limit (name, valid_from, value) VALUES
    ('prompt_seconds', '2000-01-01', 180),
    ('prompt_tries', '2000-01-01', 5),
    ('count_difference_percent', '2000-01-01', 5),
    ('question_letters', '2000-01-01', 1000),
    ('questions_in_ten_minutes', '2000-01-01', 3),
    ('survey_minimum', '2000-01-01', 5),
    ('survey_days', '2000-01-01', 7);
-- A prompt asks every online point to answer with the code its own screen shows; drawn ones open at their time.
CREATE TABLE presence_prompt (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    opens_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    is_drawn BOOLEAN NOT NULL
);
CREATE INDEX presence_prompt_by_conference ON presence_prompt (conference_id, opens_at);
CREATE TABLE presence_answer (
    prompt_id TEXT NOT NULL REFERENCES presence_prompt (id),
    point_id TEXT NOT NULL,
    conference_id TEXT NOT NULL,
    at BIGINT,
    wrong_tries BIGINT NOT NULL,
    by_account TEXT,
    PRIMARY KEY (prompt_id, point_id)
);
CREATE INDEX presence_answer_by_conference ON presence_answer (conference_id, point_id);
-- Heads counted in a hall during the conference, with the check-ins of that moment beside them.
CREATE TABLE presence_count (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    point_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    checked_in BIGINT NOT NULL,
    by_account TEXT,
    judgement TEXT NOT NULL,
    judged_at BIGINT,
    judged_by TEXT
);
CREATE INDEX presence_count_by_conference ON presence_count (conference_id, point_id, at);
CREATE TABLE line_fault (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    point_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    lost_at BIGINT NOT NULL,
    restored_at BIGINT,
    remedy TEXT NOT NULL,
    noted_by TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX line_fault_by_conference ON line_fault (conference_id, point_id, lost_at);
