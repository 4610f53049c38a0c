-- A role may be lent until a time. An organization may keep the giving of roles to its owners. An event may be held online though people
-- have places at the venue: they keep them, so that it can be held there again. Statistics count
-- cancellations by day, and mails by kind. The record is searched by day and by what was done.

-- +goose Up
ALTER TABLE members ADD COLUMN ends_at TIMESTAMP;
ALTER TABLE organizations ADD COLUMN owners_give_roles BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE events ADD COLUMN online_since TIMESTAMP;
CREATE INDEX registrations_cancelled ON registrations (event_id, cancelled_at, ticket_type_id) WHERE cancelled_at IS NOT NULL;
DROP INDEX mails_state;
CREATE INDEX mails_state ON mails (event_id, state, kind);
CREATE INDEX audit_entries_time ON audit_entries (event_id, created_at);
CREATE INDEX audit_entries_action ON audit_entries (event_id, action, created_at);

-- +goose Down
DROP INDEX audit_entries_action;
DROP INDEX audit_entries_time;
DROP INDEX mails_state;
CREATE INDEX mails_state ON mails (event_id, state);
DROP INDEX registrations_cancelled;
ALTER TABLE events DROP COLUMN online_since;
ALTER TABLE organizations DROP COLUMN owners_give_roles;
ALTER TABLE members DROP COLUMN ends_at;
