#!/bin/sh
# Restores the databases from a backup.
case "${1:-}" in
  --help | -h | '')
    cat <<'HELP'
Usage: scripts/restore-db.sh FILE.db.gz

Checks the backup first: whole gzip, SQLite, integrity_check, our tables. A backup that fails is refused and nothing
changes. The database of now is kept as auth.db.before-restore-…; every session is ended. Where a companion lies beside
the backup (openinary_backup_…, latest.openinary.db.gz) it is restored with it; else the index of the assets stays.
Keys deleted or disabled since the backup come back disabled, keys given fewer scopes, a lower limit or an earlier expiry
since keep those, and assets made private since stay private, where the databases of now can be read; objects that the
restored index does not know become private. Passwords go back to those of the backup; how many change is told.
While a server uses the database the restore is staged: restart the server to put it in force. Else it is in force at once.
HELP
    [ -n "${1:-}" ] && exit 0
    exit 1
    ;;
esac
. "$(dirname "$0")/database-command.sh"
run_database_command restore "$argument"
