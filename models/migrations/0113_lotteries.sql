-- Lotteries of an event: rules, who seals a secret, applications, and one draw: see docs/decisions/0093-lotteries.md.

-- +goose Up
CREATE TABLE lotteries (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE REFERENCES events (id) ON DELETE CASCADE,
    rules TEXT NOT NULL,
    opens_at TIMESTAMP NOT NULL,
    closes_at TIMESTAMP NOT NULL,
    draws_at TIMESTAMP NOT NULL,
    reply_hours INTEGER NOT NULL,
    applications INTEGER NOT NULL DEFAULT 0,
    published_at TIMESTAMP,
    closed_at TIMESTAMP,
    record TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE TABLE lottery_parties (
    id TEXT PRIMARY KEY,
    lottery_id TEXT NOT NULL REFERENCES lotteries (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    seal TEXT NOT NULL DEFAULT '',
    public_key TEXT NOT NULL DEFAULT '',
    copies TEXT NOT NULL DEFAULT '{}',
    sealed_at TIMESTAMP,
    secret TEXT NOT NULL DEFAULT '',
    opened_by TEXT NOT NULL DEFAULT '',
    opened_at TIMESTAMP
);
CREATE INDEX lottery_parties_lottery ON lottery_parties (lottery_id, position);
CREATE TABLE lottery_entries (
    registration_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    lottery_id TEXT NOT NULL REFERENCES lotteries (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    wishes TEXT NOT NULL,
    resident BOOLEAN NOT NULL DEFAULT FALSE,
    invited BOOLEAN NOT NULL DEFAULT FALSE,
    team TEXT NOT NULL DEFAULT '',
    team_rank INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX lottery_entries_code ON lottery_entries (lottery_id, code);
-- One draw: the row is what makes it one, also where two processes draw at the same moment.
CREATE TABLE lottery_draws (
    lottery_id TEXT PRIMARY KEY REFERENCES lotteries (id) ON DELETE CASCADE,
    record TEXT NOT NULL,
    drawn_at TIMESTAMP NOT NULL
);
ALTER TABLE ticket_types ADD COLUMN by_lottery BOOLEAN NOT NULL DEFAULT FALSE;
-- Until when who has a place must say that they come, nil for no such time.
ALTER TABLE registrations ADD COLUMN reply_by TIMESTAMP;

-- +goose Down
ALTER TABLE registrations DROP COLUMN reply_by;
ALTER TABLE ticket_types DROP COLUMN by_lottery;
DROP TABLE lottery_draws;
DROP TABLE lottery_entries;
DROP TABLE lottery_parties;
DROP TABLE lotteries;
