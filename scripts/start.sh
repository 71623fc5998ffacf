#!/bin/sh
# Starts what is built.
. "$(dirname "$0")/environment.sh"

sh scripts/secure-db.sh --quiet

if [ -f .env ]; then
  exec node --env-file=.env --enable-source-maps dist/main.js
fi
exec node --enable-source-maps dist/main.js
