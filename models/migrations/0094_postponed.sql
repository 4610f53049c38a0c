-- An event that was put off: since when, and why. Without new dates it is in a state of its own, 'postponed'.

-- +goose Up
ALTER TABLE events ADD COLUMN postponed_at TIMESTAMP;
ALTER TABLE events ADD COLUMN postpone_reason TEXT NOT NULL DEFAULT '';

-- +goose Down
UPDATE events SET state = 'published' WHERE state = 'postponed';
ALTER TABLE events DROP COLUMN postpone_reason;
ALTER TABLE events DROP COLUMN postponed_at;
