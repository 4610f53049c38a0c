-- How events were made, for others to copy: agenda, form, surveys, messages, rules. No person is in them.

-- +goose Up
CREATE TABLE kits (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE REFERENCES events (id) ON DELETE CASCADE,
    -- The document (JSON), as staff saw it when they published it.
    content TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL
);

-- Where an event that was copied from a kit has it from. What is left out of the copy is listed, as JSON.
CREATE TABLE kit_origins (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    kit_id TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL,
    from_ja TEXT NOT NULL,
    from_en TEXT NOT NULL,
    address TEXT NOT NULL,
    left_out TEXT NOT NULL,
    copied_at TIMESTAMP NOT NULL
);

-- +goose Down
SELECT 'forward only';
