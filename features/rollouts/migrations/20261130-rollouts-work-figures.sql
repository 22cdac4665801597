-- What a unit entered keeps its days, so that the figures can be seen as of a day; and what somebody who looked at an
-- unusual one said of it. Entries made before are of the day in Vietnam (UTC+7) on which the log says that the unit entered
-- them; of the last day in the log where it says nothing. Days are counted from 2000-03-01, so that leap days end a year.
ALTER TABLE duty_figure ADD COLUMN entered_on TEXT NOT NULL DEFAULT '';
UPDATE duty_figure SET entered_on = COALESCE(
    (SELECT CAST(2000 + g.years + (g.months + 2) / 12 AS TEXT) || '-'
            || SUBSTR(CAST(101 + (g.months + 2) % 12 AS TEXT), 2, 2) || '-'
            || SUBSTR(CAST(101 + g.days - (153 * g.months + 2) / 5 AS TEXT), 2, 2)
     FROM (SELECT h.years, h.days, (5 * h.days + 2) / 153 AS months
           FROM (SELECT k.years, k.n - 1461 * k.years / 4 AS days
                 FROM (SELECT i.n, (4 * i.n + 3) / 1461 AS years
                       FROM (SELECT (COALESCE(
                                 (SELECT MAX(e.at) FROM event e WHERE e.subject = duty_figure.duty_id
                                      AND e.name = 'rollouts.figures-entered'),
                                 (SELECT l.at FROM event l ORDER BY l.id DESC LIMIT 1)
                             ) + 25200000) / 86400000 - 11017 AS n) i) k) h) g),
    (SELECT MAX(o.recorded_on) FROM duty_figure o WHERE o.duty_id = duty_figure.duty_id), '');
CREATE TABLE duty_figure_past (
    duty_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    recorded BIGINT,
    recorded_on TEXT,
    entered BIGINT,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    PRIMARY KEY (duty_id, position, to_day)
);
CREATE TABLE duty_figure_look (
    duty_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    entered BIGINT NOT NULL,
    note TEXT NOT NULL,
    looked_at BIGINT NOT NULL,
    looked_by TEXT,
    PRIMARY KEY (duty_id, position)
);
