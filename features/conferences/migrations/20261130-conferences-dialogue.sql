-- Questions of a conference. An anonymous one names nobody: neither here nor in the log of events.
CREATE TABLE dialogue (
    conference_id TEXT NOT NULL PRIMARY KEY REFERENCES conference (id),
    is_open BOOLEAN NOT NULL,
    takes_anonymous BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE dialogue_question (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    delegate_id TEXT,
    words TEXT NOT NULL,
    folded TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    passed_to TEXT NOT NULL,
    handled_at BIGINT,
    handled_by TEXT,
    votes BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX dialogue_question_by_conference ON dialogue_question (conference_id, state);
CREATE INDEX dialogue_question_by_delegate ON dialogue_question (delegate_id);
CREATE TABLE dialogue_vote (
    question_id TEXT NOT NULL REFERENCES dialogue_question (id),
    voter TEXT NOT NULL,
    PRIMARY KEY (question_id, voter)
);
-- The survey after a conference: sums only, no row per answer. Answers wait until there are enough of them to be shown
-- together. Who has answered is ticked on a list made beforehand, so that neither the order nor the moment of a tick
-- leads to an answer; free words are kept in shuffled places.
CREATE TABLE survey (
    conference_id TEXT NOT NULL PRIMARY KEY REFERENCES conference (id),
    ends_on TEXT NOT NULL,
    shown BIGINT NOT NULL,
    waiting BIGINT NOT NULL
);
CREATE TABLE survey_tally (
    conference_id TEXT NOT NULL,
    aspect TEXT NOT NULL,
    rating BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    PRIMARY KEY (conference_id, aspect, rating)
);
CREATE TABLE survey_words (
    conference_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    words TEXT NOT NULL,
    is_shown BOOLEAN NOT NULL,
    PRIMARY KEY (conference_id, place)
);
CREATE TABLE survey_token (
    delegate_id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL,
    is_used BOOLEAN NOT NULL
);
CREATE INDEX survey_token_by_conference ON survey_token (conference_id);
