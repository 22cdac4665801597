-- Annexes of a draft, written by the feature that had it drafted: printed behind the paper and issued with it.
CREATE TABLE draft_annex (
    draft_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (draft_id, position)
);
