-- Halls of units and their equipment. Seats stand in rows of equal length; what a hall really holds may be less.
CREATE TABLE hall (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    place TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    row_seats BIGINT NOT NULL,
    in_use BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX hall_by_unit ON hall (unit_id, sort_key);
CREATE TABLE equipment (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    hall_id TEXT REFERENCES hall (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX equipment_by_unit ON equipment (unit_id, folded);
CREATE INDEX equipment_by_hall ON equipment (hall_id);
