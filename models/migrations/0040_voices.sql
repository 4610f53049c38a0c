-- What attendees say during an event. The author of an anonymous voice is a pseudonym whose key is not in the database;
-- a vote is one under a pseudonym that is another one for each voice.

-- +goose Up
CREATE TABLE voice_settings (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    open BOOLEAN NOT NULL DEFAULT FALSE,
    review TEXT NOT NULL,
    naming TEXT NOT NULL
);

CREATE TABLE themes (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL
);
CREATE UNIQUE INDEX themes_slug ON themes (event_id, slug);

CREATE TABLE posts (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    request_id TEXT NOT NULL,
    author TEXT NOT NULL,
    registration_id TEXT REFERENCES registrations (id) ON DELETE SET NULL,
    theme_id TEXT REFERENCES themes (id) ON DELETE SET NULL,
    session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    mode TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    flag TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    merged_into TEXT REFERENCES posts (id) ON DELETE SET NULL,
    votes INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    pinned_at TIMESTAMP,
    answered_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX posts_request ON posts (event_id, request_id);
CREATE INDEX posts_state ON posts (event_id, state, created_at);
CREATE INDEX posts_changed ON posts (event_id, updated_at);
CREATE INDEX posts_author ON posts (event_id, author, created_at);
CREATE INDEX posts_registration ON posts (registration_id);
CREATE INDEX posts_theme ON posts (theme_id);
CREATE INDEX posts_session ON posts (session_id);
CREATE INDEX posts_merged ON posts (merged_into);

CREATE TABLE post_votes (
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    voter TEXT NOT NULL,
    PRIMARY KEY (post_id, voter)
);

-- What became of a voice, and what it was answered.
CREATE TABLE post_steps (
    id TEXT PRIMARY KEY,
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX post_steps_post ON post_steps (post_id, id);

-- +goose Down
DROP TABLE post_steps;
DROP TABLE post_votes;
DROP TABLE posts;
DROP TABLE themes;
DROP TABLE voice_settings;
