-- What staff note about people and how they tag them, what is done to many of them at once, and what lists of people are filtered by:
-- answers, and minutes in the live room. What else they are filtered by has an index that knows the registrations.

-- +goose Up
CREATE TABLE tags (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (event_id, name_key)
);
CREATE TABLE registration_tags (
    tag_id TEXT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, registration_id)
);
CREATE INDEX registration_tags_registration ON registration_tags (registration_id, tag_id);

CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX notes_registration ON notes (registration_id, created_at);
CREATE INDEX notes_account ON notes (account_id);

-- One row per answer that is short enough to be one of a choice.
CREATE TABLE registration_answers (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (registration_id, question)
);
CREATE INDEX registration_answers_event ON registration_answers (event_id, question, answer, registration_id);

-- How long each person was in the live room, as it was counted last. Tabs at the same time count once, which no index can add up.
CREATE TABLE online_times (
    registration_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    minutes INTEGER NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE INDEX online_times_event ON online_times (event_id, minutes, registration_id);
CREATE INDEX online_times_seen ON online_times (event_id, seen_at);

-- What staff do to several people at once, and what became of each: a row is written before anything is done.
CREATE TABLE bulk_actions (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    ticket_type_id TEXT REFERENCES ticket_types (id) ON DELETE CASCADE,
    tag_name TEXT NOT NULL DEFAULT '',
    may_wait BOOLEAN NOT NULL DEFAULT FALSE,
    people INTEGER NOT NULL,
    list TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX bulk_actions_event ON bulk_actions (event_id, created_at);
CREATE INDEX bulk_actions_account ON bulk_actions (account_id);
CREATE INDEX bulk_actions_ticket_type ON bulk_actions (ticket_type_id);

CREATE TABLE bulk_people (
    bulk_id TEXT NOT NULL REFERENCES bulk_actions (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    before_state TEXT NOT NULL DEFAULT '',
    before_type_id TEXT NOT NULL DEFAULT '',
    before_queued_at TIMESTAMP,
    changed_at TIMESTAMP,
    PRIMARY KEY (bulk_id, number)
);
CREATE INDEX bulk_people_state ON bulk_people (bulk_id, state, number);
CREATE INDEX bulk_people_registration ON bulk_people (registration_id);

-- Scans have rows of their own: the door writes no more than before.
CREATE INDEX activities_registration ON activities (registration_id, created_at)
    WHERE kind <> 'admitted' AND kind <> 'left' AND kind <> 'check_in_undone';
CREATE INDEX audit_entries_subject ON audit_entries (subject_id, id);
CREATE INDEX mails_failed ON mails (event_id, registration_id) WHERE state = 'failed';
-- A set of people is put in the order of the list, and narrowed, in an index alone.
DROP INDEX registrations_order;
CREATE INDEX registrations_order ON registrations (id, sort_key, state, ticket_type_id);
-- The organization, for which registrations_made stands in: it begins with the columns of registrations_time.
DROP INDEX registrations_time;
CREATE INDEX registrations_organization ON registrations (event_id, organization, sort_key, id);

-- +goose Down
SELECT 'forward only';
