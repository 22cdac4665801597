-- What a change of a conference replaced, until the instant of the change: for the list as of a past day. A row here begins
-- where the one of the version before it ended; what holds today stands in conference. Kept from here on: of changes before
-- this migration only the events tell.
CREATE TABLE conference_past (
    conference_id TEXT NOT NULL REFERENCES conference (id),
    version BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    rollout_id TEXT,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    form TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (conference_id, version)
);
