-- What people ask for to take part, one row for each kind, and what staff answer: see
-- docs/decisions/0092-an-events-own-questions.md. What they write in their own words stays in registrations.needs.

-- +goose Up
CREATE TABLE accessibility_requests (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked',
    note TEXT NOT NULL DEFAULT '',
    asked_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    PRIMARY KEY (registration_id, kind)
);
CREATE INDEX accessibility_requests_event ON accessibility_requests (event_id, state);

INSERT INTO accessibility_requests (registration_id, event_id, kind, asked_at)
    SELECT id, event_id, 'other', created_at FROM registrations WHERE needs <> '';

-- +goose Down
DROP TABLE accessibility_requests;
