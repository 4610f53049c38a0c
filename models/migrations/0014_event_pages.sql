-- What an event's page tells besides when and where; what it leaves behind; who speaks.

-- +goose Up
ALTER TABLE events ADD COLUMN fee_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN fee_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN audience_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN audience_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN access_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN access_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN parking_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN parking_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN support_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN support_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN bring_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN bring_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN contact_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN latitude DOUBLE PRECISION;
ALTER TABLE events ADD COLUMN longitude DOUBLE PRECISION;
ALTER TABLE events ADD COLUMN doors_open_at TIMESTAMP;
ALTER TABLE events ADD COLUMN day_starts_hour INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN discreet BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE events ADD COLUMN publish_at TIMESTAMP;

ALTER TABLE speakers ADD COLUMN role_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN role_en TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN about_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN about_en TEXT NOT NULL DEFAULT '';

CREATE TABLE materials (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title_ja TEXT NOT NULL DEFAULT '',
    title_en TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX materials_event ON materials (event_id, position);

-- +goose Down
DROP TABLE materials;
ALTER TABLE speakers DROP COLUMN about_en;
ALTER TABLE speakers DROP COLUMN about_ja;
ALTER TABLE speakers DROP COLUMN role_en;
ALTER TABLE speakers DROP COLUMN role_ja;
ALTER TABLE events DROP COLUMN publish_at;
ALTER TABLE events DROP COLUMN discreet;
ALTER TABLE events DROP COLUMN day_starts_hour;
ALTER TABLE events DROP COLUMN doors_open_at;
ALTER TABLE events DROP COLUMN longitude;
ALTER TABLE events DROP COLUMN latitude;
ALTER TABLE events DROP COLUMN contact_phone;
ALTER TABLE events DROP COLUMN bring_en;
ALTER TABLE events DROP COLUMN bring_ja;
ALTER TABLE events DROP COLUMN support_en;
ALTER TABLE events DROP COLUMN support_ja;
ALTER TABLE events DROP COLUMN parking_en;
ALTER TABLE events DROP COLUMN parking_ja;
ALTER TABLE events DROP COLUMN access_en;
ALTER TABLE events DROP COLUMN access_ja;
ALTER TABLE events DROP COLUMN audience_en;
ALTER TABLE events DROP COLUMN audience_ja;
ALTER TABLE events DROP COLUMN fee_en;
ALTER TABLE events DROP COLUMN fee_ja;
