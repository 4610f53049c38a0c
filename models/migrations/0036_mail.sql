-- Messages to people who were chosen one by one, and stopped ones; own words for the program's mails; when mails to many may go; mails that
-- came back.

-- +goose Up
CREATE TABLE message_people (
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    PRIMARY KEY (message_id, registration_id)
);
CREATE INDEX message_people_registration ON message_people (registration_id);

-- An urgent message heeds no quiet hours, no pause and no cap.
ALTER TABLE messages ADD COLUMN urgent BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE messages ADD COLUMN stopped_at TIMESTAMP;

CREATE TABLE mail_wordings (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    lang TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, kind, lang)
);

-- Quiet hours are hours of the event's clock, the same twice for none; the pause is in minutes, 0 for none, as the cap of messages a day.
ALTER TABLE events ADD COLUMN reply_to TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN quiet_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN mail_pause INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN mail_cap INTEGER NOT NULL DEFAULT 0;

ALTER TABLE mails ADD COLUMN bounce TEXT NOT NULL DEFAULT '';
ALTER TABLE mails ADD COLUMN bounced_at TIMESTAMP;

-- Addresses to which nothing can be delivered. They get no mail that goes to many.
CREATE TABLE bounced_addresses (
    email_key TEXT PRIMARY KEY,
    bounce TEXT NOT NULL,
    mail_id TEXT REFERENCES mails (id) ON DELETE SET NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX bounced_addresses_mail ON bounced_addresses (mail_id);

-- +goose Down
SELECT 'forward only';
