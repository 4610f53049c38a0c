-- Places of sessions that are drawn by lot, and people who wait for them together: see
-- docs/decisions/0106-places-of-sessions-by-lot.md.

-- +goose Up
ALTER TABLE lotteries ADD COLUMN of_sessions BOOLEAN NOT NULL DEFAULT FALSE;
-- The entry of who registered others is of all of them, whole or none.
ALTER TABLE lottery_entries ADD COLUMN together BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE session_places ADD COLUMN by_lottery BOOLEAN NOT NULL DEFAULT FALSE;
-- The same for those who move up only together, NULL for who moves up alone.
ALTER TABLE session_sign_ups ADD COLUMN waits_with TEXT;

-- +goose Down
ALTER TABLE session_sign_ups DROP COLUMN waits_with;
ALTER TABLE session_places DROP COLUMN by_lottery;
ALTER TABLE lottery_entries DROP COLUMN together;
ALTER TABLE lotteries DROP COLUMN of_sessions;
