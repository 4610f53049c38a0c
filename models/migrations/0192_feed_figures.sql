-- What came of it, as an installation tells in its feed: published figures with how many stand behind each (JSON).

-- +goose Up
ALTER TABLE feeds ADD COLUMN figures TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 'forward only';
