-- Which sessions are recorded, what people say to being in a recording and when, and when staff looked through the
-- recordings for those who do not want to be in them.

-- +goose Up
ALTER TABLE sessions ADD COLUMN recorded BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE registrations ADD COLUMN recording TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN recording_at TIMESTAMP;
ALTER TABLE event_records ADD COLUMN checked_at TIMESTAMP;
CREATE INDEX registrations_recording ON registrations (event_id, recording) WHERE recording = 'no';

-- +goose Down
DROP INDEX registrations_recording;
ALTER TABLE event_records DROP COLUMN checked_at;
ALTER TABLE registrations DROP COLUMN recording_at;
ALTER TABLE registrations DROP COLUMN recording;
ALTER TABLE sessions DROP COLUMN recorded;
