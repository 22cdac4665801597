-- Which account a person of the OpenID Connect provider is.
CREATE TABLE external_identity (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    UNIQUE (issuer, subject)
);
CREATE INDEX external_identity_by_account ON external_identity (account_id);
-- Sign-ins that are at the provider. The token is known to the browser alone.
CREATE TABLE oidc_step (
    token_hash TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    link_account_id TEXT,
    expires_at BIGINT NOT NULL
);
