-- The start page of an event counts by ticket type and day who registered, who was in the online room, and what happened
-- today, each in an index alone. Few people write what they need; the list finds them in an index of theirs.

-- +goose Up
DROP INDEX registrations_time;
CREATE INDEX registrations_time ON registrations (ticket_type_id, created_at);
CREATE INDEX presences_people ON presences (event_id, registration_id);
CREATE INDEX activities_event ON activities (event_id, created_at, kind);
CREATE INDEX registrations_needs ON registrations (event_id, sort_key, id) WHERE needs <> '';

-- +goose Down
DROP INDEX registrations_needs;
DROP INDEX activities_event;
DROP INDEX presences_people;
DROP INDEX registrations_time;
CREATE INDEX registrations_time ON registrations (event_id, created_at);
