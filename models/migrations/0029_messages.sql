-- What staff write to attendees, and which mails came of it. Mails to many wait behind those that somebody waits for.

-- +goose Up
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    preset TEXT,
    state TEXT NOT NULL,
    subject_ja TEXT NOT NULL DEFAULT '',
    subject_en TEXT NOT NULL DEFAULT '',
    body_ja TEXT NOT NULL DEFAULT '',
    body_en TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL DEFAULT '{}',
    news BOOLEAN NOT NULL DEFAULT FALSE,
    send_at TIMESTAMP,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    queued_at TIMESTAMP
);
CREATE UNIQUE INDEX messages_preset ON messages (event_id, preset);
CREATE INDEX messages_event ON messages (event_id, created_at);
CREATE INDEX messages_account ON messages (account_id);

-- An organization's news are not sent to who asked for none.
CREATE TABLE news_refusals (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    email_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (organization_id, email_key)
);

ALTER TABLE mails ADD COLUMN of_message TEXT REFERENCES messages (id) ON DELETE CASCADE;
CREATE UNIQUE INDEX mails_of_message ON mails (of_message, registration_id);
CREATE INDEX mails_of_message_state ON mails (of_message, state);

ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_due_first ON jobs (state, priority, run_at);
DROP INDEX jobs_due;

-- +goose Down
SELECT 'forward only';
