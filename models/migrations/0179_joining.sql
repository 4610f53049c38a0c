-- Joining organizations: by invitation, which is mailed, or by request, with some words; and organizations that leave.

-- +goose Up
ALTER TABLE organizations ADD COLUMN takes_requests BOOLEAN NOT NULL DEFAULT FALSE;
-- Since when it takes no part any more, NULL while it does. Its history stays.
ALTER TABLE organizations ADD COLUMN left_at TIMESTAMP;
-- What who asks to join wrote; it goes once that is answered.
ALTER TABLE affiliations ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE affiliations ADD COLUMN invited_at TIMESTAMP;
-- When the person said that they do not belong there.
ALTER TABLE affiliations ADD COLUMN declined_at TIMESTAMP;

-- +goose Down
SELECT 'forward only';
