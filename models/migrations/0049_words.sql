-- Which words an event's word cloud joins and leaves out.

-- +goose Up
CREATE TABLE word_settings (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    joined TEXT NOT NULL DEFAULT '',
    hidden TEXT NOT NULL DEFAULT '',
    public BOOLEAN NOT NULL DEFAULT FALSE
);
