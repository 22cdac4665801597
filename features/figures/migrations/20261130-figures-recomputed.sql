-- What each recomputation of the ledger found, and where ledger and rows disagreed.
CREATE TABLE figure_recomputation (
    id TEXT NOT NULL PRIMARY KEY,
    as_of TEXT NOT NULL,
    at BIGINT NOT NULL,
    compared BIGINT NOT NULL,
    units BIGINT NOT NULL,
    differences BIGINT NOT NULL
);
CREATE INDEX figure_recomputation_by_time ON figure_recomputation (at);
CREATE TABLE figure_difference (
    recomputation_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    subject TEXT NOT NULL,
    figure TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    in_ledger BIGINT NOT NULL,
    in_rows BIGINT NOT NULL,
    PRIMARY KEY (recomputation_id, position)
);
