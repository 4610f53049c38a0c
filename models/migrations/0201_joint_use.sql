-- Joint use of personal data (共同利用, 個人情報保護法 第27条第5項第3号): what organizations agreed on, who of them said yes,
-- and which people were told before they gave their data, agreed later, or said no. What was agreed never changes.

-- +goose Up
CREATE TABLE joint_uses (
    id TEXT PRIMARY KEY,
    -- Who is responsible, and offered it.
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- Whose data: event, series or register; the event or series that is meant, NULL for the register.
    about TEXT NOT NULL,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    series_id TEXT REFERENCES series (id) ON DELETE CASCADE,
    -- Which data, and which roles of the staff see it, as JSON.
    fields TEXT NOT NULL,
    roles TEXT NOT NULL,
    purpose_ja TEXT NOT NULL,
    purpose_en TEXT NOT NULL,
    address_ja TEXT NOT NULL,
    address_en TEXT NOT NULL,
    representative_ja TEXT NOT NULL,
    representative_en TEXT NOT NULL,
    -- Days, as 2027-03-31; both belong to it.
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    -- When the last organization said yes, and when it was ended before its last day; NULL for not.
    agreed_at TIMESTAMP,
    ended_at TIMESTAMP
);
CREATE INDEX joint_uses_organization ON joint_uses (organization_id);
CREATE INDEX joint_uses_event ON joint_uses (event_id);
CREATE INDEX joint_uses_series ON joint_uses (series_id);

CREATE TABLE joint_use_members (
    joint_use_id TEXT NOT NULL REFERENCES joint_uses (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- asked, agreed, declined or left.
    state TEXT NOT NULL,
    state_at TIMESTAMP NOT NULL,
    PRIMARY KEY (joint_use_id, organization_id)
);
CREATE INDEX joint_use_members_organization ON joint_use_members (organization_id);

CREATE TABLE joint_use_people (
    id TEXT PRIMARY KEY,
    joint_use_id TEXT NOT NULL REFERENCES joint_uses (id) ON DELETE CASCADE,
    -- A person of an event, or one of the register by their account.
    registration_id TEXT REFERENCES registrations (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    -- When the form told them, they agreed later, or said no; NULL for not.
    told_at TIMESTAMP,
    agreed_at TIMESTAMP,
    refused_at TIMESTAMP
);
CREATE UNIQUE INDEX joint_use_people_registration ON joint_use_people (joint_use_id, registration_id);
CREATE UNIQUE INDEX joint_use_people_account ON joint_use_people (joint_use_id, account_id);
CREATE INDEX joint_use_people_of_registration ON joint_use_people (registration_id);
CREATE INDEX joint_use_people_of_account ON joint_use_people (account_id);

-- +goose Down
SELECT 'forward only';
