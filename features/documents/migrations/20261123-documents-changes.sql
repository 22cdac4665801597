-- What becomes of a document later: proposals of the review queue, the changes decided, the texts it had over time, and
-- the acknowledgements that lapsed when its text changed.
CREATE TABLE document_proposal (
    id TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL,
    change TEXT NOT NULL,
    clause TEXT NOT NULL,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    decision TEXT NOT NULL,
    by_id TEXT,
    unit_id TEXT,
    proposed_at BIGINT NOT NULL,
    proposed_by TEXT,
    decided_at BIGINT,
    decided_by TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX document_proposal_of ON document_proposal (document_id);
CREATE INDEX document_proposal_open ON document_proposal (state, proposed_at);
CREATE TABLE document_effect (
    document_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    change TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    PRIMARY KEY (document_id, by_id, change)
);
CREATE INDEX document_effect_by ON document_effect (by_id);
CREATE TABLE document_edition (
    document_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    from_day TEXT,
    text TEXT NOT NULL,
    by_id TEXT,
    note TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT,
    is_turned BOOLEAN NOT NULL,
    PRIMARY KEY (document_id, number)
);
ALTER TABLE document_delivery ADD COLUMN asked_again_at BIGINT;
-- one row per acknowledgement ever made, so that the figure is true for any day
CREATE TABLE document_acknowledgement (
    document_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    edition BIGINT NOT NULL,
    acknowledged_at BIGINT NOT NULL,
    acknowledged_by TEXT,
    lapsed_at BIGINT,
    PRIMARY KEY (document_id, unit_id, edition)
);
INSERT INTO document_acknowledgement (document_id, unit_id, edition, acknowledged_at, acknowledged_by, lapsed_at)
    SELECT document_id, unit_id, 1, acknowledged_at, acknowledged_by, NULL FROM document_delivery
    WHERE acknowledged_at IS NOT NULL;
