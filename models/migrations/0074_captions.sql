-- Captions as captioners type them, where they are shown, and the seats of those who type. A line has the id that the
-- captioner's page made: what is sent twice is stored once. A line that was taken back stays without its text.

-- +goose Up
CREATE TABLE captions (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    seat_id TEXT NOT NULL,
    text TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    spoken_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, id)
);
CREATE INDEX captions_order ON captions (event_id, spoken_at, id);
CREATE INDEX captions_session ON captions (session_id);
CREATE INDEX captions_updated ON captions (event_id, updated_at);

CREATE TABLE caption_settings (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    link_number INTEGER NOT NULL DEFAULT 0,
    external_url TEXT NOT NULL DEFAULT '',
    sign_url TEXT NOT NULL DEFAULT '',
    allowed_sessions TEXT NOT NULL DEFAULT '[]',
    turn_seat TEXT NOT NULL DEFAULT '',
    turn_version INTEGER NOT NULL DEFAULT 0,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE caption_seats (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, id)
);

ALTER TABLE stages ADD COLUMN captions BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE stages DROP COLUMN captions;
DROP TABLE caption_seats;
DROP TABLE caption_settings;
DROP TABLE captions;
