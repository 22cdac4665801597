-- Wording counts as mandated only where the issuer's side set it: what a unit below wrote to its own copy is none.
ALTER TABLE programme_mandated ADD COLUMN by_issuer BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE programme_mandated SET by_issuer = TRUE
    WHERE document_id IN (SELECT id FROM document WHERE owner_unit_id = issuer_unit_id);
