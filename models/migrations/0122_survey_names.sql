-- Surveys whose answers stay with a name in the database: see docs/decisions/0097-named-and-confidential-surveys.md.
-- signed_responses and response_drafts refer to a survey together with its anonymity, and the check admits two of the
-- three: an anonymous survey can have no row in them, and one that has a row cannot become anonymous. number counts the
-- changes of a survey's responses, form is that of the last sheet that was sent.

-- +goose Up
ALTER TABLE surveys ADD COLUMN anonymity TEXT NOT NULL DEFAULT 'anonymous';
CREATE UNIQUE INDEX surveys_anonymity ON surveys (id, anonymity);
CREATE TABLE signed_responses (
    survey_id TEXT NOT NULL,
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    anonymity TEXT NOT NULL CHECK (anonymity IN ('named', 'confidential')),
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    form TEXT NOT NULL,
    mode TEXT NOT NULL,
    locale TEXT NOT NULL,
    answers TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (survey_id, registration_id),
    FOREIGN KEY (survey_id, anonymity) REFERENCES surveys (id, anonymity) ON DELETE CASCADE
);
CREATE UNIQUE INDEX signed_responses_number ON signed_responses (survey_id, number);
CREATE INDEX signed_responses_registration ON signed_responses (registration_id);
CREATE TABLE response_drafts (
    survey_id TEXT NOT NULL,
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    anonymity TEXT NOT NULL CHECK (anonymity IN ('named', 'confidential')),
    form TEXT NOT NULL,
    page INTEGER NOT NULL,
    given TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (survey_id, registration_id),
    FOREIGN KEY (survey_id, anonymity) REFERENCES surveys (id, anonymity) ON DELETE CASCADE
);
CREATE INDEX response_drafts_registration ON response_drafts (registration_id);

-- +goose Down
DROP TABLE response_drafts;
DROP TABLE signed_responses;
DROP INDEX surveys_anonymity;
ALTER TABLE surveys DROP COLUMN anonymity;
