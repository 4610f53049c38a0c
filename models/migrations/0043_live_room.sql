-- The live room shows its stream in the page, or leads to it. Staff tell it something in a line, as when the stream is late.

-- +goose Up
ALTER TABLE events ADD COLUMN room_embeds BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE events ADD COLUMN room_notice_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN room_notice_en TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN room_notice_at TIMESTAMP;

-- +goose Down
ALTER TABLE events DROP COLUMN room_notice_at;
ALTER TABLE events DROP COLUMN room_notice_en;
ALTER TABLE events DROP COLUMN room_notice_ja;
ALTER TABLE events DROP COLUMN room_embeds;
