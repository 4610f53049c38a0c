-- People who stay: an account that is opened by a mailed link, what its person tells about themselves, and where they
-- belong. Registrations belong to an account only by its person's consent.

-- +goose Up
-- Further addresses of an account; the first is the account's own. Until it is confirmed an address may be claimed by
-- several, as nobody has proved that it is theirs.
CREATE TABLE account_addresses (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    confirmed_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX account_addresses_confirmed ON account_addresses (email_key) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX account_addresses_account ON account_addresses (account_id, email_key);

-- Mailed links that open the pages of a person. They open no page of staff.
CREATE TABLE account_links (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    opened_at TIMESTAMP,
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX account_links_token ON account_links (token_hash);
CREATE INDEX account_links_account ON account_links (account_id, created_at);

CREATE TABLE account_registrations (
    registration_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    joined_at TIMESTAMP NOT NULL
);
CREATE INDEX account_registrations_account ON account_registrations (account_id, joined_at);

CREATE TABLE profiles (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- Up to three sentences, each ranked by itself; lists are in JSON.
    ordinary TEXT NOT NULL DEFAULT '[]',
    skills TEXT NOT NULL DEFAULT '[]',
    wishes TEXT NOT NULL DEFAULT '[]',
    languages TEXT NOT NULL DEFAULT '[]',
    hours_a_week INTEGER NOT NULL DEFAULT 0,
    online BOOLEAN NOT NULL DEFAULT FALSE,
    on_site BOOLEAN NOT NULL DEFAULT FALSE,
    area TEXT NOT NULL DEFAULT '',
    -- When the person agreed to be asked by coordinators, NULL for not.
    may_be_asked_at TIMESTAMP,
    -- Who sees which field, in JSON; a field that is not named is seen by nobody.
    visibility TEXT NOT NULL DEFAULT '{}',
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX profiles_asked ON profiles (may_be_asked_at, account_id);

-- The place of a person in an organization from a day until another. Who has no account yet is known by name and address
-- only.
CREATE TABLE affiliations (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    family_name TEXT NOT NULL DEFAULT '',
    given_name TEXT NOT NULL DEFAULT '',
    family_kana TEXT NOT NULL DEFAULT '',
    given_kana TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    email_key TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL,
    -- Days as 2026-04-01; '' for unknown, and for still there.
    from_day TEXT NOT NULL DEFAULT '',
    until_day TEXT NOT NULL DEFAULT '',
    -- Who asked to belong, or was invited to, belongs once both sides said yes.
    asked_by TEXT NOT NULL DEFAULT '',
    accepted_at TIMESTAMP,
    -- Whether the person agreed to be named on the page of the organization.
    named BOOLEAN NOT NULL DEFAULT FALSE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX affiliations_organization ON affiliations (organization_id, until_day, role);
CREATE INDEX affiliations_account ON affiliations (account_id);
CREATE INDEX affiliations_email ON affiliations (email_key);

-- +goose Down
SELECT 'forward only';
