-- The mails to an address in a day are counted, over its registrations of all events and all states.

-- +goose Up
CREATE INDEX registrations_address ON registrations (email_key);

-- +goose Down
DROP INDEX registrations_address;
