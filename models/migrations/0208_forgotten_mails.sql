-- Which person of a project a mail is to, so that it is found when they are erased. Wishes that are sent a second time.

-- +goose Up
-- The id in the team, or of what somebody is asked about a project that is over; '' for all other mails.
ALTER TABLE mails ADD COLUMN person_id TEXT NOT NULL DEFAULT '';
CREATE INDEX mails_person ON mails (person_id) WHERE person_id <> '';
UPDATE mails SET person_id = SUBSTR(cause, LENGTH(kind) + 2, 36) WHERE kind IN ('project_joined', 'hours_returned',
    'tie_declared', 'project_meeting', 'project_meeting_moved', 'project_meeting_cancelled', 'project_task_overdue',
    'project_publish');
-- review_asked:PERSON:REVIEW:…, with or without the person of the team.
UPDATE mails SET person_id = CASE WHEN SUBSTR(cause, 14, 1) = ':' THEN SUBSTR(cause, 15, 36) ELSE SUBSTR(cause, 51, 36) END
    WHERE kind IN ('review_asked', 'review_news');
-- The cause of these has the id in the member register; people who were erased are in them still.
UPDATE mails SET person_id = COALESCE((SELECT MAX(m.id) FROM project_members m
    WHERE mails.data LIKE '%"member":"' || m.id || '"%'), '') WHERE kind IN ('hours_budget_near', 'hours_budget_over');
UPDATE mails SET to_address = '', to_name = '', data = '{}', subject = '', last_error = '', bounce = '',
    state = CASE WHEN state IN ('queued', 'failed') THEN 'overtaken' ELSE state END
    WHERE person_id IN (SELECT id FROM project_members WHERE erased_at IS NOT NULL) AND to_address <> '';

-- What an address sends once it has a wish is a wish of its own until it is confirmed; then it is added to the first
-- one, and its link leads there.
ALTER TABLE wishes ADD COLUMN into_id TEXT REFERENCES wishes (id) ON DELETE CASCADE;
CREATE INDEX wishes_into ON wishes (into_id);
DROP INDEX wishes_event;
CREATE UNIQUE INDEX wishes_event ON wishes (event_id, email_key, confirmed) WHERE into_id IS NULL;

-- +goose Down
SELECT 'forward only';
