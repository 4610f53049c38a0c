-- Files that people send as answers to the event's form. The answer has the file's name; one file a question.

-- +goose Up
CREATE TABLE answer_files (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (registration_id, question)
);
CREATE INDEX answer_files_event ON answer_files (event_id);

-- +goose Down
DROP TABLE answer_files;
