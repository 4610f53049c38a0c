-- Views of a survey's results that a person gave a name, and links by which others see one view. A link's secret is
-- derived from its id: nothing here opens a page.

-- +goose Up
CREATE TABLE result_views (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (survey_id, account_id, name_key)
);
CREATE INDEX result_views_account ON result_views (account_id);

CREATE TABLE result_links (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    texts BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX result_links_survey ON result_links (survey_id);
CREATE INDEX result_links_account ON result_links (account_id);

-- +goose Down
DROP TABLE result_links;
DROP TABLE result_views;
