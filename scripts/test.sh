#!/bin/sh
# Installs, checks and builds, then runs every test: units, and the real server from outside.
. "$(dirname "$0")/environment.sh"

need ffmpeg ffmpeg 'video tests' || true
need redis-server redis-server 'queue tests' || true
need chromium chromium 'browser tests' || true
need nginx nginx-light 'proxy tests' || true
sh scripts/install.sh
say 'Checking style, types and floors'
npm run --silent lint
npx tsc --noEmit -p tsconfig.json
sh scripts/build.sh
say 'Checking the OpenAPI document'
node scripts/write-openapi.ts dist/openapi.json
npx redocly lint --config .redocly.yaml dist/openapi.json
say 'Running unit tests'
npm run --silent test:unit
say 'Running end-to-end tests'
npm run --silent test:e2e
