-- Who did what, and the chain of hashes over it. Rows are only added. They hold ids, never a name or an address, so that
-- what they refer to can be erased. No foreign keys: a row outlives what it is about.

-- +goose Up
CREATE TABLE audit_entries (
    id TEXT PRIMARY KEY,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX audit_entries_event ON audit_entries (event_id, id);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, id);

CREATE TABLE audit_links (
    number INTEGER PRIMARY KEY,
    entry_id TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL
);

-- +goose Down
DROP TABLE audit_links;
DROP TABLE audit_entries;
