-- Portraits of speakers and logos of organizations: what they show where that is not the name beside them. A speaker who
-- was edited on a page of their own is kept also while no session names them.

-- +goose Up
ALTER TABLE organizations ADD COLUMN logo_alt_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN logo_alt_en TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN kana TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN portrait_alt_ja TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN portrait_alt_en TEXT NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN kept BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE speakers DROP COLUMN kept;
ALTER TABLE speakers DROP COLUMN portrait_alt_en;
ALTER TABLE speakers DROP COLUMN portrait_alt_ja;
ALTER TABLE speakers DROP COLUMN kana;
ALTER TABLE organizations DROP COLUMN logo_alt_en;
ALTER TABLE organizations DROP COLUMN logo_alt_ja;
