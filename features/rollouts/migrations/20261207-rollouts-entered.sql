-- What units answered to the figures they are asked for stands in the ledger: the answers that are there already. Each counts
-- from its day to the day on which another took its place, not while its duty is waived; on each change of the tree it passes
-- from the units its line left to those it came under, as the ledger itself does it.
INSERT INTO figure_sum (subject, figure, unit_id, day, n)
WITH stretch (duty_id, position, recorded, entered, from_day, to_day) AS (
    SELECT f.duty_id, f.position, f.recorded, f.entered, f.entered_on, '9999-12-31' FROM duty_figure f
    UNION ALL
    SELECT p.duty_id, p.position, p.recorded, p.entered, p.from_day, p.to_day FROM duty_figure_past p),
answer (subject, duty_id, unit_id, recorded, entered, from_day, to_day) AS (
    SELECT d.requirement_id || '.' || CAST(s.position AS TEXT), d.id, d.unit_id, s.recorded, s.entered,
        CASE WHEN s.from_day < d.launched_on THEN d.launched_on ELSE s.from_day END, s.to_day
    FROM stretch s JOIN duty d ON d.id = s.duty_id WHERE s.to_day > d.launched_on),
counted (subject, figure, duty_id, unit_id, n, from_day, to_day) AS (
    SELECT subject, 'rollouts.entered', duty_id, unit_id, entered, from_day, to_day FROM answer WHERE entered IS NOT NULL
    UNION ALL
    SELECT subject, 'rollouts.entered_recorded', duty_id, unit_id, recorded, from_day, to_day FROM answer
    WHERE recorded IS NOT NULL
    UNION ALL
    SELECT subject, 'rollouts.entered_by', duty_id, unit_id, CAST(1 AS BIGINT), from_day, to_day FROM answer
    WHERE entered IS NOT NULL),
waived (subject, figure, unit_id, n, from_day, to_day) AS (
    SELECT c.subject, c.figure, c.unit_id, c.n,
        CASE WHEN e.from_day > c.from_day THEN e.from_day ELSE c.from_day END,
        CASE WHEN COALESCE(e.until_day, '9999-12-31') < c.to_day THEN e.until_day ELSE c.to_day END
    FROM counted c JOIN duty_ending e ON e.duty_id = c.duty_id AND e.kind = 'waived'
    WHERE e.from_day < c.to_day AND COALESCE(e.until_day, '9999-12-31') > c.from_day
        AND COALESCE(e.until_day, '9999-12-31') > e.from_day),
delta (subject, figure, unit_id, day, n) AS (
    SELECT subject, figure, unit_id, from_day, n FROM counted
    UNION ALL
    SELECT subject, figure, unit_id, to_day, -n FROM counted WHERE to_day < '9999-12-31'
    UNION ALL
    SELECT subject, figure, unit_id, from_day, -n FROM waived
    UNION ALL
    SELECT subject, figure, unit_id, to_day, n FROM waived WHERE to_day < '9999-12-31'),
line (unit_id, ancestor_id, from_day, to_day) AS (
    SELECT p.unit_id, p.ancestor_id, p.from_day, p.to_day FROM unit_ancestor_past p
    UNION ALL
    SELECT a.unit_id, a.ancestor_id,
        COALESCE((SELECT MAX(p.to_day) FROM unit_ancestor_past p WHERE p.unit_id = a.unit_id), ''), '9999-12-31'
    FROM unit_ancestor a)
SELECT s.subject, s.figure, s.ancestor_id, s.day, CAST(SUM(s.n) AS BIGINT) FROM (
    SELECT d.subject, d.figure, l.ancestor_id, CASE WHEN d.day < l.from_day THEN l.from_day ELSE d.day END AS day, d.n
    FROM delta d JOIN line l ON l.unit_id = d.unit_id AND l.to_day > d.day
    UNION ALL
    SELECT d.subject, d.figure, l.ancestor_id, l.to_day, -d.n
    FROM delta d JOIN line l ON l.unit_id = d.unit_id AND l.to_day > d.day WHERE l.to_day < '9999-12-31') s
GROUP BY s.subject, s.figure, s.ancestor_id, s.day HAVING SUM(s.n) <> 0;
