-- The dashboard counts the registrations of each day, and the mails in each state.

-- +goose Up
CREATE INDEX registrations_time ON registrations (event_id, created_at);
CREATE INDEX mails_state ON mails (event_id, state);

-- +goose Down
DROP INDEX mails_state;
DROP INDEX registrations_time;
