-- Pages of organizations: what they do and where, shown to everybody once they are published.

-- +goose Up
ALTER TABLE organizations ADD COLUMN about_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN about_en TEXT NOT NULL DEFAULT '';
-- The prefecture by its number of two digits (JIS X 0401), '' for unknown.
ALTER TABLE organizations ADD COLUMN area TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN is_listed BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
SELECT 'forward only';
