# Sourced by the database scripts: finds the product's Node and built server, and runs one of its commands.
# shellcheck shell=sh

# Relative paths are the caller's; environment.sh goes to the project's root.
argument="${1:-}"
case "$argument" in
  '' | /*) ;;
  *) argument="$PWD/$argument" ;;
esac
directory="$argument"
umask 077
. "$(dirname "$0")/environment.sh"

# run_database_command NAME ARGUMENT…
run_database_command() {
  command_file="dist/database/backups/$1.command.js"
  shift
  need_built "$command_file"
  if [ -f .env ]; then
    node --env-file=.env --enable-source-maps "$command_file" "$@"
  else
    node --enable-source-maps "$command_file" "$@"
  fi
}
