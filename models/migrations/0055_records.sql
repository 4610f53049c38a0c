-- What an event shows of itself once it is over, and who allowed that their words are in it.

-- +goose Up
CREATE TABLE event_records (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    parts TEXT NOT NULL DEFAULT '[]',
    intro_ja TEXT NOT NULL DEFAULT '',
    intro_en TEXT NOT NULL DEFAULT '',
    published_at TIMESTAMP
);
ALTER TABLE posts ADD COLUMN in_record BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE promises ADD COLUMN in_record BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE promises DROP COLUMN in_record;
ALTER TABLE posts DROP COLUMN in_record;
DROP TABLE event_records;
