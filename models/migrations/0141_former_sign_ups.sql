-- What people had signed up for when they lost their place at the event, or were merged into another registration, so
-- that it can come back where that is undone. See docs/decisions/0101-sessions-with-places.md.

-- +goose Up
CREATE TABLE former_sign_ups (
    session_id TEXT NOT NULL REFERENCES session_places (session_id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    queued_at TIMESTAMP NOT NULL,
    reply_by TIMESTAMP,
    signed_up_at TIMESTAMP NOT NULL,
    kept_id TEXT REFERENCES registrations (id) ON DELETE CASCADE,
    kept_state TEXT NOT NULL DEFAULT '',
    kept_queued_at TIMESTAMP,
    lost_at TIMESTAMP,
    PRIMARY KEY (session_id, registration_id)
);
CREATE INDEX former_sign_ups_person ON former_sign_ups (registration_id);
CREATE INDEX former_sign_ups_kept ON former_sign_ups (kept_id) WHERE kept_id IS NOT NULL;

-- +goose Down
DROP TABLE former_sign_ups;
