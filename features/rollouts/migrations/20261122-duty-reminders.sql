-- The last day on which the unit above reminded of a duty.
ALTER TABLE duty ADD COLUMN reminded_on TEXT;
