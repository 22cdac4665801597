-- A set for others than members whose openings were counted among the members, as all were once, stays measured against
-- them: what was counted and what it is compared with are of one kind.
ALTER TABLE material_set ADD COLUMN measures_members BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE material_set SET measures_members = TRUE
WHERE audience NOT IN ('unit', 'members') AND id IN (SELECT c.set_id FROM material_count c);
