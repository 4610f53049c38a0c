-- The dashboard counts the registrations of each day, and the mails that failed.

-- +goose Up
CREATE INDEX registrations_time ON registrations (event_id, created_at);
CREATE INDEX mails_failed ON mails (event_id) WHERE state = 'failed';

-- +goose Down
DROP INDEX mails_failed;
DROP INDEX registrations_time;
