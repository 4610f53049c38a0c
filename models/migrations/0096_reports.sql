-- What the report of an event has, and its introduction.

-- +goose Up
CREATE TABLE event_reports (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    parts TEXT NOT NULL DEFAULT '[]',
    intro_ja TEXT NOT NULL DEFAULT '',
    intro_en TEXT NOT NULL DEFAULT ''
);

-- +goose Down
DROP TABLE event_reports;
