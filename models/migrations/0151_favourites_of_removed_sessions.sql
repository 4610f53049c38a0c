-- What an attendee marked stays known of a session that is removed: their calendar takes it back.

-- +goose Up
CREATE TABLE marked_sessions (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (registration_id, session_id)
);
INSERT INTO marked_sessions (registration_id, session_id, created_at)
    SELECT registration_id, session_id, created_at FROM favourites;
DROP TABLE favourites;
ALTER TABLE marked_sessions RENAME TO favourites;
CREATE INDEX favourites_session ON favourites (session_id);

-- +goose Down
CREATE TABLE marked_sessions (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (registration_id, session_id)
);
INSERT INTO marked_sessions (registration_id, session_id, created_at)
    SELECT registration_id, session_id, created_at FROM favourites WHERE session_id IN (SELECT id FROM sessions);
DROP TABLE favourites;
ALTER TABLE marked_sessions RENAME TO favourites;
CREATE INDEX favourites_session ON favourites (session_id);
