-- Member registers: several affiliations of one person in an organization are told by member_id.

-- +goose Up
ALTER TABLE affiliations ADD COLUMN member_id TEXT NOT NULL DEFAULT '';
UPDATE affiliations SET member_id = id;
CREATE INDEX affiliations_member ON affiliations (member_id);
-- The file with which it came; what nobody touched since can be taken back.
ALTER TABLE affiliations ADD COLUMN import_id TEXT NOT NULL DEFAULT '';
CREATE INDEX affiliations_import ON affiliations (organization_id, import_id);

-- +goose Down
SELECT 'forward only';
