-- The identification code of the office in the exchange of electronic documents (Quyết định 20/2020/QĐ-TTg); empty when
-- it was not entered: the unit's own code stands for it then.
ALTER TABLE unit ADD COLUMN organ_id TEXT NOT NULL DEFAULT '';
