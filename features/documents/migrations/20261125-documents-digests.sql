-- The new points of a document for one audience, one a line.
CREATE TABLE document_digest (
    document_id TEXT NOT NULL,
    reader TEXT NOT NULL,
    points TEXT NOT NULL,
    author TEXT,
    written_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (document_id, reader)
);
-- Tasks read in the text, as a person confirmed or dismissed them. What nobody decided is read from the text anew; the
-- key tells the sentence and the lead it was read as.
CREATE TABLE document_task (
    document_id TEXT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    lead TEXT NOT NULL,
    partners TEXT NOT NULL,
    work TEXT NOT NULL,
    deadline TEXT NOT NULL,
    due_on TEXT,
    clause TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    decided_by TEXT,
    PRIMARY KEY (document_id, key)
);
CREATE INDEX document_task_due ON document_task (state, due_on);
