#!/bin/sh
# Starts the product in its container: makes the data directory and its databases safe, then becomes the server.
set -eu
cd /app

data="${DATA_DIR:-/app/data}"
mkdir -p "$data" 2>/dev/null || true
if [ ! -w "$data" ]; then
  printf 'openinary cannot start: %s is not writable by uid %s; on the host run: chown -R %s:%s <its directory>\n' \
    "$data" "$(id -u)" "$(id -u)" "$(id -g)" >&2
  exit 1
fi
# Accounts in Postgres leave nothing to secure here.
if [ -z "${DATABASE_URL:-}${DATABASE_URL_FILE:-}" ]; then
  sh scripts/secure-db.sh
fi
exec "$@"
