-- Of what a need was made, so that one thing becomes one need; and what people wish after an event.

-- +goose Up
CREATE TABLE need_origins (
    -- A theme or a voice of the room, a card of a consensus map, or a code of a survey's comments, and its id.
    kind TEXT NOT NULL,
    origin_id TEXT NOT NULL,
    need_id TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, origin_id)
);
CREATE INDEX need_origins_need ON need_origins (need_id);
-- Of a voice of which two needs were made, the earlier one keeps it.
INSERT INTO need_origins (kind, origin_id, need_id)
    SELECT 'voice', post_id, MIN(id) FROM needs WHERE post_id IS NOT NULL GROUP BY post_id;

-- It has a day and no time, so that nothing tells who answered a survey just before.
CREATE TABLE wishes (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    -- What they would help with, want help with, and want to learn; '' for nothing.
    help TEXT NOT NULL DEFAULT '',
    need TEXT NOT NULL DEFAULT '',
    learn TEXT NOT NULL DEFAULT '',
    -- Whether they may be asked about needs.
    may_be_asked BOOLEAN NOT NULL,
    -- The draft that was made of what they want help with, and its version when the person wrote last.
    need_id TEXT REFERENCES needs (id) ON DELETE SET NULL,
    need_version INTEGER NOT NULL DEFAULT 0,
    confirmed BOOLEAN NOT NULL DEFAULT FALSE,
    version INTEGER NOT NULL,
    made_on TEXT NOT NULL,
    -- The last day on which it is kept, as 2027-03-31.
    keep_until TEXT NOT NULL
);
CREATE UNIQUE INDEX wishes_event ON wishes (event_id, email_key);
CREATE INDEX wishes_organization ON wishes (organization_id, confirmed);
CREATE INDEX wishes_email ON wishes (email_key);

-- +goose Down
SELECT 'forward only';
