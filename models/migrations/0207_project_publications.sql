-- Projects on public pages, by the yes of all organizations that take part in them.

-- +goose Up
CREATE TABLE project_publications (
    project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
    -- What is told of it, apart from what the team reads.
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    outcome TEXT NOT NULL,
    theme TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    -- Organizations say yes to a version.
    version INTEGER NOT NULL
);

-- What each organization says to it; nothing is no yes.
CREATE TABLE publication_replies (
    project_id TEXT NOT NULL REFERENCES project_publications (project_id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    agrees BOOLEAN NOT NULL,
    replied_at TIMESTAMP NOT NULL,
    PRIMARY KEY (project_id, organization_id)
);

-- Whether the public page may name the person.
ALTER TABLE project_members ADD COLUMN is_named BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX project_members_for ON project_members (for_id);
CREATE INDEX projects_helped ON projects (helped_id);

-- +goose Down
SELECT 'forward only';
