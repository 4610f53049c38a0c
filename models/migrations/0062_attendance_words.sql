-- Words that were shown on the stage, and who typed them in time; what must be on file for a certificate.

-- +goose Up
CREATE TABLE attendance_words (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    opens_at TIMESTAMP NOT NULL,
    closes_at TIMESTAMP NOT NULL
);
CREATE INDEX attendance_words_event ON attendance_words (event_id, opens_at);
CREATE TABLE words_given (
    word_id TEXT NOT NULL REFERENCES attendance_words (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    given_at TIMESTAMP NOT NULL,
    PRIMARY KEY (word_id, registration_id)
);
CREATE INDEX words_given_registration ON words_given (registration_id);
CREATE TABLE certificate_rules (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    minutes INTEGER NOT NULL DEFAULT 0,
    share INTEGER NOT NULL DEFAULT 0,
    needs_words BOOLEAN NOT NULL DEFAULT FALSE,
    needs_survey BOOLEAN NOT NULL DEFAULT FALSE,
    updated_at TIMESTAMP NOT NULL
);

-- +goose Down
DROP TABLE certificate_rules;
DROP TABLE words_given;
DROP TABLE attendance_words;
