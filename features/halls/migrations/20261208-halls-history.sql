-- Halls and equipment as they were: each row that a change replaced, until the instant of the change. A row here begins where
-- the one of the version before it ended; the row of today stands in hall or equipment. Kept from here on: of changes before
-- this migration only the events tell. Whose a row was then the events tell too, so that no unit is named here.
CREATE TABLE hall_past (
    hall_id TEXT NOT NULL REFERENCES hall (id),
    version BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    place TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    row_seats BIGINT NOT NULL,
    in_use BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (hall_id, version)
);
-- What a change of equipment can alter; kind and name stay.
CREATE TABLE equipment_past (
    equipment_id TEXT NOT NULL REFERENCES equipment (id),
    version BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    hall_id TEXT,
    quantity BIGINT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (equipment_id, version)
);
