-- Families in lotteries of sessions, and places in sessions that are told after people are erased: see
-- docs/decisions/0127-families-in-session-lotteries.md.

-- +goose Up
-- The registration that applied for the person too, NULL for who applied alone.
ALTER TABLE lottery_entries ADD COLUMN with_id TEXT;
CREATE INDEX lottery_entries_with ON lottery_entries (with_id);
-- The same for those who move up in a session's line only together.
ALTER TABLE session_sign_ups ADD COLUMN waits_with TEXT;
-- How many places in sessions an erased person had.
ALTER TABLE registrations ADD COLUMN session_places_had INTEGER NOT NULL DEFAULT 0;
-- What was published stays: until now everybody applied for sessions alone.
UPDATE lotteries SET rules = '[{"kind":"alone"},' || substr(rules, 2)
WHERE of_sessions AND published_at IS NOT NULL AND rules LIKE '[{%';

-- +goose Down
ALTER TABLE registrations DROP COLUMN session_places_had;
ALTER TABLE session_sign_ups DROP COLUMN waits_with;
DROP INDEX lottery_entries_with;
ALTER TABLE lottery_entries DROP COLUMN with_id;
