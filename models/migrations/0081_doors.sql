-- Doors lead somewhere, and say who may pass when. Where a person is inside follows their scans, as whether they are.

-- +goose Up
ALTER TABLE doors ADD COLUMN scope TEXT NOT NULL DEFAULT 'event';
ALTER TABLE doors ADD COLUMN room_id TEXT NOT NULL DEFAULT '';
ALTER TABLE doors ADD COLUMN session_id TEXT NOT NULL DEFAULT '';
ALTER TABLE doors ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE doors ADD COLUMN opens_at TIMESTAMP;
ALTER TABLE doors ADD COLUMN closes_at TIMESTAMP;
ALTER TABLE doors ADD COLUMN ticket_types TEXT NOT NULL DEFAULT '';
ALTER TABLE doors ADD COLUMN tag TEXT NOT NULL DEFAULT '';
ALTER TABLE doors ADD COLUMN capacity INTEGER;
ALTER TABLE doors ADD COLUMN warn_at INTEGER;
ALTER TABLE doors ADD COLUMN stops BOOLEAN NOT NULL DEFAULT FALSE;

-- The place behind an inner door, '' for the venue: somebody who leaves a room is still inside.
ALTER TABLE check_ins ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE admissions ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE INDEX admissions_places ON admissions (event_id, place) WHERE inside;

-- +goose Down
DROP INDEX admissions_places;
ALTER TABLE admissions DROP COLUMN place;
ALTER TABLE check_ins DROP COLUMN place;
ALTER TABLE doors DROP COLUMN stops;
ALTER TABLE doors DROP COLUMN warn_at;
ALTER TABLE doors DROP COLUMN capacity;
ALTER TABLE doors DROP COLUMN tag;
ALTER TABLE doors DROP COLUMN ticket_types;
ALTER TABLE doors DROP COLUMN closes_at;
ALTER TABLE doors DROP COLUMN opens_at;
ALTER TABLE doors DROP COLUMN day;
ALTER TABLE doors DROP COLUMN session_id;
ALTER TABLE doors DROP COLUMN room_id;
ALTER TABLE doors DROP COLUMN scope;
