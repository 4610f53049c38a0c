-- A role waits until its person accepts it; an invitation is a link to one role and belongs to who sent it.
-- An organization is named as co-host or partner once it agreed. API tokens end.

-- +goose Up
ALTER TABLE members ADD COLUMN accepted_at TIMESTAMP;
ALTER TABLE members ADD COLUMN invited_name TEXT NOT NULL DEFAULT '';
UPDATE members SET accepted_at = created_at
    WHERE account_id IN (SELECT id FROM accounts WHERE password_hash <> '!');

ALTER TABLE accounts ADD COLUMN verified_at TIMESTAMP;
UPDATE accounts SET verified_at = created_at WHERE password_hash <> '!';

-- The role that the link of a reset invites to. Links that are under way belong to the place that made the account.
ALTER TABLE password_resets ADD COLUMN member_id TEXT;
UPDATE password_resets SET member_id =
    (SELECT id FROM members WHERE members.account_id = password_resets.account_id ORDER BY created_at, id LIMIT 1)
    WHERE used_at IS NULL AND account_id IN (SELECT id FROM accounts WHERE password_hash = '!');
CREATE INDEX password_resets_account ON password_resets (account_id);

-- The next maintenance gives tokens without an end one.
ALTER TABLE api_tokens ADD COLUMN expires_at TIMESTAMP;
UPDATE api_tokens SET revoked_at = COALESCE(last_used_at, created_at)
    WHERE revoked_at IS NULL AND created_by IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM members JOIN events ON events.id = api_tokens.event_id
         WHERE members.account_id = api_tokens.created_by AND members.role = 'owner'
         AND (members.event_id = events.id OR members.organization_id = events.organization_id));
CREATE INDEX api_tokens_maker ON api_tokens (created_by);

ALTER TABLE event_organizations ADD COLUMN accepted_at TIMESTAMP;
ALTER TABLE event_organizations ADD COLUMN declined_at TIMESTAMP;
UPDATE event_organizations SET accepted_at = (SELECT created_at FROM events WHERE events.id = event_id);
CREATE INDEX event_organizations_organization ON event_organizations (organization_id);

-- +goose Down
DROP INDEX event_organizations_organization;
ALTER TABLE event_organizations DROP COLUMN declined_at;
ALTER TABLE event_organizations DROP COLUMN accepted_at;
DROP INDEX api_tokens_maker;
ALTER TABLE api_tokens DROP COLUMN expires_at;
DROP INDEX password_resets_account;
ALTER TABLE password_resets DROP COLUMN member_id;
ALTER TABLE accounts DROP COLUMN verified_at;
ALTER TABLE members DROP COLUMN invited_name;
ALTER TABLE members DROP COLUMN accepted_at;
