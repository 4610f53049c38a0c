-- A role may be lent until a time. An organization may keep the giving of roles to its owners. An event may be held online though people
-- have places at the venue: they keep them, so that it can be held there again. The record is searched by whom it is about.

-- +goose Up
ALTER TABLE members ADD COLUMN ends_at TIMESTAMP;
ALTER TABLE organizations ADD COLUMN owners_give_roles BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE events ADD COLUMN online_since TIMESTAMP;
CREATE INDEX audit_entries_subject ON audit_entries (subject_id, id);

-- +goose Down
DROP INDEX audit_entries_subject;
ALTER TABLE events DROP COLUMN online_since;
ALTER TABLE organizations DROP COLUMN owners_give_roles;
ALTER TABLE members DROP COLUMN ends_at;
