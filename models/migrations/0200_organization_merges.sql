-- Two entries of one organization become one, and what was decided about those that look alike.

-- +goose Up
-- What an organization was put together with, NULL for one that stands by itself. The row stays for its addresses.
ALTER TABLE organizations ADD COLUMN merged_into TEXT REFERENCES organizations (id) ON DELETE SET NULL;
CREATE INDEX organizations_merged_into ON organizations (merged_into);

CREATE TABLE organization_merges (
    merged_id TEXT PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    kept_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    merged_at TIMESTAMP NOT NULL
);
CREATE INDEX organization_merges_kept ON organization_merges (kept_id);

-- Which rows went over, so that they can go back: the table and column, the row, and what it had before, where that is
-- not the organization.
CREATE TABLE organization_merge_rows (
    merged_id TEXT NOT NULL REFERENCES organization_merges (merged_id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    row_key TEXT NOT NULL,
    was TEXT NOT NULL,
    PRIMARY KEY (merged_id, place, row_key)
);

-- Organizations that look alike and are two; the first has the lower id.
CREATE TABLE different_organizations (
    first_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    second_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (first_id, second_id)
);

-- +goose Down
SELECT 'forward only';
