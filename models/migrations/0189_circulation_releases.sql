-- What of the ledger was published. Figures of people move only where several stand behind the difference, so that two
-- of them, a day apart, tell of nobody.

-- +goose Up
CREATE TABLE circulation_releases (
    id TEXT PRIMARY KEY,
    released_at TIMESTAMP NOT NULL
);

-- The entries of the ledger that are known to the latest release.
CREATE TABLE released_contributions (
    contribution_id TEXT PRIMARY KEY REFERENCES contributions (id) ON DELETE CASCADE,
    -- flow: in the figures and in the hours of its flow; year: in the figures only; empty: in neither yet.
    counted TEXT NOT NULL
);
CREATE INDEX released_contributions_counted ON released_contributions (counted);

-- +goose Down
SELECT 'forward only';
