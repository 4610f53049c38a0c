-- Attendance reports of Zoom and Teams: who was in a meeting elsewhere, as presences with their source.

-- +goose Up
CREATE TABLE meeting_reports (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    state TEXT NOT NULL,
    account_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    taken_at TIMESTAMP,
    undone_at TIMESTAMP,
    cleared_at TIMESTAMP
);
CREATE INDEX meeting_reports_event ON meeting_reports (event_id, created_at);
CREATE TABLE meeting_guests (
    report_id TEXT NOT NULL REFERENCES meeting_reports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    spans TEXT NOT NULL,
    registration_id TEXT REFERENCES registrations (id) ON DELETE SET NULL,
    found_by TEXT NOT NULL DEFAULT '',
    passed BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (report_id, number)
);
CREATE INDEX meeting_guests_registration ON meeting_guests (registration_id);
ALTER TABLE presences ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE presences ADD COLUMN report_id TEXT NOT NULL DEFAULT '';
ALTER TABLE presences ADD COLUMN session_id TEXT NOT NULL DEFAULT '';
CREATE INDEX presences_report ON presences (report_id) WHERE report_id <> '';

-- +goose Down
DROP INDEX presences_report;
ALTER TABLE presences DROP COLUMN session_id;
ALTER TABLE presences DROP COLUMN report_id;
ALTER TABLE presences DROP COLUMN source;
DROP TABLE meeting_guests;
DROP TABLE meeting_reports;
