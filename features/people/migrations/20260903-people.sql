-- People, their accounts, the roles they hold in units, sessions, API tokens, failed attempts to sign in.
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    external_id TEXT UNIQUE,
    full_name TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    birth_day TEXT,
    gender TEXT NOT NULL,
    home_unit_id TEXT NOT NULL,
    member_status TEXT NOT NULL,
    joined_on TEXT,
    post TEXT NOT NULL,
    phone TEXT NOT NULL,
    is_key_official BOOLEAN NOT NULL,
    ended_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX person_by_unit ON person (home_unit_id, ended_on, member_status);
CREATE INDEX person_by_name ON person (sort_key);
CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT REFERENCES person (id),
    user_name TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX account_by_person ON account (person_id);
-- to_day is the first day on which the role is no longer held
CREATE TABLE role_grant (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT
);
CREATE INDEX role_grant_by_account ON role_grant (account_id);
CREATE INDEX role_grant_by_unit ON role_grant (unit_id, role);
-- the token itself is known to the browser alone
CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);
CREATE TABLE api_token (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX api_token_by_account ON api_token (account_id);
CREATE TABLE sign_in_failure (
    id TEXT NOT NULL PRIMARY KEY,
    user_name TEXT NOT NULL,
    address TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_by_name ON sign_in_failure (user_name, at);
CREATE INDEX sign_in_failure_by_address ON sign_in_failure (address, at);
