-- Lists of people that staff upload. What was read of the file, and what became of each row, go after a day; how many
-- people came of it stays: the audit record refers to it.

-- +goose Up
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content BYTEA,
    settings TEXT NOT NULL,
    state TEXT NOT NULL,
    trouble TEXT NOT NULL DEFAULT '',
    row_count INTEGER NOT NULL,
    cursor_row INTEGER NOT NULL DEFAULT 0,
    to_do INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    waiting INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    same INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP
);
CREATE INDEX imports_event ON imports (event_id, id);

CREATE TABLE import_rows (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    ticket_type_id TEXT NOT NULL,
    has_mail BOOLEAN NOT NULL,
    chosen BOOLEAN NOT NULL,
    result TEXT NOT NULL DEFAULT '',
    faults TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
);

-- +goose Down
DROP TABLE import_rows;
DROP TABLE imports;
