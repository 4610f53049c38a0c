-- Past events are listed by year.

-- +goose Up
CREATE INDEX events_listed ON events (state, starts_at);

-- +goose Down
DROP INDEX events_listed;
