-- Phones and tablets that admit people at one event, and what they need to hear only of what changed.

-- +goose Up
CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    door TEXT NOT NULL DEFAULT '',
    supervises BOOLEAN NOT NULL DEFAULT FALSE,
    pairing_hash TEXT,
    pairing_until TIMESTAMP,
    token_hash TEXT,
    created_by TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    paired_at TIMESTAMP,
    seen_at TIMESTAMP,
    revoked_at TIMESTAMP,
    waiting INTEGER NOT NULL DEFAULT 0,
    battery INTEGER,
    clock_ahead INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX devices_token ON devices (token_hash) WHERE token_hash IS NOT NULL;
CREATE UNIQUE INDEX devices_pairing ON devices (pairing_hash) WHERE pairing_hash IS NOT NULL;
CREATE INDEX devices_event ON devices (event_id, created_at);
CREATE INDEX registrations_changed ON registrations (event_id, updated_at);

-- +goose Down
DROP INDEX registrations_changed;
DROP TABLE devices;
