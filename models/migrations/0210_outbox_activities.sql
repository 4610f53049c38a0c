-- +goose Up
-- What followers in the Fediverse were told of our events, without what it said.
CREATE TABLE outbox_activities (
    number BIGINT PRIMARY KEY,
    entry_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    sum TEXT NOT NULL,
    ends_at TIMESTAMP,
    told_at TIMESTAMP NOT NULL
);
CREATE INDEX outbox_activities_entry ON outbox_activities (entry_id, number);

-- +goose Down
SELECT 'forward only';
