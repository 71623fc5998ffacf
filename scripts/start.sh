#!/bin/sh
# Starts what is built, with the variables of .env where there is one.
. "$(dirname "$0")/environment.sh"

need_built dist/main.js
set --
[ ! -f .env ] || set -- --env-file=.env
node "$@" -e '
  const { spawnSync } = require("node:child_process");
  process.exit(spawnSync("sh", ["scripts/secure-db.sh", "--quiet"], { stdio: "inherit" }).status ?? 1);
'
# A small young generation: buffers of streams that are through are collected soon, at no cost that can be measured.
exec node "$@" --max-semi-space-size=4 --enable-source-maps dist/main.js
