-- How the waiting list of an event moves up: whether it is stopped, until how many hours before the start, and how long
-- who gets a place has to say that they come (0 for at once).

-- +goose Up
CREATE TABLE waiting_list_rules (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    stopped BOOLEAN NOT NULL DEFAULT FALSE,
    until_hours INTEGER NOT NULL DEFAULT 0,
    reply_hours INTEGER NOT NULL DEFAULT 0,
    updated_at TIMESTAMP NOT NULL
);

-- +goose Down
DROP TABLE waiting_list_rules;
