-- Citations that name a document in part («Chỉ thị 05»), and those a person decided: what they mean is not guessed again.
ALTER TABLE document_citation ADD COLUMN type_code TEXT NOT NULL DEFAULT '';
ALTER TABLE document_citation ADD COLUMN number BIGINT;
ALTER TABLE document_citation ADD COLUMN decided_at BIGINT;
ALTER TABLE document_citation ADD COLUMN decided_by TEXT;
CREATE INDEX document_by_type_and_number ON document (type_code, number);
