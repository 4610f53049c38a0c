-- A place belongs to a person: one address may have several, each under another name. Until the mailed link was opened,
-- nobody knows that the address is the person's. What was registered before this counts as confirmed: nobody was asked.
-- Every database satisfies the new unique index, as the old one allowed less.

-- +goose Up
ALTER TABLE registrations ADD COLUMN address_confirmed_at TIMESTAMP;
ALTER TABLE registrations ADD COLUMN previous_link_hash TEXT;
ALTER TABLE registrations ADD COLUMN confirm_by TIMESTAMP;
ALTER TABLE events ADD COLUMN confirm_hours INTEGER NOT NULL DEFAULT 0;
UPDATE registrations SET address_confirmed_at = created_at;

DROP INDEX registrations_email;
CREATE UNIQUE INDEX registrations_person ON registrations
    (event_id, email_key, lower(family_name), lower(given_name))
    WHERE state IN ('applied', 'confirmed', 'waitlisted');
CREATE UNIQUE INDEX registrations_previous_link ON registrations (previous_link_hash)
    WHERE previous_link_hash IS NOT NULL;

-- +goose Down
SELECT 'forward only';
