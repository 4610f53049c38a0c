-- The record of who did what is only added to: the database itself refuses a change or a removal. Whoever owns the
-- database can drop the triggers; that is what the chain of hashes shows.

-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER audit_entries_kept_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit record is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_kept_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit record is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_links_kept_update BEFORE UPDATE ON audit_links
BEGIN SELECT RAISE(ABORT, 'the audit record is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_links_kept_delete BEFORE DELETE ON audit_links
BEGIN SELECT RAISE(ABORT, 'the audit record is only added to'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER audit_links_kept_delete;
DROP TRIGGER audit_links_kept_update;
DROP TRIGGER audit_entries_kept_delete;
DROP TRIGGER audit_entries_kept_update;
