-- Who was registered by whom, and who waits to move up together with others; a phone number; how many people one
-- address may register for an event; which registrations were merged into another one of the same person, and which
-- are of two persons though they look alike.

-- +goose Up
ALTER TABLE registrations ADD COLUMN representative_id TEXT REFERENCES registrations (id) ON DELETE SET NULL;
ALTER TABLE registrations ADD COLUMN waits_with TEXT;
ALTER TABLE registrations ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN phone_key TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN merged_into TEXT;
CREATE INDEX registrations_companions ON registrations (representative_id) WHERE representative_id IS NOT NULL;
CREATE INDEX registrations_waiting_groups ON registrations (waits_with) WHERE waits_with IS NOT NULL;
CREATE INDEX registrations_phone ON registrations (event_id, phone_key) WHERE phone_key <> '';

ALTER TABLE events ADD COLUMN address_limit INTEGER NOT NULL DEFAULT 5;

-- The two exchanged the fields that were taken over, so that nothing personal is kept twice. The versions are those
-- that merging left: while both stand, it can be undone.
CREATE TABLE merges (
    merged_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    kept_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    taken TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    queued_at TIMESTAMP,
    merged_version INTEGER NOT NULL,
    kept_version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX merges_kept ON merges (kept_id);

CREATE TABLE different_persons (
    first_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    second_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (first_id, second_id)
);
CREATE INDEX different_persons_second ON different_persons (second_id);

-- +goose Down
SELECT 'forward only';
