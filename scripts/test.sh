#!/bin/sh
# Installs, checks and builds, then runs every test: units, and the real server from outside.
. "$(dirname "$0")/environment.sh"

need ffmpeg ffmpeg 'video tests' || true
need redis-server redis-server 'queue tests' || true
[ -n "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ] || need initdb postgresql 'database tests' || true
need chromium chromium 'browser tests' || true
need nginx nginx-light 'proxy tests' || true
need python3 python3 'tests of archives' || true
need ps procps 'tests of processes' || true
for program in curl jq openssl sqlite3; do need "$program" "$program" 'tests of the security page' || true; done
sh scripts/install.sh
say 'Checking style, types and floors'
npm run --silent lint
npx tsc --noEmit -p tsconfig.json
npm run --silent --prefix client lint
sh scripts/build.sh
say 'Checking the OpenAPI document'
node scripts/write-openapi.ts dist/openapi.json
npx redocly lint --config .redocly.yaml dist/openapi.json
node scripts/check-openapi.ts dist/openapi.json
say 'Checking that the console has the client of this API'
sh scripts/write-client.sh --check
say 'Running unit tests'
npm run --silent test:unit
npm run --silent --prefix client test
say 'Running end-to-end tests'
npm run --silent test:e2e
