-- Sessions that people sign up for: how many places each has, who has one and who waits, and whether sessions at the
-- same time are refused. See docs/decisions/0101-sessions-with-places.md.

-- +goose Up
CREATE TABLE session_places (
    session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    capacity INTEGER NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0,
    opens_at TIMESTAMP,
    closes_at TIMESTAMP,
    mode TEXT NOT NULL DEFAULT '',
    updated_at TIMESTAMP NOT NULL,
    CHECK (taken >= 0)
);
CREATE INDEX session_places_event ON session_places (event_id);

CREATE TABLE session_sign_ups (
    session_id TEXT NOT NULL REFERENCES session_places (session_id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    queued_at TIMESTAMP NOT NULL,
    reply_by TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (session_id, registration_id)
);
CREATE INDEX session_sign_ups_person ON session_sign_ups (registration_id);
CREATE INDEX session_sign_ups_line ON session_sign_ups (session_id, state, queued_at);

CREATE TABLE session_place_rules (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    refuses_clashes BOOLEAN NOT NULL DEFAULT FALSE,
    updated_at TIMESTAMP NOT NULL
);

-- +goose Down
DROP TABLE session_place_rules;
DROP TABLE session_sign_ups;
DROP TABLE session_places;
