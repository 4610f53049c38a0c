-- Who was entered by staff, imported or let in at a door, by the way: few, whom staff look for among all.

-- +goose Up
CREATE INDEX registrations_entry_way ON registrations (event_id, entry_way) WHERE entry_way <> '';

-- +goose Down
DROP INDEX registrations_entry_way;
