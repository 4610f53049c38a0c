-- Rounds of cards about what attendees say. A stance has a pseudonym that is another one for each statement, whose key is
-- not in the database: the stances of one person cannot be put together from it.

-- +goose Up
CREATE TABLE consensus_rounds (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    theme_id TEXT REFERENCES themes (id) ON DELETE SET NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    seconds INTEGER NOT NULL,
    public BOOLEAN NOT NULL DEFAULT FALSE,
    opened_at TIMESTAMP,
    closes_at TIMESTAMP,
    result TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX consensus_rounds_event ON consensus_rounds (event_id);

CREATE TABLE statements (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES consensus_rounds (id) ON DELETE CASCADE,
    post_id TEXT REFERENCES posts (id) ON DELETE CASCADE,
    text TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL
);
CREATE INDEX statements_round ON statements (round_id);
CREATE INDEX statements_post ON statements (post_id);

CREATE TABLE stances (
    statement_id TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    voter TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (statement_id, voter)
);
CREATE INDEX stances_voter ON stances (voter);
