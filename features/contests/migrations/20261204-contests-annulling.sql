-- Who is annulled after the announcement stays on the frozen list and counts in nothing.
ALTER TABLE contestant ADD COLUMN annulled TEXT NOT NULL DEFAULT '';
ALTER TABLE contestant ADD COLUMN annulled_at BIGINT;

-- the line of those who are barred that excluded them
ALTER TABLE contestant ADD COLUMN barred_no BIGINT;

CREATE INDEX contestant_annulled ON contestant (contest_no, no) WHERE annulled <> '';

-- since when nothing of a contestant counts in a round in which something did
ALTER TABLE contest_entry ADD COLUMN voided_at BIGINT;

-- the ledger was told of these with their rounds, though all they had ended was annulled; it still counts them, and so do
-- the rows behind it
UPDATE contest_entry SET voided_at = 9000000000000000
WHERE best_place IS NULL AND last_place IS NOT NULL
  AND round_no IN (SELECT r.no FROM contest_round r WHERE r.settled_at IS NOT NULL);

-- who is barred is known by more than a telephone
ALTER TABLE contest_barred ADD COLUMN born BIGINT;
ALTER TABLE contest_barred ADD COLUMN unit_id TEXT REFERENCES unit (id);

-- whose result a certificate stands on; a unit's has no contestant, one of the final or of the whole contest no round
ALTER TABLE contest_certificate ADD COLUMN contestant_no BIGINT;
ALTER TABLE contest_certificate ADD COLUMN round_no BIGINT;
ALTER TABLE contest_certificate ADD COLUMN withdrawn_at BIGINT;

-- person, annulled, replaced or dropped
ALTER TABLE contest_certificate ADD COLUMN withdrawn_for TEXT NOT NULL DEFAULT '';
UPDATE contest_certificate SET withdrawn_for = 'person' WHERE withdrawn <> '';

-- the unit whose prize it is, or whose team
ALTER TABLE contest_certificate ADD COLUMN unit_id TEXT REFERENCES unit (id);

ALTER TABLE contest_finalist ADD COLUMN contestant_no BIGINT;

CREATE INDEX contest_question_bank ON contest_question (bank_id) WHERE bank_id IS NOT NULL;

-- the right answers of a settled round are held back until tests that ask the same questions are over
ALTER TABLE contest_round ADD COLUMN held_until BIGINT;
