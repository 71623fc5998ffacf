# Sourced by check-image.sh: runs the image as the orchestrators do.
# shellcheck shell=sh

# The account and the rights of every program in it, and what it finds in its environment.
AS_ITS_USER='setpriv --reuid 10001 --regid 10001 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs'
in_its_environment() {
  exec env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/node NODE_ENV=production HOST=127.0.0.1 \
    DATA_DIR="/app/data$DIRECTORY" BACKUP_PATH="/backup$DIRECTORY" LD_PRELOAD=libjemalloc.so.2 MODE=api PORT="$PORT" \
    BETTER_AUTH_SECRET="$SECRET" API_SECRET="$SECRET" "$@"
}

# start: the image's own command in it: read-only root, /app/data and /backup writable, pid 1 is its own.
start() {
  (
    # shellcheck disable=SC2086
    in_its_environment unshare --mount --pid --fork --kill-child sh -eu -c '
      root=$1 data=$2 backup=$3; shift 3
      mount --make-rprivate /
      mount --bind "$root" "$root" && mount -o remount,ro,bind "$root"
      mount --bind "$data" "$root/app/data" && mount --bind "$backup" "$root/backup"
      mount -t tmpfs -o size=64m,mode=1777,nosuid,nodev tmpfs "$root/tmp"
      mount -t proc proc "$root/proc"
      mount -t tmpfs -o size=1m,mode=755 tmpfs "$root/dev"
      for device in null zero full random urandom; do : >"$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
      exec chroot "$root" "$@"
    ' sh "$ROOT" "$WORK/data" "$WORK/backup" $AS_ITS_USER $COMMAND
  ) >>"$WORK/server.log" 2>&1 9>&- &
  outer=$!
}

# inside COMMAND…: what `docker exec` does, in the container that runs.
inside() {
  # shellcheck disable=SC2086
  (in_its_environment nsenter --target "$(pgrep -P "$outer")" --mount --pid chroot "$ROOT" $AS_ITS_USER "$@")
}

# stop: SIGTERM to its first process, which has to end with exit code 0.
stop() {
  kill -TERM "$(pgrep -P "$outer")"
  wait "$outer" && code=0 || code=$?
  [ "$code" = 0 ] || broken "SIGTERM ended it with exit code $code."
}

# broken REASON: shows what the server said last, and ends it and the check.
broken() {
  tail -30 "$WORK/server.log" >&2
  # The first process of its namespace takes all others with it.
  kill -KILL "$(pgrep -P "$outer")" 2>/dev/null || true
  fail "$1"
}
