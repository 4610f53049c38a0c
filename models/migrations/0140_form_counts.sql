-- How far people get in the form of registration: plain counters, with nothing that leads to a person.

-- +goose Up
CREATE TABLE form_counts (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    ticket_type TEXT NOT NULL,
    step TEXT NOT NULL,
    field TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (event_id, day, ticket_type, step, field)
);

-- +goose Down
DROP TABLE form_counts;
