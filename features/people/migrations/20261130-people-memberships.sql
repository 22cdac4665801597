-- Where people take part beside their home, and what their home was before; the posts they hold; which member of a standing
-- committee answers for which field or unit; steering committees. A to_day is the first day on which it holds no more.
-- The home of today stands in person, since standing_from (unknown where empty).
ALTER TABLE person ADD COLUMN standing_from TEXT;
CREATE TABLE person_past (
    unit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    member_status TEXT NOT NULL,
    from_day TEXT,
    to_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (unit_id, person_id, to_day)
);
CREATE INDEX person_past_of ON person_past (person_id);
CREATE TABLE membership (
    unit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (unit_id, person_id, kind, from_day)
);
CREATE INDEX membership_of ON membership (person_id);
CREATE TABLE post (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    rank TEXT NOT NULL,
    title TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    decision TEXT NOT NULL
);
CREATE INDEX post_of_unit ON post (unit_id, to_day);
CREATE INDEX post_of_person ON post (person_id);
CREATE TABLE area (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    ended_on TEXT
);
CREATE INDEX area_of_unit ON area (unit_id);
CREATE TABLE assignment (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    area_id TEXT,
    covered_unit_id TEXT,
    from_day TEXT NOT NULL,
    to_day TEXT,
    decision TEXT NOT NULL
);
CREATE INDEX assignment_of_unit ON assignment (unit_id);
CREATE INDEX assignment_of_person ON assignment (person_id);
CREATE INDEX assignment_of_area ON assignment (area_id);
CREATE INDEX assignment_of_covered ON assignment (covered_unit_id);
CREATE TABLE steering_committee (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    purpose TEXT NOT NULL,
    decision TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX steering_committee_of_unit ON steering_committee (unit_id);
CREATE TABLE steering_member (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    task TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT
);
CREATE INDEX steering_member_of ON steering_member (committee_id);
CREATE INDEX steering_member_of_person ON steering_member (person_id);
