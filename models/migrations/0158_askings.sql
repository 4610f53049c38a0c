-- Coordinators ask people who agreed to be asked: such an offer is begun by them.

-- +goose Up
-- When a coordinator asked, and who; NULL where the person put themselves forward.
ALTER TABLE offers ADD COLUMN asked_at TIMESTAMP;
ALTER TABLE offers ADD COLUMN asked_by TEXT REFERENCES accounts (id) ON DELETE SET NULL;
-- The account whose profile led to it, NULL where an earlier offer did.
ALTER TABLE offers ADD COLUMN account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE;
-- When the person who was asked said yes.
ALTER TABLE offers ADD COLUMN agreed_at TIMESTAMP;
-- What binds the coordinator and the person, as the coordinator told, and as the person did.
ALTER TABLE offers ADD COLUMN interest TEXT NOT NULL DEFAULT '';
ALTER TABLE offers ADD COLUMN own_interest TEXT NOT NULL DEFAULT '';
CREATE INDEX offers_account ON offers (account_id);

-- That somebody was asked outlives the offer, so that who erases it is not asked again at once. The mark does not lead
-- back to the person.
CREATE TABLE askings (
    need_id TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    mark TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (need_id, mark)
);
CREATE INDEX askings_mark ON askings (mark, asked_at);

-- +goose Down
SELECT 'forward only';
