-- What an event decided, for its summary.

-- +goose Up
ALTER TABLE events ADD COLUMN outcome_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN outcome_en TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE events DROP COLUMN outcome_en;
ALTER TABLE events DROP COLUMN outcome_ja;
