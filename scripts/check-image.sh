#!/bin/sh
# Builds docker/Dockerfile without a container engine and runs what comes out as the orchestrators would.
#
# The base image is made here from Debian's packages and the npm package `node`, so no image registry is needed. The
# image is then entered as uid 10001 with a read-only root, no capability, and only /app/data and /backup writable;
# the smoke journey, its health check, a backup and its restore have to pass in it, and SIGTERM has to end it with 0.
#
# usage: check-image.sh [--reuse | --clean]
#   --reuse checks the image that was built last, --clean removes everything that checks have left here.
#   Needs Linux, root, buildah, mmdebstrap. Exit code 77, with the reason, where a machine cannot do it. The first run
#   takes some minutes, later ones build what has changed. OPENINARY_IMAGE_WORK: where it works (/var/tmp/openinary-image).
. "$(dirname "$0")/environment.sh"

case "${1:-}" in
  --help | -h) sed -n '2,13p' scripts/check-image.sh | cut -c3-; exit 0 ;;
  '' | --reuse | --clean) ;;
  *) echo "Unknown option: $1 (see --help)." >&2; exit 1 ;;
esac

WORK="${OPENINARY_IMAGE_WORK:-/var/tmp/openinary-image}"
IMAGE=localhost/openinary:check

cannot() {
  printf '\nTHE IMAGE WAS NOT CHECKED: %s\n' "$1" >&2
  exit 77
}
fail() {
  printf '\nThe image is not as it must be: %s\n' "$1" >&2
  exit 1
}
. scripts/image/base.sh
. scripts/image/run.sh

[ "$(uname -s)" = Linux ] || cannot 'this needs Linux.'
[ "$(id -u)" = 0 ] || cannot 'this needs root, to make file systems.'
mkdir -p "$WORK"
exec 9>"$WORK/lock"
flock --nonblock 9 || cannot "another check is at work in $WORK."
if [ "${1:-}" = --clean ]; then rm -rf "$WORK"; exit 0; fi
need buildah buildah 'building the image' || cannot 'buildah is missing.'
need mmdebstrap mmdebstrap 'the base image' || cannot 'mmdebstrap is missing.'
unshare --mount --pid --fork true 2>/dev/null || cannot 'this machine does not allow new mount and process namespaces.'
DRIVER=$(storage_driver)
# Where caches of the build lie.
export TMPDIR="$WORK/tmp"
mkdir -p "$TMPDIR"

builder() { buildah --root "$WORK/$DRIVER" --runroot "$WORK/run" --storage-driver "$DRIVER" "$@"; }

build_image() {
  say 'Building the image'
  npmrc="$WORK/npmrc"
  cat "$HOME/.npmrc" >"$npmrc" 2>/dev/null || : >"$npmrc"
  started=$(date +%s)
  builder build --isolation chroot --pull=never --layers --jobs 2 \
    --build-arg "NODE_IMAGE=$BASE" --secret "id=npmrc,src=$npmrc" \
    --format docker --file docker/Dockerfile --tag "$IMAGE" . >"$WORK/build.log" 2>&1 || {
    tail -40 "$WORK/build.log" >&2
    fail 'it does not build.'
  }
  echo "  built in $(($(date +%s) - started)) s"
}

# What the image declares about itself.
check_declaration() {
  say 'Checking what the image declares'
  builder inspect --type image "$IMAGE" >"$WORK/inspect.json"
  node - "$WORK/inspect.json" >"$WORK/command" <<'NODE' || fail 'its declaration.'
const { Docker } = JSON.parse(require('node:fs').readFileSync(process.argv[2], 'utf8'));
const { config } = Docker;
const problems = Object.entries({
  'runs as node': config.User === 'node',
  'has a health check': config.Healthcheck?.Test?.includes('/app/docker/healthcheck.mjs'),
  'starts under tini': config.Entrypoint?.[0] === '/usr/bin/tini',
  'is a production image': config.Env.includes('NODE_ENV=production'),
  'holds no secret in its environment': !config.Env.some((line) => /SECRET|PASSWORD|TOKEN|_KEY/.test(line)),
}).filter(([, holds]) => !holds);
for (const [statement] of problems) console.error(`  not true: ${statement}`);
console.log([...config.Entrypoint, ...config.Cmd].join(' '));
process.exit(problems.length === 0 ? 0 : 1);
NODE
  COMMAND=$(cat "$WORK/command")
}

check_files() {
  say 'Checking the files'
  [ -z "$(find "$ROOT" -xdev -type f -perm /6000)" ] || fail 'a program may change its user.'
  [ "$(chroot "$ROOT" id -u node)" = 10001 ] || fail 'the account node does not have uid 10001.'
  for absent in root/.npmrc root/.npm usr/local/bin/npm app/src app/.env app/node_modules/typescript \
    app/node_modules/vitest; do
    [ ! -e "$ROOT/$absent" ] || fail "/$absent does not belong in it."
  done
  for present in app/sbom.cdx.json app/dist/main.js app/scripts/secure-db.sh usr/bin/sqlite3 usr/bin/ffmpeg \
    usr/bin/redis-server usr/bin/tini; do
    [ -e "$ROOT/$present" ] || fail "/$present is missing."
  done
  [ -z "$(find "$ROOT/app" -xdev -uid 10001 -not -path "$ROOT/app/data" -print -quit)" ] ||
    fail 'the product could change its own program.'
  echo "  $(du -sm --one-file-system "$ROOT" | cut -f1) MiB unpacked"
}

journey() { node scripts/smoke-journey.ts "http://127.0.0.1:$PORT" "$WORK/server.log" "$WORK/picture.jpg" "$WORK/clip.mp4"; }

# run_journey WHOSE-VOLUMES OWNER MODE DIRECTORY-BELOW
run_journey() {
  say "Running it as uid 10001 on a read-only root, $1"
  rm -rf "$WORK/data" "$WORK/backup" "$WORK/server.log"
  install -d -o "$2" -g 10001 -m "$3" "$WORK/data" "$WORK/backup"
  DIRECTORY=$4
  SECRET=$(node -e 'console.log(require("node:crypto").randomBytes(48).toString("base64url"))')
  PORT=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  start
  until inside true 2>/dev/null; do
    kill -0 "$outer" 2>/dev/null || broken 'it ends at once.'
    sleep 0.1
  done
  inside ffmpeg -loglevel error -f lavfi -i testsrc2=size=640x480 -frames:v 1 -f mjpeg pipe:1 >"$WORK/picture.jpg" ||
    broken 'its ffmpeg makes no picture.'
  inside ffmpeg -loglevel error -f lavfi -i testsrc2=size=320x180:duration=1 -pix_fmt yuv420p \
    -movflags frag_keyframe+empty_moov -f mp4 pipe:1 >"$WORK/clip.mp4" || broken 'its ffmpeg makes no video.'
  journey || broken 'the smoke journey.'
  inside node /app/docker/healthcheck.mjs || broken 'its health check says no.'
  verdict=$(inside sqlite3 "/app/data$DIRECTORY/auth.db" 'PRAGMA integrity_check;')
  [ "$verdict" = ok ] || broken "sqlite3 says: $verdict"
  [ "$(stat -c '%a %u' "$WORK/data$DIRECTORY/auth.db")" = '600 10001' ] || broken 'auth.db is not its owner'"'"'s alone.'
  check_backup
  stop
}

# keys STATEMENT, on the database of the running server
keys() { inside sqlite3 "/app/data$DIRECTORY/auth.db" "$1"; }

# As docs/operations.md has it: backed up and restored while the server runs, in force after its restart.
check_backup() {
  inside /app/scripts/backup-db.sh >"$WORK/backup.log" 2>&1 || broken "the backup: $(cat "$WORK/backup.log")"
  keys "UPDATE \"apiKey\" SET name = 'since the backup';" || broken 'sqlite3 cannot write.'
  inside /app/scripts/restore-db.sh "/backup$DIRECTORY/latest.db.gz" >"$WORK/backup.log" 2>&1 ||
    broken "the restore: $(cat "$WORK/backup.log")"
  stop
  start
  journey || broken 'the smoke journey, after a restore.'
  [ "$(keys "SELECT count(*) FROM \"apiKey\" WHERE name = 'since the backup';")" = 0 ] ||
    broken 'what was changed since the backup is still so after the restore.'
  echo '  a backup is made and restored'
}

make_base
[ "${1:-}" = --reuse ] || build_image
check_declaration
# What a check that was interrupted has left.
builder rm --all >/dev/null 2>&1 || true
CONTAINER=$(builder from --pull=never "$IMAGE")
trap 'builder rm "$CONTAINER" >/dev/null 2>&1 || true' EXIT
ROOT=$(builder mount "$CONTAINER")
check_files
run_journey 'on directories of its own' 10001 700 ''
run_journey 'on volumes of its group, as Kubernetes mounts them' 0 2775 /openinary
say 'The image builds, and the smoke journey passes in it'
