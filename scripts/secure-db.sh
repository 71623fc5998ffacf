#!/bin/sh
# Makes the databases private: directory 700, files 600 from their first byte.
set -eu
quiet=false accept=false
for option in "$@"; do
  case "$option" in
    --quiet) quiet=true ;;
    --accept-new-secret) accept=true ;;
    --help | -h)
      cat <<'HELP'
Usage: scripts/secure-db.sh [--quiet] [--accept-new-secret]

Makes DATA_DIR (mode 700) and the accounts database (mode 600, before anything opens it), repairs the modes of both
databases, their -wal and -shm files, secrets.json and the backups, verifies the result and prints it. As root in the
image it also gives them to the user node. It runs at every start.
  --quiet               print problems only
  --accept-new-secret   forget the BETTER_AUTH_SECRET the database was made with, which ends every session
HELP
      exit 0
      ;;
    *)
      echo "Unknown option: $option (see --help)." >&2
      exit 1
      ;;
  esac
done

here=$PWD
cd "$(dirname "$0")/.."
umask 077

# A variable as .env has it, read as Node reads the file: what follows a # is a comment, unless it is quoted.
from_file() {
  [ ! -f .env ] || awk -v name="$1" '
    {
      sub(/\r$/, "")
      sub(/^[ \t]*(export[ \t]+)?/, "")
      at = index($0, "=")
      key = substr($0, 1, at - 1)
      sub(/[ \t]+$/, "", key)
      if (at == 0 || key != name) next
      value = substr($0, at + 1)
      sub(/^[ \t]+/, "", value)
      quote = substr(value, 1, 1)
      end = index(substr(value, 2), quote)
      if (quote != "" && index("\"\047`", quote) > 0 && end > 0) value = substr(value, 2, end - 1)
      else { sub(/#.*/, "", value); sub(/[ \t]+$/, "", value) }
      found = value
    }
    END { printf "%s", found }' .env
}
# One that the environment has, even empty, wins over the file.
given() {
  eval "set -- \"\$1\" \"\${$1+set}\" \"\${$1:-}\""
  if [ "$2" = set ]; then printf '%s' "$3"; else from_file "$1"; fi
}
# A variable of either, or the first line of the file that its _FILE form names; else what is given.
setting() {
  value=$(given "$1")
  file=$(given "$1_FILE")
  if [ -n "$file" ]; then
    [ -z "$value" ] || { echo "$1: set it or $1_FILE, not both." >&2; return 1; }
    [ -r "$file" ] || { echo "$1_FILE: the file cannot be read." >&2; return 1; }
    value=$(sed -n 1p "$file" | tr -d '\r')
  fi
  printf '%s' "${value:-$2}"
}
# The last three digits: a directory below a volume of a group inherits its setgid bit, which lets nobody in.
mode_of() { { stat -c %a "$1" 2>/dev/null || stat -f %Lp "$1"; } | sed "s/.*\(...\)\$/\1/"; }
say() { [ "$quiet" = true ] || printf '%s\n' "$*"; }

data=$(setting DATA_DIR ./data)
database=$(setting DB_PATH "$data/auth.db")
backups=$(setting BACKUP_PATH "$data/backups")
for link in "$data" "$database"; do
  if [ -L "$link" ] && [ ! -e "$link" ]; then
    echo "$link points nowhere: repair or remove the link." >&2
    exit 1
  fi
done

mkdir -p "$data" "$(dirname "$database")" || { echo "The data directory cannot be made: give the server's user its parent." >&2; exit 1; }
# Appending nothing makes the file with the mode that umask leaves (600) and never cuts one that exists.
(: >>"$database") 2>/dev/null || { echo "The database cannot be written: give it to the server's user (chown)." >&2; exit 1; }

if [ "$(id -u)" = 0 ] && [ "$PWD" = /app ] && id node >/dev/null 2>&1; then
  chown -R node:node "$data" "$(dirname "$database")"
  [ ! -d "$backups" ] || chown -R node:node "$backups"
fi

problems=0
verify() { # verify FILE MODE
  [ -e "$1" ] || return 0
  [ "$(mode_of "$1")" = "$2" ] || chmod "$2" "$1" 2>/dev/null || true
  if [ "$(mode_of "$1")" = "$2" ]; then
    say "  ok    $2  $1"
  else
    echo "  WRONG $(mode_of "$1")  $1 should have mode $2: run this as its owner." >&2
    problems=1
  fi
}
say 'Database security'
verify "$data" 700
for file in "$database" "$data/openinary.db"; do
  for suffix in '' -wal -shm .lock; do verify "$file$suffix" 600; done
done
verify "$data/secrets.json" 600
if [ -d "$backups" ]; then
  verify "$backups" 700
  for file in "$backups"/*.db.gz; do [ ! -f "$file" ] || verify "$file" 600; done
fi
if [ "$accept" = true ]; then
  cd "$here"
  set --
  . "$(dirname "$0")/database-command.sh"
  run_database_command accept-secret
fi
exit "$problems"
