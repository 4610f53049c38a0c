-- The job that tells of the end of what is used jointly, for what was agreed before there was one. It finds its days
-- by itself.

-- +goose Up
INSERT INTO jobs (id, kind, cause, payload, state, run_at, created_at)
SELECT id, 'joint_use', 'joint_use:' || id, id, 'waiting', agreed_at, agreed_at FROM joint_uses
WHERE agreed_at IS NOT NULL AND ended_at IS NULL;

-- +goose Down
SELECT 'forward only';
