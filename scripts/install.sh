#!/bin/sh
# Installs the packages of the lockfile, when they are not installed already. The checkout stays as it is.
. "$(dirname "$0")/environment.sh"

# `npm ci` refuses a lock that was made where optional binaries of other platforms are not served, and a plain
# `npm install` rewrites it; `--no-save` takes the lock's versions and leaves the file alone, with npm 10 and 11.
# No package's script is run: what is needed of them comes built, and npm would compile it nevertheless.
install_packages() {
  stamp="$1/node_modules/.installed"
  wanted="$(cat "$1/package.json" "$1/package-lock.json" | cksum) $(node --version)"
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return 0
  say "Installing the packages of $2"
  npm install --prefix "$1" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
  printf '%s\n' "$wanted" >"$stamp"
}

install_packages . 'the server'
if [ -f client/package.json ]; then install_packages client 'the console'; fi
