-- Who follows a series and asks to be registered, too, has two rows until the mailed link confirms the wish: what was
-- confirmed stays as it is until then.

-- +goose Up
DROP INDEX series_followers_email;
CREATE UNIQUE INDEX series_followers_confirmed ON series_followers (series_id, email_key) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX series_followers_asked ON series_followers (series_id, email_key) WHERE confirmed_at IS NULL;

-- +goose Down
SELECT 'forward only';
