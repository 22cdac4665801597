-- What stood behind each figure of a report when it was signed: the rows themselves, or what each unit had where they are
-- too many. The words may be erased with a person's data; the seal of the report holds the keys.
CREATE TABLE report_figure (
    report_id TEXT NOT NULL REFERENCES report (id),
    position BIGINT NOT NULL,
    figure TEXT NOT NULL,
    subject TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    value BIGINT NOT NULL,
    kept TEXT NOT NULL,
    sums_hash TEXT NOT NULL,
    PRIMARY KEY (report_id, position)
);
CREATE TABLE report_row (
    report_id TEXT NOT NULL REFERENCES report (id),
    figure_position BIGINT NOT NULL,
    position BIGINT NOT NULL,
    row_key TEXT NOT NULL,
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    folded TEXT NOT NULL,
    href TEXT NOT NULL,
    n BIGINT,
    person_id TEXT,
    unit_id TEXT,
    PRIMARY KEY (report_id, figure_position, position)
);
CREATE INDEX report_row_of_person ON report_row (person_id);
