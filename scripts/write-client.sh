#!/bin/sh
# Writes the console's client of the API from the document the built server gives; --check says whether it is stale.
case "${1:-}" in
  --help | -h)
    sed -n '2p' "$0" | cut -c3-
    exit 0
    ;;
esac
. "$(dirname "$0")/environment.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
target=client/src/app/api

node scripts/write-openapi.ts "$work/openapi.json"
say 'Writing the client of the API'
if [ "${1:-}" = --check ]; then directory="$work/api"; else directory="$PWD/$target"; fi
(cd client && OPENAPI_DOCUMENT="$work/openapi.json" API_DIRECTORY="$directory" npx orval --config orval.config.ts >"$work/log" 2>&1) ||
  { cat "$work/log" >&2; exit 1; }
if [ "${1:-}" = --check ]; then
  diff -r "$directory" "$target" >&2 || { echo 'The client is stale: run scripts/write-client.sh.' >&2; exit 1; }
fi
