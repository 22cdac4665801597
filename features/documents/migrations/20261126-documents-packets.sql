-- What the head of an edXML packet said of the document it carried, as JSON: shown beside what was read in the file.
CREATE TABLE document_packet (
    document_id TEXT NOT NULL PRIMARY KEY,
    head TEXT NOT NULL,
    received_at BIGINT NOT NULL
);
-- further files of the packet a document came in
CREATE TABLE document_attachment (
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (document_id, position)
);
CREATE INDEX document_attachment_file ON document_attachment (file);
-- digital signatures of the file a document was read from, as they were when it came in
CREATE TABLE document_signature (
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    signer TEXT NOT NULL,
    organisation TEXT NOT NULL,
    issuer TEXT NOT NULL,
    signed_at BIGINT,
    reason TEXT NOT NULL,
    location TEXT NOT NULL,
    integrity TEXT NOT NULL,
    covers_file BOOLEAN NOT NULL,
    PRIMARY KEY (document_id, position)
);
