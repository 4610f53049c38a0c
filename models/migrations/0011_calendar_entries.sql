-- Each registration has a calendar entry of its own. Registrations made before keep their event's id as its UID, as
-- people have these entries in their calendars. An event remembers when it was to start before it was moved.

-- +goose Up
ALTER TABLE registrations ADD COLUMN calendar_id TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN previous_starts_at TIMESTAMP;

-- +goose Down
ALTER TABLE events DROP COLUMN previous_starts_at;
ALTER TABLE registrations DROP COLUMN calendar_id;
