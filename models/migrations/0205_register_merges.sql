-- Two entries of one person in a member register become one, and what was decided about those that look alike. Entries
-- are told by affiliations.member_id.

-- +goose Up
CREATE TABLE register_merges (
    merged_id TEXT PRIMARY KEY,
    kept_id TEXT NOT NULL,
    merged_at TIMESTAMP NOT NULL
);
CREATE INDEX register_merges_kept ON register_merges (kept_id);

-- Which rows went over, so that they can go back: the table, and the row. It has nothing of what is in them.
CREATE TABLE register_merge_rows (
    merged_id TEXT NOT NULL REFERENCES register_merges (merged_id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    row_key TEXT NOT NULL,
    PRIMARY KEY (merged_id, place, row_key)
);

-- Entries that look alike and are two people; the first has the lower id.
CREATE TABLE different_members (
    first_id TEXT NOT NULL,
    second_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (first_id, second_id)
);

-- +goose Down
SELECT 'forward only';
