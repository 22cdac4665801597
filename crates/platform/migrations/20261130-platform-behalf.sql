-- In whose place the actor acted: a secretary for a member without a telephone.
ALTER TABLE event ADD COLUMN on_behalf_of TEXT;
CREATE INDEX event_by_behalf ON event (on_behalf_of, at) WHERE on_behalf_of IS NOT NULL;
