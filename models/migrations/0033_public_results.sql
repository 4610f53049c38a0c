-- Whether the results of a survey stand on the event's page.

-- +goose Up
ALTER TABLE surveys ADD COLUMN results_published_at TIMESTAMP;

-- +goose Down
ALTER TABLE surveys DROP COLUMN results_published_at;
