-- Which event was the edition before: a copy knows of what it is one, and staff can say it of others.

-- +goose Up
CREATE TABLE editions (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    earlier_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE
);
CREATE INDEX editions_earlier ON editions (earlier_id);

-- +goose Down
DROP TABLE editions;
