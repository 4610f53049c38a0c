-- What an event asks in its form of registration, version by version: see docs/decisions/0092-an-events-own-questions.md.
-- A registration says which version its answers are to. An answer of several choices has a row for each of them in the
-- index by which people are filtered.

-- +goose Up
CREATE TABLE forms (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    answers_until TIMESTAMP,
    needs_until TIMESTAMP
);

CREATE TABLE form_versions (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    questions TEXT NOT NULL,
    retired TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, number)
);

ALTER TABLE registrations ADD COLUMN form_version INTEGER NOT NULL DEFAULT 0;

CREATE TABLE given_answers (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (registration_id, question, answer)
);
INSERT INTO given_answers (registration_id, event_id, question, answer)
    SELECT registration_id, event_id, question, answer FROM registration_answers;
DROP TABLE registration_answers;
ALTER TABLE given_answers RENAME TO registration_answers;
CREATE INDEX registration_answers_event ON registration_answers (event_id, question, answer, registration_id);

-- +goose Down
CREATE TABLE single_answers (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (registration_id, question)
);
INSERT INTO single_answers (registration_id, event_id, question, answer)
    SELECT registration_id, event_id, question, MIN(answer) FROM registration_answers
    GROUP BY registration_id, event_id, question;
DROP TABLE registration_answers;
ALTER TABLE single_answers RENAME TO registration_answers;
CREATE INDEX registration_answers_event ON registration_answers (event_id, question, answer, registration_id);
ALTER TABLE registrations DROP COLUMN form_version;
DROP TABLE form_versions;
DROP TABLE forms;
