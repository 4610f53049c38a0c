-- Projects, their teams and phases, and the hours that people give.

-- +goose Up
CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    event_id TEXT REFERENCES events (id) ON DELETE SET NULL,
    need_id TEXT REFERENCES needs (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    aim TEXT NOT NULL,
    -- What belongs to it, and what does not.
    scope TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at TIMESTAMP NOT NULL,
    -- Days are those of this time zone.
    time_zone TEXT NOT NULL,
    started_on TEXT NOT NULL,
    ended_on TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX projects_organization ON projects (organization_id, state);
CREATE INDEX projects_event ON projects (event_id);
CREATE UNIQUE INDEX projects_need ON projects (need_id) WHERE state = 'running';

CREATE TABLE project_phases (
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    planned_on TEXT NOT NULL,
    done_on TEXT NOT NULL,
    is_skipped BOOLEAN NOT NULL,
    PRIMARY KEY (project_id, kind)
);

CREATE TABLE project_members (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    -- By which the person is called once the name is erased.
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    -- Whether the team may read the name.
    shows_name BOOLEAN NOT NULL,
    -- How many links were made: only the last one opens the page.
    link INTEGER NOT NULL,
    joined_at TIMESTAMP NOT NULL,
    left_at TIMESTAMP,
    erased_at TIMESTAMP,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX project_members_number ON project_members (project_id, number);
CREATE UNIQUE INDEX project_members_address ON project_members (project_id, email_key) WHERE email_key <> '';
CREATE INDEX project_members_email ON project_members (email_key);

CREATE TABLE hour_entries (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES project_members (id) ON DELETE CASCADE,
    -- The form that was sent, which a network may repeat, and which of the days it was split into.
    form_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    day TEXT NOT NULL,
    -- NULL where only a length was entered.
    starts_at TIMESTAMP,
    ends_at TIMESTAMP,
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    in_work BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    -- Why it was entered or corrected after the time for that.
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    -- With which words it was sent back.
    answer TEXT NOT NULL,
    decided_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX hour_entries_form ON hour_entries (member_id, form_id, part);
CREATE INDEX hour_entries_project ON hour_entries (project_id, day);
CREATE INDEX hour_entries_member ON hour_entries (member_id, day);

-- +goose Down
SELECT 'forward only';
