-- Invitations of single people. Each has a code of its own, which one person may use once.

-- +goose Up
CREATE TABLE entry_invitations (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    code_id TEXT NOT NULL REFERENCES entry_codes (id) ON DELETE CASCADE,
    name TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    invited_at TIMESTAMP NOT NULL,
    reminded_at TIMESTAMP,
    declined_at TIMESTAMP
);
CREATE UNIQUE INDEX entry_invitations_email ON entry_invitations (event_id, email_key);
CREATE UNIQUE INDEX entry_invitations_code ON entry_invitations (code_id);

-- +goose Down
SELECT 'forward only';
