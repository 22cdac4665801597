-- Numbers run in sequences: per type within a term, one for all types at a congress, that of the lead for a joint
-- document. A document takes a number of a sequence only in the register of the unit that issues it.
ALTER TABLE document ADD COLUMN sequence TEXT NOT NULL DEFAULT '';
UPDATE document SET sequence = type_code || '|' || term
    WHERE state = 'registered' AND direction = 'outgoing' AND number IS NOT NULL
      AND NOT EXISTS (
          SELECT 1 FROM document o WHERE o.owner_unit_id = document.owner_unit_id AND o.type_code = document.type_code
              AND o.term = document.term AND o.number = document.number AND o.state = 'registered'
              AND o.direction = 'outgoing' AND o.id <> document.id);
CREATE UNIQUE INDEX document_in_sequence ON document (owner_unit_id, sequence, number) WHERE sequence <> '';
-- those who issue a joint document beside its lead, by the names they then had
CREATE TABLE document_issuer (
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document_id, position)
);
-- numbers of a sequence that stand in no row of the register: given to a secret, reserved, struck out, given before
CREATE TABLE document_number_elsewhere (
    owner_unit_id TEXT NOT NULL,
    sequence TEXT NOT NULL,
    number BIGINT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT,
    PRIMARY KEY (owner_unit_id, sequence, number)
);
-- the terms of one committee, from the day after its congress; without any those of document_term hold
CREATE TABLE document_own_term (
    unit_id TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (unit_id, starts_on)
);
-- who may issue what, from a day on: the latest row of a body and type holds. What has no row is not judged.
CREATE TABLE document_power (
    body TEXT NOT NULL,
    type_code TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    regulation TEXT NOT NULL,
    may BOOLEAN NOT NULL,
    PRIMARY KEY (body, type_code, starts_on)
);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'NQ', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'NQ', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'NQ', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'QĐ', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'QĐ', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'QĐ', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'KL', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'KL', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'KL', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'TB', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'TB', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'TB', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'BC', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'BC', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'BC', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'KH', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'KH', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'KH', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'CTr', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'CTr', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'CTr', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'ĐA', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'ĐA', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'ĐA', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'PA', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'PA', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'PA', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'TTr', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'TTr', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'TTr', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'CV', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'CV', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'CV', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'BB', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'BB', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'BB', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'QC', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'QC', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'QC', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'QĐi', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'QĐi', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'QĐi', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'HD', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'HD', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'HD', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'CT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'CT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'CT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_committee', 'TT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('grassroots_standing', 'TT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell', 'TT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'NQ', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'QĐ', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'KL', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'TB', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'BC', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'KH', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'CTr', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'ĐA', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'PA', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'TTr', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'CV', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'BB', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'QC', '2026-01-09', 'Quy định 399-QĐ/TW', TRUE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'QĐi', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'HD', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'CT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ('cell_congress', 'TT', '2026-01-09', 'Quy định 399-QĐ/TW', FALSE);
