-- Attendance of sessions is told by the doors of their rooms; certificates may be of sessions, and print hours; tablets
-- at which people check themselves in.

-- +goose Up
CREATE INDEX check_ins_places ON check_ins (event_id, place, scanned_at) WHERE place <> '';
ALTER TABLE certificate_rules ADD COLUMN per_session BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE certificate_rules ADD COLUMN without_hours BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE devices ADD COLUMN kiosk BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE devices ADD COLUMN finds_names BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE devices DROP COLUMN finds_names;
ALTER TABLE devices DROP COLUMN kiosk;
ALTER TABLE certificate_rules DROP COLUMN without_hours;
ALTER TABLE certificate_rules DROP COLUMN per_session;
DROP INDEX check_ins_places;
