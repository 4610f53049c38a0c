-- No order of rows, id or time may tell who answered what: see docs/decisions/0016-no-order-of-answers.md. All rows are
-- written anew in a random order; responses in that of their random ids.

-- +goose Up
CREATE TEMPORARY TABLE old_invitations AS SELECT survey_id, registration_id, answered FROM invitations;
DROP TABLE invitations;

-- Who was asked. Answering does not change a row.
CREATE TABLE invitations (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    PRIMARY KEY (survey_id, registration_id)
);

-- Who may still answer. Answering deletes the row: whoever was asked and has none has answered.
CREATE TABLE open_invitations (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    PRIMARY KEY (survey_id, registration_id)
);

INSERT INTO invitations (survey_id, registration_id)
    SELECT survey_id, registration_id FROM old_invitations ORDER BY random();
INSERT INTO open_invitations (survey_id, registration_id)
    SELECT survey_id, registration_id FROM old_invitations WHERE NOT answered ORDER BY random();
DROP TABLE old_invitations;

-- The values as JSON strings.
CREATE TEMPORARY TABLE old_answers AS
    SELECT answers.response_id, questions.slug, answers.position,
        '"' || replace(replace(replace(replace(answers.value, '\', '\\'), '"', '\"'), '
', '\n'), '	', '\t') || '"' AS value
    FROM answers JOIN questions ON questions.id = answers.question_id;
CREATE TEMPORARY TABLE old_lists AS
    SELECT response_id, slug, '"' || slug || '":[' || string_agg(value, ',' ORDER BY position) || ']' AS list
    FROM old_answers GROUP BY response_id, slug;
CREATE TEMPORARY TABLE old_objects AS
    SELECT response_id, '{' || string_agg(list, ',' ORDER BY slug) || '}' AS answers FROM old_lists GROUP BY response_id;
CREATE TEMPORARY TABLE old_responses AS
    SELECT responses.survey_id, responses.id, responses.mode, responses.locale, COALESCE(old_objects.answers, '{}') AS answers
    FROM responses LEFT JOIN old_objects ON old_objects.response_id = responses.id;
DROP TABLE old_answers;
DROP TABLE old_lists;
DROP TABLE old_objects;
DROP TABLE answers;
DROP TABLE responses;

-- One row a response. Answers is a JSON object: the slug of a question → the values given to it.
CREATE TABLE responses (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    mode TEXT NOT NULL,
    locale TEXT NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (survey_id, id)
);
INSERT INTO responses (survey_id, id, mode, locale, answers)
    SELECT survey_id, id, mode, locale, answers FROM old_responses ORDER BY id;
DROP TABLE old_responses;

-- +goose Down
SELECT 'forward only';
