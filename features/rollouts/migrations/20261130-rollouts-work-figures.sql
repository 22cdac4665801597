-- What a unit entered keeps its days, so that the figures can be seen as of a day; and what somebody who looked at an
-- unusual one said of it. Entries made before are taken as made when what is recorded was read beside them.
ALTER TABLE duty_figure ADD COLUMN entered_on TEXT NOT NULL DEFAULT '';
UPDATE duty_figure SET entered_on = COALESCE(
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
