-- Whoever was declined may apply again, as whoever cancelled: only a live registration keeps its address.
-- Every database satisfies the new index, as it covers fewer rows than the old one.

-- +goose Up
DROP INDEX registrations_email;
CREATE UNIQUE INDEX registrations_email ON registrations (event_id, email_key)
    WHERE state IN ('applied', 'confirmed', 'waitlisted');

-- +goose Down
DROP INDEX registrations_email;
CREATE UNIQUE INDEX registrations_email ON registrations (event_id, email_key) WHERE state <> 'cancelled';
