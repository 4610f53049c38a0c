-- The part of SQL that PostgreSQL and SQLite share. Ids are UUIDs as text. Times are UTC. Booleans are BOOLEAN.

-- +goose Up
CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    sector TEXT NOT NULL,
    url TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    locale TEXT NOT NULL DEFAULT 'ja',
    disabled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE logins (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    user_agent TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX logins_account ON logins (account_id);

-- One row per thing that is slowed down after repeated failures: an account or a network address, hashed.
CREATE TABLE login_failures (
    subject TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP NOT NULL
);

CREATE TABLE password_resets (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    state TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    summary_ja TEXT NOT NULL DEFAULT '',
    summary_en TEXT NOT NULL DEFAULT '',
    description_ja TEXT NOT NULL DEFAULT '',
    description_en TEXT NOT NULL DEFAULT '',
    time_zone TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    venue_name_ja TEXT NOT NULL DEFAULT '',
    venue_name_en TEXT NOT NULL DEFAULT '',
    venue_address_ja TEXT NOT NULL DEFAULT '',
    venue_address_en TEXT NOT NULL DEFAULT '',
    venue_map_url TEXT NOT NULL DEFAULT '',
    stream_url TEXT NOT NULL DEFAULT '',
    room_state TEXT NOT NULL DEFAULT 'auto',
    contact_email TEXT NOT NULL DEFAULT '',
    cancel_reason TEXT NOT NULL DEFAULT '',
    sequence INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    published_at TIMESTAMP,
    cancelled_at TIMESTAMP,
    archived_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX events_organization ON events (organization_id);
CREATE INDEX events_upcoming ON events (state, ends_at);

CREATE TABLE event_organizations (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    part TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (event_id, organization_id)
);

-- Ed25519 keys that sign an event's tickets. A retired key still verifies.
CREATE TABLE event_keys (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    PRIMARY KEY (event_id, number)
);

CREATE TABLE members (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CHECK ((organization_id IS NULL) <> (event_id IS NULL))
);
CREATE UNIQUE INDEX members_organization ON members (account_id, organization_id, role) WHERE organization_id IS NOT NULL;
CREATE UNIQUE INDEX members_event ON members (account_id, event_id, role) WHERE event_id IS NOT NULL;

CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_by TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE INDEX api_tokens_event ON api_tokens (event_id);

CREATE TABLE ticket_types (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    mode TEXT NOT NULL,
    capacity INTEGER,
    taken INTEGER NOT NULL DEFAULT 0,
    opens_at TIMESTAMP,
    closes_at TIMESTAMP,
    hidden BOOLEAN NOT NULL DEFAULT FALSE,
    position INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (event_id, slug),
    CHECK (taken >= 0)
);

CREATE TABLE tracks (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    color TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX tracks_event ON tracks (event_id);

CREATE TABLE rooms (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX rooms_event ON rooms (event_id);

CREATE TABLE speakers (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    organization_ja TEXT NOT NULL DEFAULT '',
    organization_en TEXT NOT NULL DEFAULT ''
);
CREATE INDEX speakers_event ON speakers (event_id);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    room_id TEXT REFERENCES rooms (id),
    track_id TEXT REFERENCES tracks (id),
    kind TEXT NOT NULL DEFAULT 'talk',
    language TEXT NOT NULL DEFAULT 'ja',
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    description_ja TEXT NOT NULL DEFAULT '',
    description_en TEXT NOT NULL DEFAULT '',
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP,
    sequence INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_event ON sessions (event_id, starts_at);

CREATE TABLE session_speakers (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    speaker_id TEXT NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, speaker_id)
);

-- The wording a person agreed to. A new wording is a new version; old ones stay.
CREATE TABLE consent_texts (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    required BOOLEAN NOT NULL,
    text_ja TEXT NOT NULL,
    text_en TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (event_id, slug, version)
);

CREATE TABLE registrations (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    ticket_type_id TEXT NOT NULL REFERENCES ticket_types (id),
    request_id TEXT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    queued_at TIMESTAMP,
    family_name TEXT NOT NULL DEFAULT '',
    given_name TEXT NOT NULL DEFAULT '',
    family_kana TEXT NOT NULL DEFAULT '',
    given_kana TEXT NOT NULL DEFAULT '',
    sort_key TEXT NOT NULL,
    search_text TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    organization TEXT NOT NULL DEFAULT '',
    sector TEXT NOT NULL,
    needs TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL,
    answers TEXT NOT NULL DEFAULT '{}',
    link_number INTEGER NOT NULL DEFAULT 1,
    link_hash TEXT NOT NULL UNIQUE,
    ticket_serial INTEGER NOT NULL DEFAULT 1,
    version INTEGER NOT NULL DEFAULT 1,
    confirmed_at TIMESTAMP,
    cancelled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (event_id, request_id),
    UNIQUE (event_id, code)
);
CREATE UNIQUE INDEX registrations_email ON registrations (event_id, email_key) WHERE state <> 'cancelled';
CREATE INDEX registrations_reading ON registrations (event_id, sort_key, id);
CREATE INDEX registrations_queue ON registrations (ticket_type_id, state, queued_at, id);

CREATE TABLE consents (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    consent_text_id TEXT NOT NULL REFERENCES consent_texts (id),
    given_at TIMESTAMP NOT NULL,
    PRIMARY KEY (registration_id, consent_text_id)
);

CREATE TABLE doors (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    UNIQUE (event_id, slug)
);

-- One row per scan, kept with the answer it was given, so that a replay gets the same.
CREATE TABLE check_ins (
    id TEXT NOT NULL,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    registration_id TEXT REFERENCES registrations (id) ON DELETE CASCADE,
    door TEXT NOT NULL,
    direction TEXT NOT NULL,
    result TEXT NOT NULL,
    conflict TEXT NOT NULL DEFAULT '',
    by_name TEXT NOT NULL DEFAULT '',
    scanned_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP,
    PRIMARY KEY (id, event_id)
);
CREATE INDEX check_ins_registration ON check_ins (registration_id, scanned_at);
CREATE INDEX check_ins_time ON check_ins (event_id, scanned_at);

-- Where each admitted person is now: the row that makes "already admitted" exact under concurrency.
CREATE TABLE admissions (
    registration_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    inside BOOLEAN NOT NULL,
    check_in_id TEXT NOT NULL,
    first_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX admissions_event ON admissions (event_id);

CREATE TABLE presences (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    tab TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX presences_registration ON presences (registration_id, started_at);
CREATE INDEX presences_event ON presences (event_id, seen_at);

CREATE TABLE surveys (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    intro_ja TEXT NOT NULL DEFAULT '',
    intro_en TEXT NOT NULL DEFAULT '',
    opens_after_event BOOLEAN NOT NULL DEFAULT TRUE,
    closes_at TIMESTAMP,
    opened_at TIMESTAMP,
    closed_at TIMESTAMP,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX surveys_event ON surveys (event_id);

CREATE TABLE questions (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL,
    required BOOLEAN NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    help_ja TEXT NOT NULL DEFAULT '',
    help_en TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '[]',
    position INTEGER NOT NULL,
    UNIQUE (survey_id, slug)
);

-- Who may answer. That somebody has answered is known, what they said is not: no row leads from here to a response.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    answered BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (survey_id, registration_id)
);

CREATE TABLE responses (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    mode TEXT NOT NULL,
    locale TEXT NOT NULL,
    submitted_on TEXT NOT NULL
);
CREATE INDEX responses_survey ON responses (survey_id, id);

CREATE TABLE answers (
    response_id TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    question_id TEXT NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    value TEXT NOT NULL,
    PRIMARY KEY (response_id, question_id, position)
);
CREATE INDEX answers_question ON answers (question_id);

CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    cause TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    registration_id TEXT REFERENCES registrations (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    to_address TEXT NOT NULL,
    to_name TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL,
    data TEXT NOT NULL DEFAULT '{}',
    subject TEXT NOT NULL DEFAULT '',
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP
);
CREATE INDEX mails_event ON mails (event_id, created_at);
CREATE INDEX mails_registration ON mails (registration_id);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    cause TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    run_at TIMESTAMP NOT NULL,
    locked_until TIMESTAMP,
    last_error TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX jobs_due ON jobs (state, run_at);

-- +goose Down
SELECT 'forward only';
