-- Codes with which people register: for ticket types, a number of uses, a time. A ticket type says what it asks of who
-- wants it. What a code was used for is counted on the code, as places are on the ticket type.

-- +goose Up
ALTER TABLE ticket_types ADD COLUMN entry TEXT NOT NULL DEFAULT 'open';
ALTER TABLE ticket_types ADD COLUMN entry_until TIMESTAMP;

CREATE TABLE entry_codes (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    code_key TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    max_uses INTEGER,
    used INTEGER NOT NULL DEFAULT 0,
    expires_at TIMESTAMP,
    stopped_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX entry_codes_code ON entry_codes (event_id, code_key);

CREATE TABLE entry_code_types (
    code_id TEXT NOT NULL REFERENCES entry_codes (id) ON DELETE CASCADE,
    ticket_type_id TEXT NOT NULL REFERENCES ticket_types (id) ON DELETE CASCADE,
    PRIMARY KEY (code_id, ticket_type_id)
);
CREATE INDEX entry_code_types_type ON entry_code_types (ticket_type_id);

ALTER TABLE registrations ADD COLUMN entry_code_id TEXT REFERENCES entry_codes (id) ON DELETE SET NULL;
CREATE INDEX registrations_entry_code ON registrations (entry_code_id) WHERE entry_code_id IS NOT NULL;

-- +goose Down
SELECT 'forward only';
