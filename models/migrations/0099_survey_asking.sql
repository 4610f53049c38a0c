-- Whom a survey asks, when it opens by itself at a time, and when who has not answered is reminded. reminded_at is until
-- when reminders were sent. Nothing here is about a person: see docs/decisions/0086-whom-a-survey-asks.md.

-- +goose Up
ALTER TABLE surveys ADD COLUMN audience TEXT NOT NULL DEFAULT 'attended';
ALTER TABLE surveys ADD COLUMN audience_session TEXT NOT NULL DEFAULT '';
ALTER TABLE surveys ADD COLUMN opens_at TIMESTAMP;
ALTER TABLE surveys ADD COLUMN reminders TEXT;
ALTER TABLE surveys ADD COLUMN reminded_at TIMESTAMP;

-- +goose Down
ALTER TABLE surveys DROP COLUMN reminded_at;
ALTER TABLE surveys DROP COLUMN reminders;
ALTER TABLE surveys DROP COLUMN opens_at;
ALTER TABLE surveys DROP COLUMN audience_session;
ALTER TABLE surveys DROP COLUMN audience;
