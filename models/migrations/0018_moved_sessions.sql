-- Where and when a session was to be before it was moved, for those who looked at the agenda earlier.

-- +goose Up
ALTER TABLE sessions ADD COLUMN moved_at TIMESTAMP;
ALTER TABLE sessions ADD COLUMN previous_starts_at TIMESTAMP;
ALTER TABLE sessions ADD COLUMN previous_room_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN previous_room_en TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE sessions DROP COLUMN previous_room_en;
ALTER TABLE sessions DROP COLUMN previous_room_ja;
ALTER TABLE sessions DROP COLUMN previous_starts_at;
ALTER TABLE sessions DROP COLUMN moved_at;
