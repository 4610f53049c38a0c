-- What staff make of the free texts of a released survey: whether they looked for what leads to a person (reviewed), the
-- codes of a codebook, and which of them each coder gave to a text. A coding has no time, and leads to a text alone: see
-- docs/decisions/0089-free-texts.md.

-- +goose Up
ALTER TABLE survey_texts ADD COLUMN reviewed BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE text_codes (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    meaning TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX text_codes_of_question ON text_codes (survey_id, slug, position);
CREATE TABLE text_codings (
    survey_id TEXT NOT NULL,
    slug TEXT NOT NULL,
    text_id TEXT NOT NULL,
    coder_id TEXT NOT NULL,
    codes TEXT NOT NULL,
    PRIMARY KEY (survey_id, slug, text_id, coder_id),
    FOREIGN KEY (survey_id, slug, text_id) REFERENCES survey_texts (survey_id, slug, id) ON DELETE CASCADE
);

-- +goose Down
DROP TABLE text_codings;
DROP TABLE text_codes;
ALTER TABLE survey_texts DROP COLUMN reviewed;
