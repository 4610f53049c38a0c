-- A survey may be answered by whoever has its link. link_number counts the links that were made, 0 for none ever.
-- survey_browsers are marks of browsers that have answered so: keyed, of one survey, gone once it is released. They lead
-- to no answer, person, address or time: see docs/decisions/0091-anyone-with-a-link.md.

-- +goose Up
ALTER TABLE surveys ADD COLUMN link_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN link_open BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE survey_browsers (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    mark TEXT NOT NULL,
    PRIMARY KEY (survey_id, mark)
);

-- +goose Down
DROP TABLE survey_browsers;
ALTER TABLE surveys DROP COLUMN link_open;
ALTER TABLE surveys DROP COLUMN link_number;
