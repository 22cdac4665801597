-- A check-in is written into as few places as possible. The index by point was the dearest: with hundreds of points
-- every commit touched hundreds of its pages. A point's own count is read from its delegates instead, and the counts of
-- all points from the index by time, which only grows at its end.
DROP INDEX check_in_by_point;
DROP INDEX check_in_by_time;
CREATE INDEX check_in_by_time ON check_in (conference_id, at, point_id);
