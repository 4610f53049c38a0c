-- What only some kinds of questions have: limits, a unit, the words at the ends of a table, when a question is shown.

-- +goose Up
ALTER TABLE questions ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE questions DROP COLUMN settings;
