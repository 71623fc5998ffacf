#!/bin/sh
# Builds what is older than its sources.
. "$(dirname "$0")/environment.sh"

stale() {
  [ ! -f "$1" ] || [ -n "$(find "$2" package.json -newer "$1" -type f -not -path '*/node_modules/*' -print -quit)" ]
}

if stale dist/.built src || stale dist/.built nest-cli.json || stale dist/.built tsconfig.build.json; then
  say 'Building the server'
  npm run --silent build
  touch dist/.built
fi
if [ -f client/package.json ] && stale client/dist/.built client; then
  say 'Building the console'
  npm run --silent --prefix client build
  touch client/dist/.built
fi
