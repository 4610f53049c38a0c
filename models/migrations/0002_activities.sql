-- What happened, one row each, never changed: mails, live updates, webhooks and the audit refer to it.
-- No foreign keys: a row outlives what it is about, until it is swept.

-- +goose Up
CREATE TABLE activities (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    event_id TEXT,
    registration_id TEXT,
    subject_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

ALTER TABLE mails ADD COLUMN activity_id TEXT;

-- +goose Down
ALTER TABLE mails DROP COLUMN activity_id;
DROP TABLE activities;
