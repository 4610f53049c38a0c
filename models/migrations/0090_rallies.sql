-- Stamp rallies: places with codes, the cards of people (also of those without a registration), and their stamps.

-- +goose Up
CREATE TABLE rallies (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    is_open BOOLEAN NOT NULL DEFAULT FALSE,
    opens_at TIMESTAMP,
    closes_at TIMESTAMP,
    needed INTEGER NOT NULL DEFAULT 0,
    prize_ja TEXT NOT NULL DEFAULT '',
    prize_en TEXT NOT NULL DEFAULT '',
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE rally_places (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name_ja TEXT NOT NULL DEFAULT '',
    name_en TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL
);
CREATE INDEX rally_places_event ON rally_places (event_id, position);
CREATE UNIQUE INDEX rally_places_code ON rally_places (code);

CREATE TABLE rally_cards (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    registration_id TEXT REFERENCES registrations (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    prize_at TIMESTAMP,
    prize_by TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX rally_cards_code ON rally_cards (event_id, code);
CREATE UNIQUE INDEX rally_cards_registration ON rally_cards (registration_id);
CREATE INDEX rally_cards_prize ON rally_cards (prize_by);

CREATE TABLE rally_stamps (
    card_id TEXT NOT NULL REFERENCES rally_cards (id) ON DELETE CASCADE,
    place_id TEXT NOT NULL REFERENCES rally_places (id) ON DELETE CASCADE,
    stamped_at TIMESTAMP NOT NULL,
    PRIMARY KEY (card_id, place_id)
);
CREATE INDEX rally_stamps_place ON rally_stamps (place_id);

-- +goose Down
DROP TABLE rally_stamps;
DROP TABLE rally_cards;
DROP TABLE rally_places;
DROP TABLE rallies;
