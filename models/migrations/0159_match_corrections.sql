-- Whether somebody who was suggested for a need fits, as coordinators say: it leads the next suggestions.

-- +goose Up
CREATE TABLE match_corrections (
    need_id TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    -- Who was suggested, by what led to them: a profile or an earlier offer. Either is set.
    person TEXT NOT NULL,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    offer_id TEXT REFERENCES offers (id) ON DELETE CASCADE,
    fits BOOLEAN NOT NULL,
    -- How much of each reason there was, in JSON.
    facts TEXT NOT NULL,
    corrected_at TIMESTAMP NOT NULL,
    PRIMARY KEY (need_id, person)
);
CREATE INDEX match_corrections_at ON match_corrections (corrected_at);
CREATE INDEX match_corrections_account ON match_corrections (account_id);
CREATE INDEX match_corrections_offer ON match_corrections (offer_id);

-- +goose Down
SELECT 'forward only';
