-- Reception lists as they were printed, so that a photo of a page can be read; and how a scan came here, '' for a device or a page.

-- +goose Up
CREATE TABLE paper_lists (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    layout TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX paper_lists_event ON paper_lists (event_id);
ALTER TABLE check_ins ADD COLUMN way TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE check_ins DROP COLUMN way;
DROP TABLE paper_lists;
