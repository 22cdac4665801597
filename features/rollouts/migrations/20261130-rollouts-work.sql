-- What a duty is as work, and the figures a requirement asks of each unit: what the system recorded and what the unit
-- entered stand apart. Duties that are there already are counted as of now: where they fell due, in the tree of today.
ALTER TABLE duty ADD COLUMN work TEXT NOT NULL DEFAULT '';
UPDATE duty SET work = REPLACE((SELECT q.measure FROM requirement q WHERE q.id = duty.requirement_id), '_', '-') ||
    CASE WHEN (SELECT u.kind FROM unit u WHERE u.id = duty.unit_id) IN ('cell', 'grassroots_cell')
        THEN '-cell' ELSE '-body' END;
CREATE INDEX duty_by_work ON duty (work, due_on);
INSERT INTO figure_sum (subject, figure, unit_id, day, n)
    SELECT SUBSTR(d.due_on, 1, 7) || '.' || d.work, 'rollouts.asked', a.ancestor_id, d.due_on, COUNT(*)
    FROM duty d JOIN unit_ancestor a ON a.unit_id = d.unit_id WHERE d.state <> 'waived'
    GROUP BY SUBSTR(d.due_on, 1, 7) || '.' || d.work, a.ancestor_id, d.due_on;
ALTER TABLE requirement ADD COLUMN figures TEXT NOT NULL DEFAULT '[]';
ALTER TABLE requirement ADD COLUMN known_figures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE requirement ADD COLUMN other_figures BIGINT NOT NULL DEFAULT 0;
CREATE TABLE duty_figure (
    duty_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    recorded BIGINT,
    recorded_on TEXT,
    entered BIGINT,
    PRIMARY KEY (duty_id, position)
);
