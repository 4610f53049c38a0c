-- What people are told about their data, in versions that stay, with how long each field is kept (days after the event,
-- by field). Each registration records the version that it was shown, 0 for none.
-- address_mark is a keyed hash of the address for the host: it tells the same person at another event once the address
-- is erased. The key is not in the database.
-- erasures say what was erased when, and of how many, without the data; their rows are only added.

-- +goose Up
CREATE TABLE privacy_notices (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    joint BOOLEAN NOT NULL,
    provides BOOLEAN NOT NULL,
    texts TEXT NOT NULL,
    keep TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL,
    PRIMARY KEY (event_id, version)
);

ALTER TABLE events ADD COLUMN privacy_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN asks_photo BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE events ADD COLUMN asks_guardian BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE registrations ADD COLUMN privacy_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrations ADD COLUMN address_mark TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN photo TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN guardian_name TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN guardian_consent_at TIMESTAMP;
ALTER TABLE registrations ADD COLUMN erased_at TIMESTAMP;
CREATE INDEX registrations_address_mark ON registrations (address_mark, event_id) WHERE address_mark <> '';

CREATE TABLE erasures (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    people INTEGER NOT NULL,
    erased_at TIMESTAMP NOT NULL
);
CREATE INDEX erasures_event ON erasures (event_id, erased_at);

CREATE TABLE erasure_requests (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    words TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at TIMESTAMP
);
CREATE INDEX erasure_requests_event ON erasure_requests (event_id, state, due_at);
CREATE UNIQUE INDEX erasure_requests_open ON erasure_requests (registration_id) WHERE state IN ('open', 'erasing');

-- +goose Down
DROP TABLE erasure_requests;
DROP TABLE erasures;
DROP INDEX registrations_address_mark;
ALTER TABLE registrations DROP COLUMN erased_at;
ALTER TABLE registrations DROP COLUMN guardian_consent_at;
ALTER TABLE registrations DROP COLUMN guardian_name;
ALTER TABLE registrations DROP COLUMN photo;
ALTER TABLE registrations DROP COLUMN address_mark;
ALTER TABLE registrations DROP COLUMN privacy_version;
ALTER TABLE events DROP COLUMN asks_guardian;
ALTER TABLE events DROP COLUMN asks_photo;
ALTER TABLE events DROP COLUMN privacy_version;
DROP TABLE privacy_notices;
