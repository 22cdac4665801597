-- Who was at home in a branch on a past day is counted from the index alone, as are those who are there today.
DROP INDEX person_by_unit;
CREATE INDEX person_by_unit ON person (home_unit_id, ended_on, member_status, standing_from, merged_into_person_id);
