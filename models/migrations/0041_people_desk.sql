-- Lists of people that staff gave a name, whom lists without an address have, and what merging two people moved.

-- +goose Up
CREATE TABLE people_views (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    query TEXT NOT NULL,
    columns TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (event_id, name_key)
);
CREATE INDEX people_views_account ON people_views (account_id);

CREATE INDEX registrations_emailless ON registrations (event_id, sort_key, id) WHERE email = '';

-- Ids of the notes, and of the tags, that the one that stays took over from the one that was merged.
CREATE TABLE merge_marks (
    merged_id TEXT NOT NULL REFERENCES merges (merged_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    mark_id TEXT NOT NULL,
    PRIMARY KEY (merged_id, kind, mark_id)
);

-- +goose Down
DROP TABLE merge_marks;
DROP INDEX registrations_emailless;
DROP TABLE people_views;
