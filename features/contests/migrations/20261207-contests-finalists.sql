-- since when it is said of a finalist that they are none of the contestants: a team, a guest
ALTER TABLE contest_finalist ADD COLUMN apart_at BIGINT;

-- finalists of before are the contestant of the same name in their unit's branch, where there is one alone, who counts and is
-- no other finalist; a person decides about the others
UPDATE contest_finalist SET contestant_no = (
    SELECT MIN(t.no) FROM contestant t JOIN unit_ancestor a ON a.unit_id = t.unit_id
    WHERE t.contest_no = contest_finalist.contest_no AND t.name = contest_finalist.name
      AND a.ancestor_id = contest_finalist.unit_id)
WHERE contestant_no IS NULL AND name <> '' AND unit_id IS NOT NULL
  AND 1 = (SELECT COUNT(*) FROM contestant t JOIN unit_ancestor a ON a.unit_id = t.unit_id
      WHERE t.contest_no = contest_finalist.contest_no AND a.ancestor_id = contest_finalist.unit_id
        AND t.folded IN (SELECT s.folded FROM contestant s
            WHERE s.contest_no = contest_finalist.contest_no AND s.name = contest_finalist.name))
  AND EXISTS (SELECT 1 FROM contestant t JOIN unit_ancestor a ON a.unit_id = t.unit_id
      WHERE t.contest_no = contest_finalist.contest_no AND a.ancestor_id = contest_finalist.unit_id
        AND t.name = contest_finalist.name AND t.excluded = '' AND t.annulled = ''
        AND NOT EXISTS (SELECT 1 FROM contest_finalist o WHERE o.contest_no = contest_finalist.contest_no
            AND o.no <> contest_finalist.no AND (o.contestant_no = t.no OR o.name = contest_finalist.name)));

-- their certificates of the final, so that they cease to hold with them
UPDATE contest_certificate SET contestant_no = (
    SELECT MIN(f.contestant_no) FROM contest_finalist f JOIN unit u ON u.id = f.unit_id
    WHERE f.contest_no = contest_certificate.contest_no AND f.name = contest_certificate.name
      AND (f.unit_id = contest_certificate.unit_id OR u.short_name = contest_certificate.unit_name))
WHERE contestant_no IS NULL AND round_no IS NULL AND round_name = 'Chung kết' AND name <> ''
  AND 1 = (SELECT COUNT(*) FROM contest_finalist f JOIN unit u ON u.id = f.unit_id
      WHERE f.contest_no = contest_certificate.contest_no AND f.name = contest_certificate.name
        AND (f.unit_id = contest_certificate.unit_id OR u.short_name = contest_certificate.unit_name));
