-- Who watched the recordings of an event afterwards, by their own link.

-- +goose Up
CREATE TABLE archive_views (
    registration_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    views INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    first_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE INDEX archive_views_event ON archive_views (event_id, registration_id);

-- +goose Down
DROP TABLE archive_views;
