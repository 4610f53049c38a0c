-- The ledger of who helped whom. Nothing in it is changed: what turns out wrong is taken back by an entry of the same
-- minutes below zero.

-- +goose Up
-- Stands for one person in the ledger. Where they ask to be erased the row goes: what they gave stays, and leads to nobody.
CREATE TABLE givers (
    id TEXT PRIMARY KEY,
    email_key TEXT NOT NULL UNIQUE
);

CREATE TABLE contributions (
    id TEXT PRIMARY KEY,
    -- As 2027-03-31, where the project is.
    day TEXT NOT NULL,
    giver_id TEXT NOT NULL,
    -- The organization for which the person gave it, NULL for nobody but themselves.
    from_id TEXT REFERENCES organizations (id) ON DELETE SET NULL,
    to_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL,
    theme TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    -- The hours of which it tells.
    hour_entry_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX contributions_entry ON contributions (hour_entry_id);
CREATE INDEX contributions_to ON contributions (to_id);
CREATE INDEX contributions_from ON contributions (from_id);
CREATE INDEX contributions_giver ON contributions (giver_id);

-- Organizations that agreed to be named in the picture of the circulation.
CREATE TABLE circulation_consents (
    organization_id TEXT PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    by_name TEXT NOT NULL,
    agreed_at TIMESTAMP NOT NULL
);

-- Which organization a project helps, NULL for the one that runs it; and for which one somebody gives their hours, NULL
-- for nobody but themselves.
ALTER TABLE projects ADD COLUMN helped_id TEXT REFERENCES organizations (id) ON DELETE SET NULL;
ALTER TABLE project_members ADD COLUMN for_id TEXT REFERENCES organizations (id) ON DELETE SET NULL;

-- +goose Down
SELECT 'forward only';
