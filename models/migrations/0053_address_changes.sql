-- The address to which a person wants mails from now on, until it is confirmed by the link that was mailed there.

-- +goose Up
CREATE TABLE address_changes (
    id TEXT PRIMARY KEY,
    registration_id TEXT NOT NULL UNIQUE REFERENCES registrations (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    mailed_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX address_changes_expires ON address_changes (expires_at);

-- +goose Down
DROP TABLE address_changes;
