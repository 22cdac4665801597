-- the clauses of the text a round asks about, read once when it opens: an opinion looks its clause up
CREATE TABLE draft_clause (
    round_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    path TEXT NOT NULL,
    depth BIGINT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (round_id, place)
);
-- words of an opinion without accents, and its giver's place in the alphabet
ALTER TABLE draft_opinion ADD COLUMN folded TEXT NOT NULL DEFAULT '';
ALTER TABLE draft_opinion ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
CREATE INDEX draft_opinion_giver ON draft_opinion (round_id, giver);
