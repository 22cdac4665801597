-- When a conference was closed: from then on no point can answer a prompt, whatever the plan said.
ALTER TABLE conference ADD COLUMN closed_at BIGINT;
UPDATE conference SET closed_at =
    (SELECT MAX(e.at) FROM event e WHERE e.subject = conference.id AND e.name = 'conferences.closed')
WHERE state = 'closed';
