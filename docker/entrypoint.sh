#!/bin/sh
# Starts the product in its container: makes the data directory and its databases safe, then becomes the server.
set -eu
cd /app

if [ ! -w "${DATA_DIR:-/app/data}" ]; then
  printf 'openinary cannot start: %s is not writable by %s (uid %s); on the host run: chown -R %s:%s <its directory>\n' \
    "${DATA_DIR:-/app/data}" "$(id -un 2>/dev/null || echo this user)" "$(id -u)" "$(id -u)" "$(id -g)" >&2
  exit 1
fi
# Accounts in Postgres leave nothing to secure here.
if [ -z "${DATABASE_URL:-}" ]; then
  sh scripts/secure-db.sh
fi
exec "$@"
