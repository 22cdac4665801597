-- The bank of questions. What is or was in use is not rewritten: answers refer to it.
CREATE TABLE question (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    document_id TEXT,
    clause TEXT NOT NULL,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    takes_several BOOLEAN NOT NULL,
    explanation TEXT NOT NULL,
    is_open_below BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    remark TEXT NOT NULL,
    written_by TEXT,
    reviewed_by TEXT,
    reviewed_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX question_of_unit ON question (unit_id, state);
CREATE INDEX question_of_document ON question (document_id, state);
CREATE TABLE question_choice (
    question_id TEXT NOT NULL REFERENCES question (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    is_right BOOLEAN NOT NULL,
    PRIMARY KEY (question_id, position)
);
CREATE TABLE question_tag (
    question_id TEXT NOT NULL REFERENCES question (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (question_id, tag)
);
CREATE INDEX question_tag_of ON question_tag (tag, question_id);
-- sums over real answers, by the test or the round of a contest they were given in; points are thousandths of an attempt
CREATE TABLE question_outcome (
    question_id TEXT NOT NULL REFERENCES question (id),
    source TEXT NOT NULL,
    answers BIGINT NOT NULL,
    right_answers BIGINT NOT NULL,
    points BIGINT NOT NULL,
    squares BIGINT NOT NULL,
    points_of_right BIGINT NOT NULL,
    PRIMARY KEY (question_id, source)
);
