-- Places of sessions that are drawn by lot: see docs/decisions/0106-places-of-sessions-by-lot.md.

-- +goose Up
ALTER TABLE lotteries ADD COLUMN of_sessions BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE session_places ADD COLUMN by_lottery BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE session_places DROP COLUMN by_lottery;
ALTER TABLE lotteries DROP COLUMN of_sessions;
