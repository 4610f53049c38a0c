-- Scans and what undoes them are a set: where people are follows from it, whatever arrives first.

-- +goose Up
-- Repeats is true of a scan that found the person inside: it counts only as long as a scan that let them in does.
ALTER TABLE check_ins ADD COLUMN repeats BOOLEAN NOT NULL DEFAULT FALSE;
-- The device that made the scan, empty for staff and programs.
ALTER TABLE check_ins ADD COLUMN device_id TEXT NOT NULL DEFAULT '';
UPDATE check_ins SET repeats = TRUE WHERE result = 'already';

-- The scan that it undoes may arrive later, or never.
CREATE TABLE check_in_undos (
    id TEXT NOT NULL,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    check_in_id TEXT NOT NULL,
    by_name TEXT NOT NULL DEFAULT '',
    device_id TEXT NOT NULL DEFAULT '',
    undone_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (id, event_id)
);
CREATE INDEX check_in_undos_scan ON check_in_undos (event_id, check_in_id);

-- +goose Down
DROP TABLE check_in_undos;
ALTER TABLE check_ins DROP COLUMN device_id;
ALTER TABLE check_ins DROP COLUMN repeats;
