-- Invitations to accounts. The code itself stands on the slip alone, and at most one of an account waits.
CREATE TABLE account_invitation (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    code_hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    expires_on TEXT NOT NULL,
    accepted_at BIGINT,
    replaced_at BIGINT
);
CREATE INDEX account_invitation_by_account ON account_invitation (account_id);
-- In which session an account acts in whose place. Kept after its end, beside the events that tell what was done.
CREATE TABLE acting (
    id TEXT NOT NULL PRIMARY KEY,
    session_hash TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX acting_by_session ON acting (session_hash, ends_at);
