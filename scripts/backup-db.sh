#!/bin/sh
# Backs the databases up while the server runs: consistent, checked, zipped.
case "${1:-}" in
  --help | -h)
    cat <<'HELP'
Usage: scripts/backup-db.sh [DIRECTORY]

Copies the accounts database and the product's own tables with SQLite's online backup, checks the copies with
integrity_check, zips them into DIRECTORY (BACKUP_PATH, or $DATA_DIR/backups) as auth_backup_YYYYmmdd_HHMMSS.db.gz
with its companion openinary_backup_…, points latest.db.gz to the newest and keeps MAX_BACKUPS (30) of them.
Exit code 1, and the backups as they were, when anything fails.
HELP
    exit 0
    ;;
esac
. "$(dirname "$0")/database-command.sh"
run_database_command backup ${directory:+"$directory"}
