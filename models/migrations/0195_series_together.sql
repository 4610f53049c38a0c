-- Series that several organizations hold together: who belongs to one by their own yes, when they meet next, what was
-- written down at a meeting, and what somebody took on there.

-- +goose Up
CREATE TABLE series_members (
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- asked, agreed, declined or left.
    state TEXT NOT NULL,
    -- Whose turn it is to host, counted from 0.
    position INTEGER NOT NULL,
    -- Whether the others see the figures of its editions.
    shares_figures BOOLEAN NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    state_at TIMESTAMP NOT NULL,
    PRIMARY KEY (series_id, organization_id)
);
CREATE INDEX series_members_organization ON series_members (organization_id);
INSERT INTO series_members (series_id, organization_id, state, position, shares_figures, asked_at, state_at)
SELECT id, organization_id, 'agreed', 0, FALSE, created_at, created_at FROM series;

-- The date of the next edition, until there is an event for it.
CREATE TABLE series_next (
    series_id TEXT PRIMARY KEY REFERENCES series (id) ON DELETE CASCADE,
    host_id TEXT REFERENCES organizations (id) ON DELETE SET NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    place_ja TEXT NOT NULL,
    place_en TEXT NOT NULL,
    is_online BOOLEAN NOT NULL,
    sequence INTEGER NOT NULL,
    version INTEGER NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

CREATE TABLE minutes (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    text_ja TEXT NOT NULL,
    text_en TEXT NOT NULL,
    -- Since when everybody may read them, NULL for drafts.
    published_at TIMESTAMP,
    version INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE series_actions (
    id TEXT PRIMARY KEY,
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    -- The edition at which it was agreed.
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    -- Who does it; and whose staff, NULL where nobody in particular.
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    -- As 2027-03-31, '' for no day.
    due_on TEXT NOT NULL,
    -- open, done or dropped; since when, by whom, and for which organization they acted.
    state TEXT NOT NULL,
    state_at TIMESTAMP NOT NULL,
    state_by TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    state_for TEXT REFERENCES organizations (id) ON DELETE SET NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX series_actions_series ON series_actions (series_id, state);
CREATE INDEX series_actions_event ON series_actions (event_id);

-- +goose Down
SELECT 'forward only';
