-- Where a person is follows the times of their scans, in whatever order the scans arrive.

-- +goose Up
-- What the device said, where it cannot be: scanned_at is the time of receipt then.
ALTER TABLE check_ins ADD COLUMN device_at TIMESTAMP;

-- Arrived is false for somebody who was only seen going out: they may have come in at a door that is without network.
ALTER TABLE admissions ADD COLUMN arrived BOOLEAN NOT NULL DEFAULT TRUE;
-- The person's ticket type, so that people are counted by it without reading their registrations.
ALTER TABLE admissions ADD COLUMN ticket_type_id TEXT NOT NULL DEFAULT '';
-- The time of the last scan that says where the person is. Only an earlier one needs the scans to be read again.
ALTER TABLE admissions ADD COLUMN last_at TIMESTAMP;
UPDATE admissions SET
    ticket_type_id = (SELECT ticket_type_id FROM registrations WHERE registrations.id = admissions.registration_id),
    last_at = COALESCE((SELECT MAX(scanned_at) FROM check_ins
        WHERE check_ins.registration_id = admissions.registration_id AND undone_at IS NULL
        AND result IN ('admitted', 'already', 'left')), changed_at);

-- Arrivals are counted by time.
DROP INDEX admissions_event;
CREATE INDEX admissions_arrivals ON admissions (event_id, first_at);

-- The tickets that were good for a time: a scan from that time may arrive later.
CREATE TABLE former_tickets (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    serial INTEGER NOT NULL,
    good_from TIMESTAMP NOT NULL,
    good_until TIMESTAMP NOT NULL,
    PRIMARY KEY (registration_id, serial)
);

-- +goose Down
DROP TABLE former_tickets;
DROP INDEX admissions_arrivals;
CREATE INDEX admissions_event ON admissions (event_id);
ALTER TABLE admissions DROP COLUMN last_at;
ALTER TABLE admissions DROP COLUMN ticket_type_id;
ALTER TABLE admissions DROP COLUMN arrived;
ALTER TABLE check_ins DROP COLUMN device_at;
