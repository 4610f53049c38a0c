-- The date of the next edition is on a clock of its own, as those of events are. One that was taken back stays until it is
-- over, for calendars that know it.

-- +goose Up
ALTER TABLE series_next ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Asia/Tokyo';
ALTER TABLE series_next ADD COLUMN dropped_at TIMESTAMP;

-- +goose Down
SELECT 'forward only';
