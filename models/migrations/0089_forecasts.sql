-- How staff expect people to come to the doors of an event: the numbers that they typed.

-- +goose Up
CREATE TABLE forecasts (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    doors INTEGER NOT NULL,
    tenths INTEGER NOT NULL,
    opens_before INTEGER NOT NULL,
    wait_limit INTEGER NOT NULL,
    percent INTEGER NOT NULL,
    walk_ins INTEGER NOT NULL DEFAULT 0,
    updated_at TIMESTAMP NOT NULL
);

-- +goose Down
DROP TABLE forecasts;
