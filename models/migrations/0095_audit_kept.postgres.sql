-- The record of who did what is only added to: the database itself refuses a change or a removal. Whoever owns the
-- database can drop the triggers; that is what the chain of hashes shows.

-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit record is only added to'; END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_kept();
CREATE TRIGGER audit_links_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_links
    FOR EACH STATEMENT EXECUTE FUNCTION audit_kept();

-- +goose Down
DROP TRIGGER audit_links_kept ON audit_links;
DROP TRIGGER audit_entries_kept ON audit_entries;
DROP FUNCTION audit_kept();
