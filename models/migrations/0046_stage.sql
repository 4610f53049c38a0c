-- What the stage of an event shows, and its polls. A voter is a pseudonym that is another one for each poll, and whose
-- key is not in the database.

-- +goose Up
CREATE TABLE stages (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    link_number INTEGER NOT NULL DEFAULT 1,
    view_name TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    attendance_word TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX stages_code ON stages (code);

CREATE TABLE polls (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    request_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '[]',
    correct TEXT NOT NULL DEFAULT '',
    hidden_words TEXT NOT NULL DEFAULT '[]',
    starts_with_session BOOLEAN NOT NULL DEFAULT FALSE,
    hides_results BOOLEAN NOT NULL DEFAULT FALSE,
    changeable BOOLEAN NOT NULL DEFAULT TRUE,
    seconds INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    opened_at TIMESTAMP,
    closes_at TIMESTAMP,
    closed_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX polls_request ON polls (event_id, request_id);
CREATE INDEX polls_order ON polls (event_id, position);
CREATE INDEX polls_state ON polls (state);
CREATE INDEX polls_session ON polls (session_id);

CREATE TABLE poll_answers (
    poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    voter TEXT NOT NULL,
    mode TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL,
    PRIMARY KEY (poll_id, voter)
);

-- +goose Down
DROP TABLE poll_answers;
DROP TABLE polls;
DROP TABLE stages;
