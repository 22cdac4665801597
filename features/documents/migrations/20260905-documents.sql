-- The register of documents, their parts, their way down the tree. The terms are data: administrators add the next.
CREATE TABLE document_term (
    series TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (series, starts_on)
);
INSERT INTO document_term (series, starts_on, name) VALUES ('centre', '2011-01-20', 'khóa XI');
INSERT INTO document_term (series, starts_on, name) VALUES ('centre', '2016-01-29', 'khóa XII');
INSERT INTO document_term (series, starts_on, name) VALUES ('centre', '2021-02-02', 'khóa XIII');
INSERT INTO document_term (series, starts_on, name) VALUES ('centre', '2026-01-24', 'khóa XIV');
INSERT INTO document_term (series, starts_on, name) VALUES ('local', '2010-11-01', 'nhiệm kỳ 2010–2015');
INSERT INTO document_term (series, starts_on, name) VALUES ('local', '2015-11-01', 'nhiệm kỳ 2015–2020');
INSERT INTO document_term (series, starts_on, name) VALUES ('local', '2020-11-01', 'nhiệm kỳ 2020–2025');
INSERT INTO document_term (series, starts_on, name) VALUES ('local', '2025-07-01', 'nhiệm kỳ 2025–2030');
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    owner_unit_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    issuer_unit_id TEXT,
    issuer_name TEXT NOT NULL,
    parent_body TEXT NOT NULL,
    type_code TEXT NOT NULL,
    type_name TEXT NOT NULL,
    number BIGINT,
    symbol TEXT NOT NULL,
    full_number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    term TEXT NOT NULL,
    identity TEXT,
    issued_on TEXT,
    place TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    urgency TEXT NOT NULL,
    signing_authority TEXT NOT NULL,
    signer_position TEXT NOT NULL,
    signer_name TEXT NOT NULL,
    depth TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX document_identity ON document (owner_unit_id, identity);
CREATE INDEX document_by_identity ON document (identity);
CREATE UNIQUE INDEX document_content ON document (owner_unit_id, content_hash);
CREATE INDEX document_by_number ON document (number_key);
CREATE INDEX document_by_day ON document (issued_on);
CREATE TABLE document_text (
    document_id TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    folded TEXT NOT NULL
);
CREATE TABLE document_section (
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    depth BIGINT NOT NULL,
    label TEXT NOT NULL,
    title TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (document_id, position)
);
CREATE TABLE document_recipient (
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    is_archive BOOLEAN NOT NULL,
    PRIMARY KEY (document_id, position)
);
CREATE TABLE document_citation (
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    number_key TEXT NOT NULL,
    issued_on TEXT,
    relation TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    cited_id TEXT,
    PRIMARY KEY (document_id, position)
);
CREATE INDEX document_citation_open ON document_citation (number_key);
CREATE INDEX document_citation_of ON document_citation (cited_id);
CREATE TABLE document_delivery (
    document_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    sent_by TEXT,
    opened_at BIGINT,
    opened_by TEXT,
    acknowledged_at BIGINT,
    acknowledged_by TEXT,
    PRIMARY KEY (document_id, unit_id)
);
CREATE INDEX document_delivery_to ON document_delivery (unit_id, sent_at);
