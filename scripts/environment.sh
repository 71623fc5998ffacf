# Sourced by the other scripts: goes to the project's root and puts a Node that is new enough first on PATH.
# shellcheck shell=sh
set -eu

cd "$(dirname "$0")/.."
NODE_WANTED=24.15.0
TOOLCHAIN="$PWD/.toolchain"

say() { printf '\033[1m→ %s\033[0m\n' "$*"; }

node_is_new_enough() {
  command -v node >/dev/null 2>&1 || return 1
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    const [wantedMajor, wantedMinor] = process.argv[1].split(".").map(Number);
    process.exit(major > wantedMajor || (major === wantedMajor && minor >= wantedMinor) ? 0 : 1);
  ' "$NODE_WANTED" 2>/dev/null
}

# A Node of the right age, without touching the machine's own: the npm package `node` carries the binary.
use_node() {
  node_is_new_enough && return 0
  PATH="$TOOLCHAIN/node_modules/node/bin:$PATH"
  export PATH
  node_is_new_enough && return 0
  say "Fetching Node 24 (this machine has $(node --version 2>/dev/null || echo none); $NODE_WANTED is needed)"
  mkdir -p "$TOOLCHAIN"
  printf '{"private":true}\n' >"$TOOLCHAIN/package.json"
  npm install --prefix "$TOOLCHAIN" --no-audit --no-fund --loglevel=error node@24
  hash -r
  node_is_new_enough || { echo "Node $NODE_WANTED or newer is needed and could not be fetched." >&2; exit 1; }
}

# What a build makes: need_built FILE
need_built() {
  [ -f "$1" ] && return 0
  echo 'The server is not built: npm run up installs, builds and starts it; without starting it, sh scripts/install.sh && sh scripts/build.sh.' >&2
  exit 1
}

# Debian packages, when they are missing and can be installed here: need COMMAND PACKAGE WHAT-FOR
need() {
  command -v "$1" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing $2 ($3)"
    if [ -z "${APT_UPDATED:-}" ]; then
      apt-get update -qq
      APT_UPDATED=1
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
  else
    echo "  $1 is missing ($3): install the package $2." >&2
    return 1
  fi
}

use_node
