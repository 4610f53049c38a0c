-- +goose Up
ALTER TABLE feeds ADD COLUMN former_keys TEXT NOT NULL DEFAULT '[]';

-- +goose Down
SELECT 'forward only';
