-- What people will go on with after an event, in words that come back to them. A sealed text is encrypted under a key
-- outside of the database.

-- +goose Up
CREATE TABLE promises (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    registration_id TEXT REFERENCES registrations (id) ON DELETE SET NULL,
    sealed BOOLEAN NOT NULL,
    text TEXT NOT NULL,
    mode TEXT NOT NULL DEFAULT '',
    hidden_at TIMESTAMP,
    returned_30_at TIMESTAMP,
    returned_90_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX promises_registration ON promises (registration_id);
CREATE INDEX promises_event ON promises (event_id, created_at);
CREATE INDEX promises_time ON promises (created_at);

CREATE TABLE promise_answers (
    promise_id TEXT NOT NULL REFERENCES promises (id) ON DELETE CASCADE,
    after_days INTEGER NOT NULL,
    answer TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (promise_id, after_days)
);

-- +goose Down
DROP TABLE promise_answers;
DROP TABLE promises;
