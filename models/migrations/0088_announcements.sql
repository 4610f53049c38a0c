-- What staff announce while an event goes on: to all or to one mode, on own pages, in the room, on the stage, by mail.
-- The line that the room had becomes the first one.

-- +goose Up
CREATE TABLE announcements (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    mode TEXT NOT NULL DEFAULT '',
    text_ja TEXT NOT NULL DEFAULT '',
    text_en TEXT NOT NULL DEFAULT '',
    on_stage BOOLEAN NOT NULL DEFAULT FALSE,
    message_id TEXT REFERENCES messages (id) ON DELETE SET NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_by TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    created_at TIMESTAMP NOT NULL,
    updated_by TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    updated_at TIMESTAMP NOT NULL,
    ended_by TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    ended_at TIMESTAMP
);
CREATE INDEX announcements_event ON announcements (event_id, created_at);
CREATE INDEX announcements_message ON announcements (message_id);
CREATE INDEX announcements_created_by ON announcements (created_by);
CREATE INDEX announcements_updated_by ON announcements (updated_by);
CREATE INDEX announcements_ended_by ON announcements (ended_by);

INSERT INTO announcements (id, event_id, mode, text_ja, text_en, created_at, updated_at)
SELECT id, id, 'online', room_notice_ja, room_notice_en, COALESCE(room_notice_at, updated_at), COALESCE(room_notice_at, updated_at)
FROM events WHERE room_notice_ja <> '' OR room_notice_en <> '';

ALTER TABLE events DROP COLUMN room_notice_at;
ALTER TABLE events DROP COLUMN room_notice_en;
ALTER TABLE events DROP COLUMN room_notice_ja;

-- +goose Down
ALTER TABLE events ADD COLUMN room_notice_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN room_notice_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN room_notice_at TIMESTAMP;
DROP TABLE announcements;
