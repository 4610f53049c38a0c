-- Time that organizations give their people for projects: a share of the working time.

-- +goose Up
CREATE TABLE hour_budgets (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- The share of the working time, in thousandths.
    permille INTEGER NOT NULL CHECK (permille BETWEEN 1 AND 1000),
    -- The working time of a month, in minutes.
    month_minutes INTEGER NOT NULL CHECK (month_minutes BETWEEN 0 AND 44640),
    period TEXT NOT NULL,
    -- Whether what is left of a period may be used in the next one.
    carries BOOLEAN NOT NULL,
    -- Which hours count: in working time, in own time, or both.
    counts TEXT NOT NULL,
    -- From which share of it people are told, in hundredths.
    warn_at INTEGER NOT NULL CHECK (warn_at BETWEEN 1 AND 100),
    -- Months, as 2026-04, both included; until is '' for no end.
    from_month TEXT NOT NULL,
    until_month TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX hour_budgets_organization ON hour_budgets (organization_id, from_month);

-- The working time of people who have another one, by who they are in the member register.
CREATE TABLE hour_budget_people (
    budget_id TEXT NOT NULL REFERENCES hour_budgets (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL,
    month_minutes INTEGER NOT NULL CHECK (month_minutes BETWEEN 0 AND 44640),
    PRIMARY KEY (budget_id, member_id)
);

-- +goose Down
SELECT 'forward only';
