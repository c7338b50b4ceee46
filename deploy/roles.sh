#!/bin/sh
# Runs once, on an empty database: the owner of the tables and the role of the application, which owns nothing.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres \
    -v owner="$(cat "$REGISTER_OWNER_PASSWORD_FILE")" -v app="$(cat "$REGISTER_APP_PASSWORD_FILE")" <<'SQL'
create role register_owner login password :'owner';
create role register_app login password :'app';
alter database register owner to register_owner;
revoke connect on database register from public;
grant connect on database register to register_app;
SQL
