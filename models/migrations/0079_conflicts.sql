-- What scans say against each other, or against what is known now, for staff to look at.

-- +goose Up
CREATE TABLE check_in_conflicts (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    check_in_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    registration_id TEXT REFERENCES registrations (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    settled_at TIMESTAMP,
    settled_by TEXT NOT NULL DEFAULT '',
    undid BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (event_id, check_in_id, kind)
);
CREATE INDEX check_in_conflicts_open ON check_in_conflicts (event_id, settled_at, created_at);
CREATE INDEX check_in_conflicts_person ON check_in_conflicts (registration_id);

-- +goose Down
DROP TABLE check_in_conflicts;
