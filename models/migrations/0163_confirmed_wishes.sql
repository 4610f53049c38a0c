-- Which wish was added to what somebody had confirmed before: its mailed link leads there from then on.

-- +goose Up
ALTER TABLE series_followers ADD COLUMN wish_id TEXT NOT NULL DEFAULT '';
CREATE INDEX series_followers_wish ON series_followers (wish_id) WHERE wish_id <> '';

-- +goose Down
SELECT 'forward only';
