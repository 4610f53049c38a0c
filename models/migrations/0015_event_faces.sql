-- The face of an event: its colour and the pattern of its drawn cover; "" is chosen by its id.

-- +goose Up
ALTER TABLE events ADD COLUMN colour TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN cover_pattern TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE events DROP COLUMN cover_pattern;
ALTER TABLE events DROP COLUMN colour;
