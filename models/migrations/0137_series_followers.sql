-- Who wants to hear of the next event of a series, or to be registered for it. Nobody is before they have confirmed
-- their address.

-- +goose Up
CREATE TABLE series_followers (
    id TEXT PRIMARY KEY,
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    -- How to be registered for the next event, '' for not at all; then nothing is kept of the name.
    mode TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL DEFAULT '',
    given_name TEXT NOT NULL DEFAULT '',
    family_kana TEXT NOT NULL DEFAULT '',
    given_kana TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    keep_until TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX series_followers_email ON series_followers (series_id, email_key);
CREATE INDEX series_followers_keep ON series_followers (keep_until);

-- +goose Down
SELECT 'forward only';
