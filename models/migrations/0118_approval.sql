-- Ticket types of which staff decide who gets a place. Who waits for that is live: an address and a name have one live
-- registration of an event. Every database satisfies the new index, as nobody is pending yet.

-- +goose Up
ALTER TABLE ticket_types ADD COLUMN approval BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE bulk_actions ADD COLUMN reason TEXT NOT NULL DEFAULT '';

DROP INDEX registrations_person;
CREATE UNIQUE INDEX registrations_person ON registrations
    (event_id, email_key, lower(family_name), lower(given_name))
    WHERE state IN ('applied', 'pending', 'confirmed', 'waitlisted');

-- +goose Down
SELECT 'forward only';
