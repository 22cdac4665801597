-- The second factor (TOTP): the secret as it is, because codes are computed from it. Recovery codes are hashed.
CREATE TABLE second_factor (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    secret BYTES NOT NULL,
    made_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);
CREATE TABLE recovery_code (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    code_hash TEXT NOT NULL,
    used_at BIGINT
);
CREATE INDEX recovery_code_by_account ON recovery_code (account_id);
-- the roles that ask for a second factor
CREATE TABLE second_factor_role (
    role TEXT NOT NULL PRIMARY KEY
);
-- the password was right, the second factor is asked for. The token is known to the browser alone
CREATE TABLE sign_in_step (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    next TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
