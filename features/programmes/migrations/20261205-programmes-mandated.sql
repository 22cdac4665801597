-- Wording counts as mandated only where the issuer's side set it: what a unit below wrote to its own copy is none. The side
-- of an issuer outside the tree is the topmost unit.
ALTER TABLE programme_mandated ADD COLUMN by_issuer BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE programme_mandated SET by_issuer = TRUE
    WHERE document_id IN (SELECT d.id FROM document d JOIN unit u ON u.id = d.owner_unit_id
        WHERE d.owner_unit_id = d.issuer_unit_id OR (d.issuer_unit_id IS NULL AND u.parent_id IS NULL));
