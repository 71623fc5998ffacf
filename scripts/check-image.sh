#!/bin/sh
# Builds docker/Dockerfile without a container engine and runs what comes out as the orchestrators would.
#
# The base image is made here from Debian's packages and the npm package `node`, so no image registry is needed. The
# image is then entered as uid 10001 with a read-only root, no capability, and only /app/data and /backup writable;
# the smoke journey has to pass in it, and SIGTERM has to end it with exit code 0.
#
# usage: check-image.sh [--reuse | --clean]
#   --reuse checks the image that was built last, --clean removes everything that checks have left here.
#   Needs Linux, root, buildah, debootstrap. Exit code 77, with the reason, where a machine cannot do it.
. "$(dirname "$0")/environment.sh"

case "${1:-}" in
  --help | -h) sed -n '2,11p' scripts/check-image.sh | cut -c3-; exit 0 ;;
esac

NODE_MAJOR=24
WORK="${OPENINARY_IMAGE_WORK:-/var/tmp/openinary-image}"
BASE=localhost/openinary-base:$NODE_MAJOR
IMAGE=localhost/openinary:check
PORT="${PORT:-3977}"

cannot() {
  printf '\nTHE IMAGE WAS NOT CHECKED: %s\n' "$1" >&2
  exit 77
}
fail() {
  printf '\nThe image is not as it must be: %s\n' "$1" >&2
  exit 1
}

[ "$(uname -s)" = Linux ] || cannot 'this needs Linux.'
[ "$(id -u)" = 0 ] || cannot 'this needs root, to make file systems.'
need buildah buildah 'building the image' || cannot 'buildah is missing.'
need debootstrap debootstrap 'the base image' || cannot 'debootstrap is missing.'
unshare --mount --pid --fork true 2>/dev/null || cannot 'this machine does not allow new mount and process namespaces.'

mkdir -p "$WORK"
if [ "${1:-}" = --clean ]; then rm -rf "$WORK"; exit 0; fi

builder() { buildah --root "$WORK/storage" --runroot "$WORK/run" --storage-driver vfs "$@"; }

# What `node:24-bookworm-slim` is: Debian, Node and npm in /usr/local, and the account `node`.
make_base() {
  if builder inspect --type image "$BASE" >/dev/null 2>&1; then return 0; fi
  say 'Making the base image'
  base="$WORK/base"
  rm -rf "$base"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$base" >"$WORK/debootstrap.log" 2>&1 ||
    cannot "the base system could not be made; see $WORK/debootstrap.log"
  npm install --prefix "$WORK/node" --no-audit --no-fund --loglevel=error "node@$NODE_MAJOR" npm@11
  cp "$WORK/node/node_modules/node/bin/node" "$base/usr/local/bin/node"
  mkdir -p "$base/usr/local/lib/node_modules"
  cp -R "$WORK/node/node_modules/npm" "$base/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$base/usr/local/bin/npm"
  chroot "$base" groupadd --gid 1000 node
  chroot "$base" useradd --uid 1000 --gid node --shell /bin/bash --create-home node
  # The certificates that this machine trusts, where packages come through a mirror of its own.
  cp /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/ca-certificates.crt"
  mkdir -p "$base/usr/local/etc"
  printf 'cafile=/etc/ssl/certs/ca-certificates.crt\n' >"$base/usr/local/etc/npmrc"
  cat >"$base/etc/apt/sources.list" <<SOURCES
deb http://deb.debian.org/debian bookworm main
deb http://deb.debian.org/debian bookworm-updates main
deb http://deb.debian.org/debian-security bookworm-security main
SOURCES
  # Mirrors that are not brought up to date any more are still good for a check.
  printf 'Acquire::Check-Valid-Until "false";\n' >"$base/etc/apt/apt.conf.d/99check"
  container=$(builder from scratch)
  builder copy --quiet "$container" "$base" / >/dev/null
  builder config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  builder commit --quiet --rm "$container" "$BASE" >/dev/null
  rm -rf "$base"
}

build_image() {
  say 'Building the image'
  npmrc="$WORK/npmrc"
  cat "$HOME/.npmrc" >"$npmrc" 2>/dev/null || : >"$npmrc"
  started=$(date +%s)
  builder build --isolation chroot --pull=never --quiet \
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
  node - "$WORK/inspect.json" <<'NODE' || fail 'its declaration.'
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
process.exit(problems.length === 0 ? 0 : 1);
NODE
}

check_files() {
  say 'Checking the files'
  [ -z "$(find "$ROOT" -xdev -type f -perm /6000)" ] || fail 'a program may change its user.'
  [ "$(chroot "$ROOT" id -u node)" = 10001 ] || fail 'the account node does not have uid 10001.'
  for absent in root/.npmrc usr/local/bin/npm app/src app/.env app/node_modules/typescript; do
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

# Runs a command in the image as its user: read-only root, no capability, /app/data and /backup writable, pid 1 is its own.
enter() {
  exec unshare --mount --pid --fork --kill-child sh -eu -c '
    root=$1 data=$2 backup=$3; shift 3
    mount --make-rprivate /
    mount --bind "$root" "$root" && mount -o remount,ro,bind "$root"
    mount --bind "$data" "$root/app/data" && mount --bind "$backup" "$root/backup"
    mount -t tmpfs -o size=64m,mode=1777,nosuid,nodev tmpfs "$root/tmp"
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o size=1m,mode=755 tmpfs "$root/dev"
    for device in null zero full random urandom; do : >"$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
    exec env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/node \
      NODE_ENV=production HOST=127.0.0.1 DATA_DIR="/app/data$DIRECTORY" BACKUP_PATH="/backup$DIRECTORY" LD_PRELOAD=libjemalloc.so.2 \
      MODE=api PORT="$PORT" BETTER_AUTH_SECRET="$SECRET" API_SECRET="$SECRET" \
      chroot "$root" setpriv --reuid 10001 --regid 10001 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs \
      "$@"
  ' sh "$ROOT" "$WORK/data" "$WORK/backup" "$@"
}

# run_journey WHOSE-VOLUMES OWNER MODE DIRECTORY-BELOW
run_journey() {
  say "Running it as uid 10001 on a read-only root, $1"
  rm -rf "$WORK/data" "$WORK/backup"
  install -d -o "$2" -g 10001 -m "$3" "$WORK/data" "$WORK/backup"
  DIRECTORY=$4
  export DIRECTORY
  SECRET=$(node -e 'console.log(require("node:crypto").randomBytes(48).toString("base64url"))')
  export SECRET PORT
  (enter /usr/bin/tini -- /app/docker/entrypoint.sh node --enable-source-maps dist/main.js) >"$WORK/server.log" 2>&1 &
  outer=$!
  node scripts/smoke-journey.ts "http://127.0.0.1:$PORT" "$WORK/server.log" || {
    tail -30 "$WORK/server.log" >&2
    kill -KILL "$outer" 2>/dev/null || true
    fail 'the smoke journey.'
  }
  (enter node /app/docker/healthcheck.mjs) || fail 'its health check says no.'
  verdict=$( (enter sqlite3 "/app/data$DIRECTORY/auth.db" 'PRAGMA integrity_check;') )
  [ "$verdict" = ok ] || fail "sqlite3 says: $verdict"
  [ "$(stat -c '%a %u' "$WORK/data$DIRECTORY/auth.db")" = '600 10001' ] || fail 'auth.db is not its owner'"'"'s alone.'
  init=$(pgrep -P "$outer")
  kill -TERM "$init"
  wait "$outer" && code=0 || code=$?
  [ "$code" = 0 ] || { tail -30 "$WORK/server.log" >&2; fail "SIGTERM ended it with exit code $code."; }
}

make_base
[ "${1:-}" = --reuse ] || build_image
check_declaration
CONTAINER=$(builder from --pull=never "$IMAGE")
trap 'builder rm "$CONTAINER" >/dev/null 2>&1 || true' EXIT
ROOT=$(builder mount "$CONTAINER")
check_files
run_journey 'on directories of its own' 10001 700 ''
run_journey 'on volumes of its group, as Kubernetes mounts them' 0 2775 /openinary
say 'The image builds, and the smoke journey passes in it'
