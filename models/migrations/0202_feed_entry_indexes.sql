-- +goose Up
-- What the nationwide page counts by is read from an index alone, and its first entries in their order.
CREATE INDEX feed_entries_counts ON feed_entries (kind, ends_at, month, prefecture, feed_id);
CREATE INDEX feed_entries_next
    ON feed_entries (kind, (CASE WHEN starts_at IS NULL THEN 1 ELSE 0 END), starts_at, entry_id);
DROP INDEX feed_entries_start;

-- +goose Down
SELECT 'forward only';
