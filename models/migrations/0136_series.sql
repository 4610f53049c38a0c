-- Series of events. An edition is an event of a series: what was a chain of copies becomes a series, which has no page
-- of its own until staff announce it.

-- +goose Up
CREATE TABLE series (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    title_ja TEXT NOT NULL DEFAULT '',
    title_en TEXT NOT NULL DEFAULT '',
    about_ja TEXT NOT NULL DEFAULT '',
    about_en TEXT NOT NULL DEFAULT '',
    announced_at TIMESTAMP,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX series_slug ON series (slug);
CREATE INDEX series_organization ON series (organization_id);

ALTER TABLE editions RENAME TO former_editions;
CREATE TABLE editions (
    event_id TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE
);
CREATE INDEX editions_series ON editions (series_id);

INSERT INTO series (id, organization_id, slug, title_ja, title_en, created_at)
SELECT e.id, e.organization_id, e.slug, e.title_ja, e.title_en, e.created_at FROM events e
WHERE e.id IN (SELECT earlier_id FROM former_editions) AND e.id NOT IN (SELECT event_id FROM former_editions);

INSERT INTO editions (event_id, series_id)
WITH RECURSIVE chain (event_id, series_id) AS (
    SELECT id, id FROM series
    UNION
    SELECT f.event_id, c.series_id FROM former_editions f JOIN chain c ON f.earlier_id = c.event_id
)
SELECT event_id, series_id FROM chain;

DROP TABLE former_editions;

-- +goose Down
SELECT 'forward only';
