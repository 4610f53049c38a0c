-- What is published of a survey is chosen once, when it closes, and stored in place of the responses: see
-- docs/decisions/0017-survey-releases.md. Texts are stored apart from the other answers of those who wrote them.

-- +goose Up
ALTER TABLE questions ADD COLUMN describes BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE surveys ADD COLUMN release TEXT;
CREATE TABLE survey_texts (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (survey_id, slug, id)
);

-- +goose Down
SELECT 'forward only';
