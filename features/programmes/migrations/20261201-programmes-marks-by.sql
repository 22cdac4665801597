-- A clause is marked as calling for no task, or as ordering work where its words do not show it; by whom and when.
ALTER TABLE programme_mark ADD COLUMN says TEXT NOT NULL DEFAULT 'silent';
ALTER TABLE programme_mark ADD COLUMN marked_at BIGINT;
ALTER TABLE programme_mark ADD COLUMN marked_by TEXT;
