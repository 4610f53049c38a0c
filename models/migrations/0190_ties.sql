-- What people say of each other who were in a team: who helped, who introduced whom, what was learned in one project and
-- used in another. The other one confirms or declines it.

-- +goose Up
CREATE TABLE ties (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Who says it, and of whom. Names are those of the team: where somebody is erased, the tie stays and leads to nobody.
    by_id TEXT NOT NULL REFERENCES project_members (id) ON DELETE CASCADE,
    of_id TEXT NOT NULL REFERENCES project_members (id) ON DELETE CASCADE,
    -- Where what was learned is used, NULL for elsewhere.
    used_id TEXT REFERENCES projects (id) ON DELETE SET NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL,
    -- It is shown with both names where both agree.
    shown_by BOOLEAN NOT NULL,
    shown_of BOOLEAN NOT NULL,
    declared_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    UNIQUE (by_id, of_id, kind)
);
CREATE INDEX ties_of ON ties (of_id);
CREATE INDEX ties_state ON ties (state);

-- +goose Down
SELECT 'forward only';
