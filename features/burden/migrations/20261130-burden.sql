-- What a kind of work takes, as an administrator set it from a day on, and what units said their own piece of it took. No
-- person is named: it is the work that is measured.
CREATE TABLE burden_rate (
    work TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    least_said BIGINT NOT NULL,
    PRIMARY KEY (work, valid_from)
);
CREATE TABLE burden_said (
    piece TEXT NOT NULL PRIMARY KEY,
    work TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    due_on TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    title TEXT NOT NULL,
    href TEXT NOT NULL,
    said_at BIGINT NOT NULL
);
CREATE INDEX burden_said_by_work ON burden_said (work, said_at);
