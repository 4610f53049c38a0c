-- Teams that were proposed for a need, with the reasons.

-- +goose Up
CREATE TABLE team_proposals (
    id TEXT PRIMARY KEY,
    need_id TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    -- Who had it proposed, NULL once their account is gone.
    by_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    -- Among how many people was looked, and how many were left out for which reason, in JSON.
    looked_at INTEGER NOT NULL,
    left_out TEXT NOT NULL,
    asked_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX team_proposals_need ON team_proposals (need_id, created_at);
CREATE INDEX team_proposals_by ON team_proposals (by_id);

CREATE TABLE team_seats (
    proposal_id TEXT NOT NULL REFERENCES team_proposals (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- In the team, nearly in it, or replaced by another; and why.
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    -- The kinds of reasons, in JSON. They stay when the person goes.
    reasons TEXT NOT NULL,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    offer_id TEXT REFERENCES offers (id) ON DELETE SET NULL,
    wish_id TEXT REFERENCES wishes (id) ON DELETE SET NULL,
    PRIMARY KEY (proposal_id, position)
);
CREATE INDEX team_seats_account ON team_seats (account_id);
CREATE INDEX team_seats_offer ON team_seats (offer_id);
CREATE INDEX team_seats_wish ON team_seats (wish_id);

-- What the reasons were about, in the words of the person. It goes with them.
CREATE TABLE team_seat_words (
    proposal_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    offer_id TEXT REFERENCES offers (id) ON DELETE CASCADE,
    wish_id TEXT REFERENCES wishes (id) ON DELETE CASCADE,
    -- By kind of reason, in JSON.
    words TEXT NOT NULL,
    PRIMARY KEY (proposal_id, position),
    FOREIGN KEY (proposal_id, position) REFERENCES team_seats (proposal_id, position) ON DELETE CASCADE
);
CREATE INDEX team_seat_words_account ON team_seat_words (account_id);
CREATE INDEX team_seat_words_offer ON team_seat_words (offer_id);
CREATE INDEX team_seat_words_wish ON team_seat_words (wish_id);

ALTER TABLE match_corrections ADD COLUMN wish_id TEXT REFERENCES wishes (id) ON DELETE CASCADE;
CREATE INDEX match_corrections_wish ON match_corrections (wish_id);

-- +goose Down
SELECT 'forward only';
