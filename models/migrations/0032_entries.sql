-- Whom staff registered, who of them did, and by which way the person had asked: '' for who did so by themselves.

-- +goose Up
ALTER TABLE registrations ADD COLUMN entry_way TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN entered_by TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE registrations DROP COLUMN entered_by;
ALTER TABLE registrations DROP COLUMN entry_way;
