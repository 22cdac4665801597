-- Who signs for a People's Committee (Nghị định 30/2020/NĐ-CP, Điều 13): its chair for the body, a deputy for the body and the
-- chair.
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('peoples_committee', 'on_behalf', 'chair', '2020-03-05', 'Nghị định 30/2020/NĐ-CP', TRUE);
INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may) VALUES ('peoples_committee', 'for_head', 'deputy_chair', '2020-03-05', 'Nghị định 30/2020/NĐ-CP', TRUE);
