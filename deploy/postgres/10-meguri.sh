#!/bin/sh
# Runs once, when the image makes a new database: the app's own role, which owns its database and is no superuser. The
# superuser keeps no password, so that it can be used inside the container only.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --set password="$MEGURI_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE meguri LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE meguri OWNER meguri;
REVOKE ALL ON DATABASE meguri FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
ALTER ROLE CURRENT_USER PASSWORD NULL;
SQL
