-- Drafts of documents: their revisions, rounds of opinions, answers. Issued, a draft is a document of the register.
CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    issuer_unit_id TEXT NOT NULL,
    form TEXT NOT NULL,
    type_code TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    issuer_name TEXT NOT NULL,
    parent_body TEXT NOT NULL,
    symbol TEXT NOT NULL,
    place TEXT NOT NULL,
    addressees TEXT NOT NULL,
    recipients TEXT NOT NULL,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    note TEXT NOT NULL,
    document_id TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX draft_of_unit ON draft (unit_id);
CREATE INDEX draft_of_issuer ON draft (issuer_unit_id, state);
CREATE INDEX draft_of_document ON draft (document_id);
CREATE TABLE draft_revision (
    draft_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    text TEXT NOT NULL,
    hash TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT,
    PRIMARY KEY (draft_id, number)
);
CREATE TABLE draft_round (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    kind TEXT NOT NULL,
    question TEXT NOT NULL,
    due_on TEXT NOT NULL,
    may_be_anonymous BOOLEAN NOT NULL,
    is_open_to_people BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    close_reason TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX draft_round_of ON draft_round (draft_id, number);
-- who is asked: a unit or a person. That somebody answered is noted without a time: with one, an opinion given without a
-- name could be told from the order of things
CREATE TABLE draft_invitee (
    round_id TEXT NOT NULL,
    invitee TEXT NOT NULL,
    unit_id TEXT,
    person_id TEXT,
    is_asked BOOLEAN NOT NULL,
    has_answered BOOLEAN NOT NULL,
    PRIMARY KEY (round_id, invitee)
);
CREATE INDEX draft_invitee_unit ON draft_invitee (unit_id, has_answered);
CREATE INDEX draft_invitee_person ON draft_invitee (person_id, has_answered);
-- an opinion without a name has neither giver nor unit nor day
CREATE TABLE draft_opinion (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL,
    clause BIGINT NOT NULL,
    clause_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    wording TEXT NOT NULL,
    from_name TEXT NOT NULL,
    giver TEXT,
    source TEXT NOT NULL,
    received_on TEXT,
    decision TEXT NOT NULL,
    answer TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX draft_opinion_of ON draft_opinion (round_id, clause);
-- delegations to sign by order (thừa lệnh)
CREATE TABLE draft_delegation (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    position TEXT NOT NULL,
    types TEXT NOT NULL,
    ground TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT
);
CREATE INDEX draft_delegation_of ON draft_delegation (unit_id);
-- which position signs for which body in which capacity, from a day on: the latest row of the three holds
CREATE TABLE draft_signing_rule (
    body TEXT NOT NULL,
    capacity TEXT NOT NULL,
    position TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    regulation TEXT NOT NULL,
    may BOOLEAN NOT NULL,
    PRIMARY KEY (body, capacity, position, starts_on)
);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('congress', 'on_behalf', 'chair', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('congress', 'on_behalf', 'secretary', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('committee', 'on_behalf', 'secretary', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('committee', 'on_behalf', 'deputy_secretary', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('committee', 'by_order', 'head', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('standing', 'on_behalf', 'secretary', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('standing', 'on_behalf', 'deputy_secretary', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('standing', 'by_order', 'head', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('cell', 'on_behalf', 'secretary', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('cell', 'on_behalf', 'deputy_secretary', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('inspection', 'on_behalf', 'chair', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('inspection', 'on_behalf', 'deputy_chair', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('front', 'on_behalf', 'chair', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('front', 'on_behalf', 'deputy_chair', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('advisory', 'own', 'head', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('advisory', 'for_head', 'deputy_head', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('advisory', 'acting', 'acting_head', '2018-04-03', 'Hướng dẫn 36-HD/VPTW', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('state', 'own', 'head', '2020-03-05', 'Nghị định 30/2020/NĐ-CP', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('state', 'for_head', 'deputy_head', '2020-03-05', 'Nghị định 30/2020/NĐ-CP', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('state', 'acting', 'acting_head', '2020-03-05', 'Nghị định 30/2020/NĐ-CP', TRUE);
