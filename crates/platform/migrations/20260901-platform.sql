-- The event log (append-only, sealed), background jobs.
CREATE TABLE event (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    unit_id TEXT,
    detail TEXT NOT NULL,
    digest BYTES NOT NULL,
    seal_no BIGINT
);
CREATE INDEX event_by_subject ON event (subject, at);
CREATE INDEX event_by_seal ON event (seal_no);
CREATE TABLE event_seal (
    number BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    events BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    run_after BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_waiting ON job (state, run_after);
