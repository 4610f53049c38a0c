-- Uploaded pictures, as they were encoded anew: in two sizes, without what the file told besides.

-- +goose Up
CREATE TABLE pictures (
    id TEXT PRIMARY KEY,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    content_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    content BYTEA NOT NULL,
    small BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX pictures_event ON pictures (event_id);
CREATE INDEX pictures_organization ON pictures (organization_id);

ALTER TABLE events ADD COLUMN cover_id TEXT;
ALTER TABLE events ADD COLUMN cover_alt_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN cover_alt_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN cover_x INTEGER NOT NULL DEFAULT 50;
ALTER TABLE events ADD COLUMN cover_y INTEGER NOT NULL DEFAULT 50;
ALTER TABLE organizations ADD COLUMN logo_id TEXT;
ALTER TABLE speakers ADD COLUMN portrait_id TEXT;

-- +goose Down
ALTER TABLE speakers DROP COLUMN portrait_id;
ALTER TABLE organizations DROP COLUMN logo_id;
ALTER TABLE events DROP COLUMN cover_y;
ALTER TABLE events DROP COLUMN cover_x;
ALTER TABLE events DROP COLUMN cover_alt_en;
ALTER TABLE events DROP COLUMN cover_alt_ja;
ALTER TABLE events DROP COLUMN cover_id;
DROP TABLE pictures;
