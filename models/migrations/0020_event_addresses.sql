-- The addresses under which the public has met an event. They lead to it for ever, and to no other.

-- +goose Up
CREATE TABLE event_addresses (
    slug TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE
);
CREATE INDEX event_addresses_event ON event_addresses (event_id);

INSERT INTO event_addresses (slug, event_id) SELECT slug, id FROM events WHERE state <> 'draft';
