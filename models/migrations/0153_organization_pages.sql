-- Pages of organizations: what they do and where; one that is listed though it hosts nothing, that takes requests to
-- join, that has left, or that is a double of another one.

-- +goose Up
ALTER TABLE organizations ADD COLUMN about_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN about_en TEXT NOT NULL DEFAULT '';
-- The prefecture by its number of two digits (JIS X 0401), '' for unknown.
ALTER TABLE organizations ADD COLUMN area TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN is_listed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organizations ADD COLUMN takes_requests BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organizations ADD COLUMN left_at TIMESTAMP;
-- The organization of which it is a double. What it has stays its own, so that this can be taken back.
ALTER TABLE organizations ADD COLUMN merged_into_id TEXT;
CREATE INDEX organizations_merged ON organizations (merged_into_id);

-- +goose Down
SELECT 'forward only';
