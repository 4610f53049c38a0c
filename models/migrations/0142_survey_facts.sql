-- What a survey asks leave to keep with a response: see docs/decisions/0107-facts-that-travel.md. sealed has it,
-- encrypted under a key outside of the database and equally long in all responses of a survey, until the survey closes.

-- +goose Up
ALTER TABLE surveys ADD COLUMN facts TEXT;
ALTER TABLE responses ADD COLUMN sealed TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE responses DROP COLUMN sealed;
ALTER TABLE surveys DROP COLUMN facts;
