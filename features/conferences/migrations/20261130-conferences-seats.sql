-- The hall and the equipment chosen for a point, and who sits where. Seats are drawn up anew as a whole.
CREATE TABLE point_hall (
    point_id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL,
    hall_id TEXT NOT NULL
);
CREATE INDEX point_hall_by_hall ON point_hall (hall_id);
CREATE INDEX point_hall_by_conference ON point_hall (conference_id);
CREATE TABLE point_equipment (
    point_id TEXT NOT NULL,
    equipment_id TEXT NOT NULL,
    conference_id TEXT NOT NULL,
    PRIMARY KEY (point_id, equipment_id)
);
CREATE INDEX point_equipment_by_equipment ON point_equipment (equipment_id);
CREATE TABLE seat (
    point_id TEXT NOT NULL,
    row_no BIGINT NOT NULL,
    seat_no BIGINT NOT NULL,
    delegate_id TEXT NOT NULL,
    conference_id TEXT NOT NULL,
    PRIMARY KEY (point_id, row_no, seat_no)
);
CREATE UNIQUE INDEX seat_by_delegate ON seat (delegate_id);
CREATE INDEX seat_by_conference ON seat (conference_id);
-- Outcomes taken on a phone without the net, each under an id the phone made, so that one sent twice counts once.
CREATE TABLE offline_entry (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL,
    point_id TEXT NOT NULL,
    delegate_id TEXT NOT NULL,
    wanted TEXT NOT NULL,
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    result TEXT NOT NULL,
    by_account TEXT
);
CREATE INDEX offline_entry_by_point ON offline_entry (conference_id, point_id);
