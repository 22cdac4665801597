-- Who answers for a rollout: by its field of work the member of the standing committee, and the steering committee.
ALTER TABLE rollout ADD COLUMN area_id TEXT;
ALTER TABLE rollout ADD COLUMN steering_id TEXT;
