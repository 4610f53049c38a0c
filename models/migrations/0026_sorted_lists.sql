-- The list of people is sorted by name, by when they registered or when they came, and counted, in an index alone. An account remembers
-- which columns its person wants to see there.

-- +goose Up
DROP INDEX registrations_reading;
CREATE INDEX registrations_reading ON registrations (event_id, sort_key, id, state, ticket_type_id);
CREATE INDEX registrations_made ON registrations (event_id, created_at, id, state, ticket_type_id);
DROP INDEX admissions_arrivals;
CREATE INDEX admissions_arrivals ON admissions (event_id, first_at, registration_id) WHERE arrived;
ALTER TABLE accounts ADD COLUMN people_columns TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE accounts DROP COLUMN people_columns;
DROP INDEX admissions_arrivals;
CREATE INDEX admissions_arrivals ON admissions (event_id, first_at) WHERE arrived;
DROP INDEX registrations_made;
DROP INDEX registrations_reading;
CREATE INDEX registrations_reading ON registrations (event_id, sort_key, id);
