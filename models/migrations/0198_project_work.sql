-- What the teams of projects do: tasks, meetings, a diary, files.

-- +goose Up
CREATE TABLE project_tasks (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    -- '' for none.
    phase TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Who of the team does it, NULL for nobody in particular.
    member_id TEXT REFERENCES project_members (id) ON DELETE SET NULL,
    -- As 2027-03-31, '' for no day.
    due_on TEXT NOT NULL,
    -- open, done or dropped, and since when.
    state TEXT NOT NULL,
    state_at TIMESTAMP NOT NULL,
    -- Which one of the template it is, '' for none.
    template TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX project_tasks_project ON project_tasks (project_id, state);
CREATE UNIQUE INDEX project_tasks_template ON project_tasks (project_id, template) WHERE template <> '';

CREATE TABLE project_meetings (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    place TEXT NOT NULL,
    url TEXT NOT NULL,
    -- A line for each thing to talk about.
    agenda TEXT NOT NULL,
    minutes TEXT NOT NULL,
    cancelled_at TIMESTAMP,
    -- SEQUENCE of its entry in calendars.
    sequence INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX project_meetings_project ON project_meetings (project_id, starts_at);

CREATE TABLE meeting_replies (
    meeting_id TEXT NOT NULL REFERENCES project_meetings (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES project_members (id) ON DELETE CASCADE,
    comes BOOLEAN NOT NULL,
    replied_at TIMESTAMP NOT NULL,
    PRIMARY KEY (meeting_id, member_id)
);

CREATE TABLE diary_entries (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES project_members (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    words TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX diary_entries_project ON diary_entries (project_id, day);

CREATE TABLE project_files (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    -- Who of the team brought it, NULL for a coordinator.
    member_id TEXT REFERENCES project_members (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BYTEA NOT NULL,
    is_deliverable BOOLEAN NOT NULL,
    -- Since when the team is asked whether everybody may see it, and since when everybody does.
    asked_at TIMESTAMP,
    published_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX project_files_project ON project_files (project_id, created_at);

-- What each of the team says to that.
CREATE TABLE file_replies (
    file_id TEXT NOT NULL REFERENCES project_files (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES project_members (id) ON DELETE CASCADE,
    agrees BOOLEAN NOT NULL,
    replied_at TIMESTAMP NOT NULL,
    PRIMARY KEY (file_id, member_id)
);

-- +goose Down
SELECT 'forward only';
