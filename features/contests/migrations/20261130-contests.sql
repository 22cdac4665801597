-- A contest (hội thi): its rules are JSON, written until it is announced and frozen then.
CREATE TABLE contest (
    id TEXT NOT NULL PRIMARY KEY,
    -- short, for addresses and draws
    no BIGINT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    rules TEXT NOT NULL,
    state TEXT NOT NULL,
    -- signs what contestants' devices keep
    secret BYTES NOT NULL,
    -- contestants so far: the newest number given
    contestants BIGINT NOT NULL,
    announced_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE UNIQUE INDEX contest_no ON contest (no);

CREATE TABLE contest_round (
    no BIGINT NOT NULL PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- [["source", count], …] in the order drawn
    quotas TEXT NOT NULL,
    -- sealed at the announcement; empty before
    seed BYTES NOT NULL,
    commitment TEXT NOT NULL,
    pool_hash TEXT NOT NULL,
    -- what was to be predicted, once it is known
    truth BIGINT,
    settled_at BIGINT,
    -- the log: results in it, its newest hash
    log_place BIGINT NOT NULL,
    log_head BYTES NOT NULL,
    -- counts what makes standings be read anew: annulments, the truth
    revision BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE UNIQUE INDEX contest_round_position ON contest_round (contest_id, position);

-- The pool of a round, its own copy; sealed with the announcement.
CREATE TABLE contest_question (
    round_no BIGINT NOT NULL REFERENCES contest_round (no),
    place BIGINT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    options TEXT NOT NULL,
    right_options TEXT NOT NULL,
    keeps_order BOOLEAN NOT NULL,
    -- the question of the bank it was copied from
    bank_id TEXT,
    PRIMARY KEY (round_no, place)
);

-- Who takes part: registered by themselves, or a line of the frozen list. People; attempts are rows of others.
CREATE TABLE contestant (
    contest_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    unit_id TEXT REFERENCES unit (id),
    person_id TEXT REFERENCES person (id),
    place TEXT NOT NULL,
    phone TEXT NOT NULL,
    born BIGINT,
    -- what is typed to enter on a device
    code TEXT NOT NULL,
    -- the registration it came from, so that one sent twice is one
    join_key TEXT NOT NULL,
    -- why not eligible; empty for who is
    excluded TEXT NOT NULL,
    joined_at BIGINT,
    PRIMARY KEY (contest_no, no)
);

CREATE UNIQUE INDEX contestant_code ON contestant (code);

CREATE UNIQUE INDEX contestant_join_key ON contestant (join_key);

CREATE INDEX contestant_unit ON contestant (contest_no, unit_id);

-- few among many
CREATE INDEX contestant_excluded ON contestant (contest_no, no) WHERE excluded <> '';

CREATE INDEX contestant_person ON contestant (person_id);

-- A contestant in a round: attempts made, the one that runs, the one that counts.
CREATE TABLE contest_entry (
    round_no BIGINT NOT NULL,
    contestant_no BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    nonce TEXT NOT NULL,
    -- none runs when empty
    started_at BIGINT,
    due_at BIGINT,
    revision BIGINT NOT NULL,
    answers TEXT NOT NULL,
    prediction BIGINT,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    -- the newest of the log, and the one that counts
    last_place BIGINT,
    best_place BIGINT,
    best_score BIGINT,
    best_took BIGINT,
    best_finished_at BIGINT,
    best_prediction BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (round_no, contestant_no)
);

-- The log: every finished attempt in the order it ended, chained by hashes.
CREATE TABLE contest_result (
    round_no BIGINT NOT NULL,
    place BIGINT NOT NULL,
    contestant_no BIGINT NOT NULL,
    number BIGINT NOT NULL,
    nonce TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    answers TEXT NOT NULL,
    score BIGINT NOT NULL,
    prediction BIGINT,
    head BYTES NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (round_no, place)
);

CREATE TABLE contest_annulment (
    round_no BIGINT NOT NULL,
    place BIGINT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (round_no, place)
);

-- Organisers and others who may not take part.
CREATE TABLE contest_barred (
    contest_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    phone TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (contest_no, no)
);

-- The final on stage: who appears, and what each judge gave for each part.
CREATE TABLE contest_finalist (
    contest_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    name TEXT NOT NULL,
    unit_id TEXT REFERENCES unit (id),
    PRIMARY KEY (contest_no, no)
);

-- Marks are hundredths.
CREATE TABLE contest_mark (
    contest_no BIGINT NOT NULL,
    finalist_no BIGINT NOT NULL,
    judge TEXT NOT NULL,
    part TEXT NOT NULL,
    mark BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (contest_no, finalist_no, judge, part)
);

CREATE TABLE contest_certificate (
    code TEXT NOT NULL PRIMARY KEY,
    contest_no BIGINT NOT NULL,
    name TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    prize TEXT NOT NULL,
    round_name TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    withdrawn TEXT NOT NULL
);

CREATE INDEX contest_certificate_contest ON contest_certificate (contest_no);
