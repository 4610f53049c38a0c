-- How projects end: what both sides say of them, and what changed half a year later. Projects of former years.

-- +goose Up
CREATE TABLE project_reviews (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    -- At the end, or half a year later.
    round TEXT NOT NULL,
    -- Of the team, or of who was helped.
    side TEXT NOT NULL,
    -- NULL for who was helped; who is of the team has name and address there.
    member_id TEXT REFERENCES project_members (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    -- Until when it is kept who was asked.
    keep_until TIMESTAMP,
    thanks TEXT NOT NULL,
    thanks_at TIMESTAMP,
    -- What staff, or a report, decided of the thanks.
    thanks_state TEXT NOT NULL,
    -- From 1 to 4, 0 for no answer.
    delivered INTEGER NOT NULL CHECK (delivered BETWEEN 0 AND 4),
    used INTEGER NOT NULL CHECK (used BETWEEN 0 AND 4),
    again INTEGER NOT NULL CHECK (again BETWEEN 0 AND 4),
    delivered_words TEXT NOT NULL,
    used_words TEXT NOT NULL,
    again_words TEXT NOT NULL,
    improve TEXT NOT NULL,
    changed TEXT NOT NULL,
    -- Whether it may be published what changed, and what staff decided of that.
    may_publish BOOLEAN NOT NULL,
    publish_state TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX project_reviews_project ON project_reviews (project_id);
CREATE UNIQUE INDEX project_reviews_member ON project_reviews (round, member_id) WHERE member_id IS NOT NULL;
CREATE INDEX project_reviews_address ON project_reviews (email_key);

CREATE TABLE former_imports (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    file_name TEXT NOT NULL,
    -- Whether the page of the organization and the circulation may tell of them.
    is_shown BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX former_imports_organization ON former_imports (organization_id);

-- The file with which a project of former years came, '' for all others.
ALTER TABLE projects ADD COLUMN import_id TEXT NOT NULL DEFAULT '';
CREATE INDEX projects_import ON projects (import_id);

-- What an organization declares of a project of former years. Nobody approved the hours, so the ledger has none of them.
CREATE TABLE former_projects (
    project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
    -- Whom it helped and who helped, as the file writes them; the organization where it is known.
    helped_name TEXT NOT NULL,
    helper_name TEXT NOT NULL,
    helper_id TEXT REFERENCES organizations (id) ON DELETE SET NULL,
    theme TEXT NOT NULL,
    people INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    deliverable TEXT NOT NULL,
    changed TEXT NOT NULL
);

-- +goose Down
SELECT 'forward only';
