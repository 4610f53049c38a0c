-- Who puts themselves forward for a need, what coordinators and they write to each other without addresses, and whose
-- offers are taken no more.

-- +goose Up
CREATE TABLE offers (
    id TEXT PRIMARY KEY,
    need_id TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    state_at TIMESTAMP NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    words TEXT NOT NULL,
    -- Whether the person agreed to be asked about other needs.
    may_be_asked BOOLEAN NOT NULL,
    -- Until when the person is to answer, NULL while a coordinator is to.
    due_at TIMESTAMP,
    -- What the person reported of how they were written to.
    report TEXT NOT NULL DEFAULT '',
    reported_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    -- When the person opened the mailed link; coordinators see nothing before.
    confirmed_at TIMESTAMP,
    keep_until TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX offers_need ON offers (need_id, email_key);
CREATE INDEX offers_email ON offers (email_key);
CREATE INDEX offers_keep ON offers (keep_until);

CREATE TABLE offer_lines (
    id TEXT PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    from_staff BOOLEAN NOT NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX offer_lines_offer ON offer_lines (offer_id, id);

-- Of a blocked address only a mark is kept, which does not lead back to it.
CREATE TABLE offer_blocks (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    mark TEXT NOT NULL,
    keep_until TIMESTAMP NOT NULL,
    PRIMARY KEY (organization_id, mark)
);

-- +goose Down
SELECT 'forward only';
