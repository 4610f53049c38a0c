-- What an organization, or somebody for whom it speaks, needs help with. Who is to be asked about it is for
-- coordinators only.

-- +goose Up
CREATE TABLE needs (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- The event at which it came up, if any.
    event_id TEXT REFERENCES events (id) ON DELETE SET NULL,
    -- Where it came from, and the voice that it was: of who said it nothing is kept.
    source TEXT NOT NULL,
    post_id TEXT REFERENCES posts (id) ON DELETE SET NULL,
    state TEXT NOT NULL,
    state_at TIMESTAMP NOT NULL,
    opened_at TIMESTAMP,
    title TEXT NOT NULL,
    trouble TEXT NOT NULL DEFAULT '',
    better TEXT NOT NULL DEFAULT '',
    means TEXT NOT NULL DEFAULT '',
    task TEXT NOT NULL DEFAULT '',
    deliverable TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT '',
    effort TEXT NOT NULL DEFAULT '',
    way TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    -- The last day, as 2027-03-31, '' for none.
    deadline TEXT NOT NULL DEFAULT '',
    at_home BOOLEAN NOT NULL DEFAULT FALSE,
    with_minors BOOLEAN NOT NULL DEFAULT FALSE,
    -- What was agreed where somebody is helped at home or minors take part, and when.
    agreement TEXT NOT NULL DEFAULT '',
    agreed_at TIMESTAMP,
    contact_name TEXT NOT NULL DEFAULT '',
    contact_email TEXT NOT NULL DEFAULT '',
    contact_key TEXT NOT NULL DEFAULT '',
    contact_phone TEXT NOT NULL DEFAULT '',
    -- When the contact is erased, once the need is over.
    keep_until TIMESTAMP,
    -- What staff note of who talks about it.
    talking_with TEXT NOT NULL DEFAULT '',
    -- The content words of its texts, for finding who can help; NULL where they are to be read anew.
    words TEXT,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX needs_state ON needs (state, opened_at);
CREATE INDEX needs_organization ON needs (organization_id, state);
CREATE INDEX needs_contact ON needs (contact_key);

-- +goose Down
SELECT 'forward only';
