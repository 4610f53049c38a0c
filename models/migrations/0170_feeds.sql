-- What the installation tells other installations, and what it takes from them.

-- +goose Up
-- The keys that sign its feed. Only what everybody may know: the private ones are derived from the secret.
CREATE TABLE feed_keys (
    number INTEGER PRIMARY KEY,
    public_key TEXT NOT NULL UNIQUE,
    -- The signature of the key before it, '' where that was lost or stolen.
    handover TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE feeds (
    id TEXT PRIMARY KEY,
    -- Whose staff follow it, NULL for the installation's own feed.
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    own BOOLEAN NOT NULL,
    address TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL,
    public_key TEXT NOT NULL,
    -- A key that nobody signed, which waits for somebody's yes; '' for none.
    new_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    sum TEXT NOT NULL,
    issued_at TIMESTAMP,
    -- The document, of the own feed only.
    content TEXT NOT NULL,
    etag TEXT NOT NULL,
    entries INTEGER NOT NULL,
    trouble TEXT NOT NULL,
    failures INTEGER NOT NULL,
    heard_at TIMESTAMP,
    tried_at TIMESTAMP,
    next_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX feeds_own ON feeds (own) WHERE own;

CREATE TABLE feed_entries (
    feed_id TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    entry_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    url TEXT NOT NULL,
    starts_at TIMESTAMP,
    ends_at TIMESTAMP,
    -- The month in which it begins, as 2027-03, by the clock of its place.
    month TEXT NOT NULL,
    mode TEXT NOT NULL,
    prefecture TEXT NOT NULL,
    -- As ,time,skills,
    themes TEXT NOT NULL,
    search TEXT NOT NULL,
    sum TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (feed_id, entry_id)
);
CREATE INDEX feed_entries_id ON feed_entries (entry_id);
CREATE INDEX feed_entries_start ON feed_entries (kind, starts_at, entry_id);

-- +goose Down
SELECT 'forward only';
