-- What staff change in an agenda that everybody sees, until they publish it, and what was published; who marked which
-- session; what a session is called elsewhere; how large a room is, and how far.

-- +goose Up
CREATE TABLE agenda_drafts (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    session TEXT,
    speaker TEXT,
    deleted BOOLEAN NOT NULL DEFAULT FALSE,
    by_speaker BOOLEAN NOT NULL DEFAULT FALSE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX agenda_drafts_event ON agenda_drafts (event_id);

CREATE TABLE agenda_versions (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    changes TEXT NOT NULL,
    on_the_day BOOLEAN NOT NULL DEFAULT FALSE,
    undone_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (event_id, number)
);

CREATE TABLE favourites (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (registration_id, session_id)
);
CREATE INDEX favourites_session ON favourites (session_id);

ALTER TABLE sessions ADD COLUMN import_id TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN walk_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speakers ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN link_number INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE speakers DROP COLUMN link_number;
ALTER TABLE speakers DROP COLUMN email;
ALTER TABLE rooms DROP COLUMN walk_minutes;
ALTER TABLE rooms DROP COLUMN places;
ALTER TABLE sessions DROP COLUMN import_id;
DROP TABLE favourites;
DROP TABLE agenda_versions;
DROP TABLE agenda_drafts;
