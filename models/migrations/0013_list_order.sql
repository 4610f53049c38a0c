-- The dashboard counts who arrived in this index alone. A search puts those whom it finds in the order of the list by
-- reading an index alone.

-- +goose Up
DROP INDEX admissions_arrivals;
CREATE INDEX admissions_arrivals ON admissions (event_id, first_at) WHERE arrived;
CREATE INDEX registrations_order ON registrations (id, sort_key);

-- +goose Down
DROP INDEX registrations_order;
DROP INDEX admissions_arrivals;
CREATE INDEX admissions_arrivals ON admissions (event_id, first_at);
