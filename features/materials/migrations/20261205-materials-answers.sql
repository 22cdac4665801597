-- What a cell answered to the questions of its sheet, in their order: JSON of texts, short and without names.
ALTER TABLE cell_pack ADD COLUMN answers TEXT NOT NULL DEFAULT '[]';
-- A file that arrived and was kept before its part could be saved waits under its name for the next try.
ALTER TABLE material_upload ADD COLUMN kept TEXT NOT NULL DEFAULT '';
