-- Who is nearest to each need, kept by a job, so that a page looks at these people alone. Nothing of what anybody said
-- is here: reasons are found anew from what is open when a page is read.

-- +goose Up
CREATE TABLE match_lists (
    need_id TEXT PRIMARY KEY REFERENCES needs (id) ON DELETE CASCADE,
    -- The version of the need for which people were looked for, and when.
    need_version INTEGER NOT NULL,
    ranked_at TIMESTAMP NOT NULL,
    -- Among how many was looked, and how many were near.
    people INTEGER NOT NULL,
    found INTEGER NOT NULL,
    -- How near somebody must be at least to be among the nearest, among those who may be in a team, and among newcomers
    -- of these; NULL where there is room.
    least_near DOUBLE PRECISION,
    least_free DOUBLE PRECISION,
    least_new DOUBLE PRECISION
);

CREATE TABLE match_people (
    need_id TEXT NOT NULL REFERENCES match_lists (need_id) ON DELETE CASCADE,
    -- The ID of an Askable, and what leads to it: one of the three.
    person TEXT NOT NULL,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    offer_id TEXT REFERENCES offers (id) ON DELETE CASCADE,
    wish_id TEXT REFERENCES wishes (id) ON DELETE CASCADE,
    worth DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (need_id, person)
);
CREATE INDEX match_people_account ON match_people (account_id);
CREATE INDEX match_people_offer ON match_people (offer_id);
CREATE INDEX match_people_wish ON match_people (wish_id);

-- The content words of what people opened to coordinators, by a hash of each text, in JSON: reading them takes the
-- dictionary.
CREATE TABLE said_words (
    person TEXT PRIMARY KEY,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    offer_id TEXT REFERENCES offers (id) ON DELETE CASCADE,
    wish_id TEXT REFERENCES wishes (id) ON DELETE CASCADE,
    words TEXT NOT NULL
);
CREATE INDEX said_words_account ON said_words (account_id);
CREATE INDEX said_words_offer ON said_words (offer_id);
CREATE INDEX said_words_wish ON said_words (wish_id);

-- +goose Down
SELECT 'forward only';
