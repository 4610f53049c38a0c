-- Moderation by several, what attendees report, who waits, reactions, and how the room and those online share the time.

-- +goose Up
ALTER TABLE voice_settings ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE voice_settings ADD COLUMN per_minute INTEGER NOT NULL DEFAULT 5;

ALTER TABLE posts ADD COLUMN tells BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE posts ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN staged_at TIMESTAMP;
ALTER TABLE posts ADD COLUMN claimed_by TEXT REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE posts ADD COLUMN claimed_until TIMESTAMP;
CREATE INDEX posts_claimed ON posts (claimed_by);

ALTER TABLE post_steps ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post_steps ADD COLUMN who TEXT NOT NULL DEFAULT '';

-- A report has a pseudonym that is another one for each voice, as a vote.
CREATE TABLE post_reports (
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    reporter TEXT NOT NULL,
    PRIMARY KEY (post_id, reporter)
);

-- Who may not write for a while, and for which voice. The author is the pseudonym of that voice.
CREATE TABLE voice_mutes (
    post_id TEXT PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    until TIMESTAMP NOT NULL
);
CREATE INDEX voice_mutes_author ON voice_mutes (event_id, author);

CREATE TABLE voice_reactions (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (event_id, kind)
);

-- How many votes came from each side.
CREATE TABLE voice_votes (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    mode TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (event_id, mode)
);

-- When somebody of a side spoke.
CREATE TABLE speeches (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    mode TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX speeches_event ON speeches (event_id, started_at);

-- Who has the moderators' page open.
CREATE TABLE voice_desks (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, account_id)
);
CREATE INDEX voice_desks_account ON voice_desks (account_id);

-- +goose Down
DROP TABLE voice_desks;
DROP TABLE speeches;
DROP TABLE voice_votes;
DROP TABLE voice_reactions;
DROP TABLE voice_mutes;
DROP TABLE post_reports;
ALTER TABLE post_steps DROP COLUMN who;
ALTER TABLE post_steps DROP COLUMN number;
DROP INDEX posts_claimed;
ALTER TABLE posts DROP COLUMN claimed_until;
ALTER TABLE posts DROP COLUMN claimed_by;
ALTER TABLE posts DROP COLUMN staged_at;
ALTER TABLE posts DROP COLUMN reports;
ALTER TABLE posts DROP COLUMN tells;
ALTER TABLE voice_settings DROP COLUMN per_minute;
ALTER TABLE voice_settings DROP COLUMN words;
