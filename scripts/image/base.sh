# Sourced by check-image.sh: makes the base image from Debian's packages and the npm package `node`.
# shellcheck shell=sh

NODE_MAJOR=24
BASE=localhost/openinary-base:$NODE_MAJOR

# Layers that lie over each other where the machine can mount such, which copies nothing; whole copies elsewhere.
storage_driver() {
  probe=$(mktemp -d "$WORK/probe-XXXXXX")
  mkdir "$probe/lower" "$probe/upper" "$probe/work" "$probe/merged"
  if mount -t overlay overlay -o "lowerdir=$probe/lower,upperdir=$probe/upper,workdir=$probe/work" "$probe/merged" 2>/dev/null; then
    umount "$probe/merged"
    echo overlay
  else
    echo vfs
  fi
  rm -rf "$probe"
}

# What `node:24-bookworm-slim` is: Debian, Node and npm in /usr/local, and the account `node`.
make_base() {
  if builder inspect --type image "$BASE" >/dev/null 2>&1; then return 0; fi
  say 'Making the base image'
  started=$(date +%s)
  container=$(builder from scratch)
  base=$(builder mount "$container")
  # Mirrors that are not brought up to date any more are still good for a check.
  mmdebstrap --mode=root --variant=minbase --include=ca-certificates --aptopt='Acquire::Check-Valid-Until "false"' \
    bookworm "$base" http://deb.debian.org/debian >"$WORK/base.log" 2>&1 ||
    cannot "the base system could not be made; see $WORK/base.log"
  npm install --prefix "$WORK/node" --no-audit --no-fund --loglevel=error "node@$NODE_MAJOR" npm@11
  cp "$WORK/node/node_modules/node/bin/node" "$base/usr/local/bin/node"
  mkdir -p "$base/usr/local/lib/node_modules" "$base/usr/local/etc"
  cp -R "$WORK/node/node_modules/npm" "$base/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$base/usr/local/bin/npm"
  chroot "$base" groupadd --gid 1000 node
  chroot "$base" useradd --uid 1000 --gid node --shell /bin/bash --create-home node
  # The certificates that this machine trusts, where packages come through a mirror of its own.
  cp /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/ca-certificates.crt"
  printf 'cafile=/etc/ssl/certs/ca-certificates.crt\n' >"$base/usr/local/etc/npmrc"
  builder umount "$container" >/dev/null
  builder config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  builder commit --quiet --rm "$container" "$BASE" >/dev/null
  echo "  made in $(($(date +%s) - started)) s"
}
